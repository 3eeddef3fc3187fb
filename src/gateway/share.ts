/** How one part of a long work went. Milliseconds. */
export interface Part {
  /** Until the database was free for it. */
  readonly waited: number;
  readonly worked: number;
}

/** A part that nobody waits for may take so long, and beside turns at most. */
const alone = 10;
const most = 10;
const least = 2;

/** Of the time of turns: what is taken from them. */
const share = 0.17;

/** Waiting for less is waiting for nobody. */
const unnoticed = 1;

/**
 * The size of the next part of a long work beside the turns, on a database with one writer: as large
 * as takes a sixth of the time that it had to wait for the last batch of turns, since the two take
 * turns at the one connection. Where nobody waits, 10 ms at a time.
 */
export function nextSize(
  size: number,
  { waited, worked }: Part,
  limits: { readonly least: number; readonly most: number },
): number {
  const target = waited < unnoticed ? alone : Math.min(most, Math.max(least, waited * share));
  const wanted = size * Math.min(2, target / Math.max(worked, 0.1));
  return Math.round(Math.min(limits.most, Math.max(limits.least, wanted)));
}
