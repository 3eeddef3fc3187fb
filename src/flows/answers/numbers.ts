import type { Json } from '../../core/json.ts';
import { readCount } from '../../language/counts.ts';
import { plainText } from '../../language/words.ts';
import type { AnswerKind } from '../types.ts';
import { wrong } from './words.ts';

/** Lists in messages have at most so many lines. */
const highest = 30;

const between =
  /\b(?:dan|sama|ambek|sampai|sampe|no|nomor|nomer|punya|ada|yang|yg|saya|sy|sudah|sdh)\b/gu;

/** `2-5`, `2 sampai 5` as 2 3 4 5. */
function spanOf(part: string): number[] | undefined {
  const [, from = '', to = ''] = /^(\d{1,2})-(\d{1,2})$/u.exec(part) ?? [];
  if (from === '' || Number(from) >= Number(to) || Number(to) > highest) return undefined;
  return Array.from({ length: Number(to) - Number(from) + 1 }, (_, at) => Number(from) + at);
}

/** One part between spaces: a number, a span, a word, or digits run together (`1247`). */
function numbersOf(part: string): number[] | undefined {
  const span = spanOf(part);
  if (span) return span;
  if (/^[1-9]{3,}$/u.test(part)) return Array.from(part, Number);
  const count = readCount(part);
  return count === undefined || count === 0 || count > highest ? undefined : [count];
}

function readNumbers(text: string): number[] | undefined {
  const spans = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(\d)\s*(?:-|s\/d|sd|sampai|sampe)\s*(?=\d)/gu, '$1-')
    .replace(/[^\p{L}\p{N}-]+/gu, ' ')
    .replace(between, ' ');
  const parts = spans.split(' ').filter((part) => plainText(part) !== '');
  const read = parts.map(numbersOf);
  if (read.length === 0 || read.includes(undefined)) return undefined;
  const numbers = read.flatMap((some) => some ?? []);
  return [...new Set(numbers)].toSorted((a, b) => a - b);
}

function shown(value: Json): string {
  return Array.isArray(value) ? value.join(', ') : '';
}

/** Numbers of a list, in any order and with any sign between them: `1 2 4 7`, `1,2`, `2-5`, `1247`. */
export const numbers: AnswerKind = {
  name: 'numbers',
  expects: 'number',
  parse(text) {
    const value = readNumbers(text);
    return value ? { kind: 'value', value } : wrong('numbers.format');
  },
  show: shown,
};
