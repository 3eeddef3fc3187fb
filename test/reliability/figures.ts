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

/** Names of what should be told of and is not. */
export const untold = (figures: Figures, wanted: Figures): readonly string[] =>
  Object.keys(wanted).filter((name) => figures[name] === undefined);

/** What fell short of what is wanted, in words: `295 of 300 kills`; some of what must be none. */
export function shortOf(figures: Figures, wanted: Figures): readonly string[] {
  return Object.entries(wanted).flatMap(([name, least]) => {
    const value = figures[name];
    if (value === undefined) return [`nothing told of ${name}`];
    const isEnough = least === 0 ? value === 0 : value >= least;
    const [had, all] = [value, least].map((one) => one.toLocaleString('en-US'));
    return isEnough ? [] : [`${had} of ${all} ${name}`];
  });
}

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
