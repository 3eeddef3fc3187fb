import { shownMoney } from '../../core/format.ts';
import { fold } from '../../language/clean.ts';
import { readCount } from '../../language/counts.ts';
import type { AnswerKind } from '../types.ts';
import { wrong } from './words.ts';

/** Smallest amount without a unit: 2400 could be rupiah or thousands. */
const leastBare = 10_000;
/** Letters of an amount in words, with what may stand around it. */
const longest = 80;
const largest = 1_000_000_000;

const part =
  /(?<amount>\d+(?:[.,]\d+)*|[a-z]+(?: (?:belas|puluh)(?: [a-z]+)?)?)(?<half> setengah)? ?(?:(?<million>juta|jt|jeti)|ribu|rb|rbu|k)(?!\p{L})/gu;

const around =
  /\b(?:rp|idr|gaji|sekitar|kira|minimal|min|upah|per bulan|perbulan|sebulan|rupiah|saja|aja)\b\.?|\/ ?(?:bln|bulan)\b|\brp(?=\d)|[,.]-/gu;

/** `2.400.000` and `2,400,000` group thousands; `2,4` and `2.4` are decimals. */
function readAmount(written: string): number | undefined {
  if (/^\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*$/u.test(written)) {
    return Number(written.replace(/[.,]/gu, ''));
  }
  if (/^\d+(?:[.,]\d{1,2})?$/u.test(written)) return Number(written.replace(',', '.'));
  return written === 'setengah' ? 0.5 : readCount(written);
}

/** `2 juta`, `satu setengah juta`, `500 rb` in rupiah; NaN when the amount is no number. */
function partOf({ groups = {} }: RegExpExecArray): number {
  const value = readAmount(groups['amount'] ?? '') ?? Number.NaN;
  return (value + (groups['half'] ? 0.5 : 0)) * (groups['million'] ? 1_000_000 : 1_000);
}

function readBare(text: string): number | undefined {
  const value = /^\d[\d.,]*$/u.test(text) ? readAmount(text) : undefined;
  return value !== undefined && value >= leastBare ? value : undefined;
}

function readMoney(text: string): number | undefined {
  const bare = fold(text)
    .replace(around, ' ')
    .replace(/\bse(?=juta|ribu)/gu, '1 ')
    .trim();
  const parts = [...bare.matchAll(part)].map(partOf);
  if (parts.length === 0) return readBare(bare);
  const left = bare.replace(part, '');
  return /[\p{L}\p{N}]/u.test(left) ? undefined : parts.reduce((sum, value) => sum + value, 0);
}

/** An amount in whole rupiah: 2,4 jt, 2.400.000, 2400rb, dua juta, Rp 1 juta 500 ribu. */
export const money: AnswerKind = {
  name: 'money',
  expects: 'money',
  parse(text) {
    const rupiah = Math.round(readMoney(text.slice(0, longest)) ?? Number.NaN);
    return Number.isNaN(rupiah) || rupiah > largest
      ? wrong('money.format')
      : { kind: 'value', value: rupiah, shown: shownMoney(rupiah) };
  },
  show: (value) => (typeof value === 'number' ? shownMoney(value) : ''),
};
