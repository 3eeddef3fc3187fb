import type { AnswerKind } from '../types.ts';
import { showText, wrong } from './words.ts';

/** Nobody who is looking for work was born before. */
const earliest = 1920;

/** A year of birth: `1999`, `th 1999`, or the year of a whole date. */
export const year: AnswerKind = {
  name: 'year',
  expects: 'number',
  parse(text, { now }) {
    const years = text.normalize('NFKC').match(/(?<!\d)(?:19|20)\d{2}(?!\d)/gu) ?? [];
    const [value] = years;
    const known = Number(value) >= earliest && Number(value) <= now.getUTCFullYear();
    return value !== undefined && years.length === 1 && known
      ? { kind: 'value', value }
      : wrong('year.format');
  },
  show: showText,
};
