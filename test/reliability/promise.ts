import type { Figures } from './figures.ts';

/** A way to break a promise on purpose: one piece of the source is written differently. */
export interface Sabotage {
  /** What is broken, in a few words: `answers before the commit`. */
  readonly about: string;
  /** `src/gateway/receive.ts` or `migrations/001-spine.ts` */
  readonly file: string;
  /**
   * Stands exactly once in the file, and in what is compiled of it: no types within, no commas that
   * only end a line. How it is broken into lines does not matter.
   */
  readonly find: string;
  readonly replace: string;
}

/** The tests that show a promise. */
export interface Shown {
  readonly spec: string;
  /** Only the tests whose full title holds this. */
  readonly grep?: string;
  /** What the full run must reach: at least so many; none of what is 0. Each run must tell of all. */
  readonly full?: Figures;
  /** Each must turn these tests red: a promise whose sabotage stays green is untested. */
  readonly sabotage: readonly [Sabotage, ...Sabotage[]];
}

/** One promise of SapaKerja. The row of docs/reliability.md is made of it. */
export interface Promised {
  /** Kebab-case, for ever: figures are kept under it. */
  readonly id: string;
  /** One sentence for somebody who runs an office or a gateway. */
  readonly promise: string;
  /** Or why it is not shown yet, in a sentence. */
  readonly shown: Shown | string;
}
