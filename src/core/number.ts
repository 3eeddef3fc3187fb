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

const pattern = /^\s*([DLKA])[\s.-]?([1-9]\d{3,8})\s*$/i;

/** `showNumber('D', 1042)` gives `D1042`. */
export function showNumber(letter: NumberLetter, value: number): string {
  return `${letter}${value}`;
}

/** Reads `l1012`, `L 1012`, `L-1012`; undefined when the text is anything else. */
export function readNumber(text: string): ShownNumber | undefined {
  const [, typed = '', digits = ''] = pattern.exec(text) ?? [];
  const letter = letters[typed.toUpperCase()];
  const value = Number(digits);
  return letter && value >= first ? { letter, value } : undefined;
}
