/** What a figure should be; the page marks one that is not. */
export interface Goal {
  readonly atLeast?: number;
  readonly atMost?: number;
  /** What is hoped for beyond. */
  readonly hope?: number;
}

/** The point of a figure in a drawing of docs/performance.md: its value stands over `at`. */
export interface Point {
  /** The drawing, one word: `vacancies` becomes docs/performance-vacancies.svg. One unit in each. */
  readonly drawing: string;
  /** The line in it: what differs, in a word or two. */
  readonly line: string;
  /** How many there are of what grows. */
  readonly at: number;
}

/** One line of `npm run bench`. Whatever else is told of it stands beside it in docs/performance.md. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** In short: `least` or `most` (or `limit`) is the goal's bound. */
  readonly goal?: Goal;
  /** In short: `x` is how many there are; the drawing is the benchmark's, a line for each name. */
  readonly curve?: Point;
  readonly [detail: string]: unknown;
}

const told: Figure[] = [];

/** Prints a figure as one JSON object on one line. */
export function report(figure: Figure): void {
  told.push(figure);
  console.log(JSON.stringify(figure));
}

/** The figures told since this was asked last. */
export const figuresTold = (): Figure[] => told.splice(0);

export const round = (value: number, digits = 0): number =>
  Math.round(value * 10 ** digits) / 10 ** digits;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
