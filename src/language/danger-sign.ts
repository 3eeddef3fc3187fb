import type { Scene } from './danger-scene.ts';

/** The position that speaks for a danger, or undefined. */
export type Sign = (scene: Scene) => number | undefined;

/** A sign that looks at each word. */
export const atAny =
  (test: (scene: Scene, at: number) => boolean): Sign =>
  (scene) =>
    [...scene.tokens.keys()].find((at) => test(scene, at));
