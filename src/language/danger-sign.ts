import type { Scene } from './danger-scene.ts';

/** The position that speaks for a danger, or undefined. */
export type Sign = (scene: Scene) => number | undefined;

/** All words that any sign looks at: a text with none of them, as most are, is looked at once. */
const lookedAt = new Set<string>();

/** A sign that looks at each of these words, divided by spaces. */
export function atWords(words: string, test: (scene: Scene, at: number) => boolean): Sign {
  const looked = words.split(' ');
  for (const word of looked) lookedAt.add(word);
  return (scene) =>
    scene.mentions(lookedAt) ? scene.whereSaid(looked).find((at) => test(scene, at)) : undefined;
}
