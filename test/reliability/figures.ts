/** Numbers that a test has shown, by what they count. */
export type Figures = Readonly<Record<string, number>>;

/** A line that `reached` of test/helpers/reached.ts wrote. */
export interface Told {
  readonly promise: string;
  readonly figures: Figures;
}

/** Lines of REACHED_FILE. */
export const parseReached = (text: string): Told[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Told);

/** Of these the greatest is kept, of all others the sum. */
const isExtreme = (name: string): boolean => /^(longest|most|largest|slowest)\b|\bms\b/.test(name);

/** What was told of a promise, taken together: two databases with 10,000 events each are 20,000 events. */
export function figuresOf(promise: string, told: readonly Told[]): Figures {
  const all: Record<string, number> = {};
  for (const { figures } of told.filter((each) => each.promise === promise)) {
    for (const [name, value] of Object.entries(figures)) {
      const before = all[name];
      if (before === undefined) all[name] = value;
      else all[name] = isExtreme(name) ? Math.max(before, value) : before + value;
    }
  }
  return all;
}
