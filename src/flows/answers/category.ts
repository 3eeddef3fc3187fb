import { categories, categoryName, readCategory } from '../../language/complaint.ts';
import { readCount } from '../../language/counts.ts';
import type { AnswerKind } from '../types.ts';
import { wrong } from './words.ts';

/** What a complaint is about, by its number or in words; its value is `wages`, `officer` ... */
export const category: AnswerKind = {
  name: 'category',
  expects: 'choice',
  parse(text) {
    const numbered = categories[(readCount(text) ?? 0) - 1]?.[0];
    const value = numbered ?? readCategory(text) ?? byName(text);
    return value === undefined
      ? wrong('choice.unknown', { jumlah: categories.length })
      : { kind: 'value', value };
  },
  show: (value) => (typeof value === 'string' ? categoryName(value) : ''),
};

const elsewhere = /^\s*(?:lain|lainnya|lain lain|tidak tahu|tdk tahu|gak tau|ga tau|bingung)\b/iu;

function byName(text: string): 'other' | undefined {
  return elsewhere.test(text) ? 'other' : undefined;
}
