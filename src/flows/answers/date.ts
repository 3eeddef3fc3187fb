import { localDate, shownDate } from '../../core/format.ts';
import { plainText } from '../../language/words.ts';
import type { AnswerKind, Parsed } from '../types.ts';
import { wrong } from './words.ts';

const monthWords: readonly string[] = [
  'januari|jan|january',
  'februari|pebruari|feb|peb|february',
  'maret|mar|mrt|march',
  'april|apr',
  'mei|may',
  'juni|jun|june',
  'juli|jul|july',
  'agustus|agu|agt|ags|agus|aug|august',
  'september|sep|sept',
  'oktober|okt|oct|october',
  'november|nov|nop|nopember',
  'desember|des|dec|december',
];

const day = '(?<day>\\d{1,2})';
const year = '(?<year>\\d{4}|\\d{2})';
const month = `(?<name>${monthWords.join('|')})`;
// Matched against plain words, where every separator is a space.
const patterns: readonly RegExp[] = [
  /(?<!\d )\b(?<year>\d{4}) (?<month>\d{1,2}) (?<day>\d{1,2})\b(?! \d)/u,
  new RegExp(`(?<!\\d )\\b${day} (?<month>\\d{1,2}) ${year}\\b(?! \\d)`, 'u'),
  new RegExp(`\\b${day} ?${month} ?${year}\\b`, 'u'),
  /\b(?<day>\d{2})(?<month>\d{2})(?<year>\d{4}|\d{2})\b/u,
];

const nearDays: ReadonlyMap<string, number> = new Map([
  ['kemarin', -1],
  ['hari ini', 0],
  ['sekarang', 0],
  ['saiki', 0],
  ['besok', 1],
  ['lusa', 2],
]);

/** Two digits: up to ten years from now, else the century before. */
function fullYear(digits: string, today: string): number {
  if (digits.length === 4) return Number(digits);
  const soon = Number(today.slice(0, 4)) + 10;
  const recent = 2000 + Number(digits);
  return recent > soon ? recent - 100 : recent;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

function monthNumber({
  month: digits,
  name,
}: Readonly<Record<string, string | undefined>>): number {
  return name
    ? monthWords.findIndex((words) => words.split('|').includes(name)) + 1
    : Number(digits);
}

function existing(groups: Readonly<Record<string, string | undefined>>, today: string): Parsed {
  const [monthOf, dayOf] = [monthNumber(groups), Number(groups['day'])];
  const date = `${fullYear(groups['year'] ?? '', today)}-${two(monthOf)}-${two(dayOf)}`;
  const at = new Date(`${date}T00:00:00Z`);
  const exists = !Number.isNaN(at.getTime()) && at.toISOString().startsWith(date);
  return exists
    ? { kind: 'value', value: date, shown: shownDate(date) }
    : wrong('date.impossible', { tanggal: shownDate(date) });
}

function nearDay(plain: string, now: Date): string | undefined {
  const days = nearDays.get(plain);
  return days === undefined
    ? undefined
    : localDate(new Date(now.getTime() + days * 24 * 60 * 60 * 1_000));
}

/** A day: 12-01-1999, 12/1/99, 12 januari 1999, 12011999, besok; its value is `YYYY-MM-DD`. */
export const date: AnswerKind = {
  name: 'date',
  expects: 'date',
  parse(text, { now }) {
    const plain = plainText(text.normalize('NFKC').replace(/[-/.,]/gu, ' '));
    const near = nearDay(plain, now);
    if (near !== undefined) return { kind: 'value', value: near, shown: shownDate(near) };
    for (const pattern of patterns) {
      const groups = pattern.exec(plain)?.groups;
      if (groups) return existing(groups, localDate(now));
    }
    return wrong('date.format');
  },
  show: (value) => (typeof value === 'string' ? shownDate(value) : ''),
};
