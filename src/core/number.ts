/** D job seeker, L vacancy, K consultation, A complaint. */
export type NumberLetter = 'D' | 'L' | 'K' | 'A';

/** A number that people type: `{ letter: 'L', value: 1012 }` is L1012. */
export interface ShownNumber {
  readonly letter: NumberLetter;
  readonly value: number;
}

/** D1-D4 and S1-S3 are schools, so the numbers of the office begin with four digits. */
const first = 1001;

const letters: Readonly<Record<string, NumberLetter>> = { D: 'D', L: 'L', K: 'K', A: 'A' };

// O is typed for 0, I and l for 1; two true digits at least tell a number from a word.
const pattern = /^\s*(?:no\.?\s*)?([DLKA])[\s.-]?((?=(?:\D*\d){2})[1-9il][0-9oil]{3,8})[\s.]*$/i;

/** `showNumber('D', 1042)` gives `D1042`. */
export function showNumber(letter: NumberLetter, value: number): string {
  return `${letter}${value}`;
}

/** Reads `l1012`, `L 1012`, `L-1O12`, `no. L1012`; undefined when the text is anything else. */
export function readNumber(text: string): ShownNumber | undefined {
  const [, typed = '', written = ''] = pattern.exec(text.normalize('NFKC')) ?? [];
  const digits = written.replace(/o/gi, '0').replace(/[il]/gi, '1');
  const letter = letters[typed.toUpperCase()];
  const value = Number(digits);
  return letter && value >= first ? { letter, value } : undefined;
}
