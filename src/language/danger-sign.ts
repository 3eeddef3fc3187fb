import type { Scene } from './danger-scene.ts';

/** The position that speaks for a danger, or undefined. */
export type Sign = (scene: Scene) => number | undefined;

/** A sign that looks at each of these words, divided by spaces. */
export function atWords(words: string, test: (scene: Scene, at: number) => boolean): Sign {
  const looked = words.split(' ');
  return (scene) => scene.whereSaid(looked).find((at) => test(scene, at));
}
