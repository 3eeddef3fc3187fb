import { readCount } from '../../language/counts.ts';
import type { AnswerKind } from '../types.ts';
import { showText, wrong } from './words.ts';

/** More words than these beside the numbers are a text of their own. */
const mostWords = 8;

/** `1) 4 2) 3 3) 4`: the number of the question before each rating. */
const numbered = /(\d)\s*[).=:]\s*(\d)(?!\d)/gu;

function readNumbered(text: string): string | undefined {
  const pairs = [...text.matchAll(numbered)];
  const asked = pairs.map(([, question]) => Number(question));
  const inOrder = asked.every((question, at) => question === (asked[0] ?? 0) + at);
  const whole = pairs.length === 3 || pairs.length === 9;
  return whole && inOrder ? pairs.map(([, , rating]) => rating).join('') : undefined;
}

/** The digits of a text, also those written as words; undefined for a sentence. */
function readDigits(text: string): string | undefined {
  const pieces = text.normalize('NFKC').match(/\d|\p{L}+/gu) ?? [];
  const counts = pieces.map((piece) => readCount(piece));
  if (counts.filter((count) => count === undefined).length > mostWords) return undefined;
  return counts.filter((count) => count !== undefined).join('');
}

/**
 * Ratings from 1 to 4: three, or all nine at once, as digits in one text: `434`, `4 3 4`,
 * `empat, tiga, empat`, `1) 4 2) 3 3) 4`, `433443434`.
 */
export const ratings: AnswerKind = {
  name: 'ratings',
  expects: 'number',
  meant: true,
  parse(text) {
    const digits = readNumbered(text) ?? readDigits(text) ?? '';
    if (digits === '') return wrong('ratings.none');
    const strange = /[^1-4]/u.exec(digits)?.[0];
    if (strange !== undefined) return wrong('ratings.range', { angka: strange });
    if (digits.length !== 3 && digits.length !== 9) {
      return wrong('ratings.count', { jumlah: digits.length });
    }
    return { kind: 'value', value: digits };
  },
  show: showText,
};
