import type { AnswerKind } from '../types.ts';
import { showText } from './words.ts';

/** Anything, as it was written: a question, a complaint. */
export const text: AnswerKind = {
  name: 'text',
  expects: 'text',
  parse: (written) => ({ kind: 'value', value: written }),
  show: showText,
};
