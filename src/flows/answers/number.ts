import { readCount } from '../../language/counts.ts';
import type { AnswerKind } from '../types.ts';
import { wrong } from './words.ts';

/** A whole number from 0, in digits or words: 3, 3), no. 3, tiga. */
export const number: AnswerKind = {
  name: 'number',
  expects: 'number',
  parse(text) {
    const value = readCount(text);
    return value === undefined ? wrong('number.format') : { kind: 'value', value };
  },
  show: (value) => (typeof value === 'number' ? String(value) : ''),
};
