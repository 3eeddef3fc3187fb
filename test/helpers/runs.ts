import { isFull } from './full.ts';

/** Printed with the tests that use it; SEED repeats their runs. */
export const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);

/** How often fast-check tries: RUNS times, else `few`, with `--full` twenty times as often. */
export function runs(few: number): { readonly numRuns: number; readonly seed: number } {
  return { numRuns: Number(process.env['RUNS'] ?? (isFull ? few * 20 : few)), seed };
}
