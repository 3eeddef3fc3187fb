import { readVerdict } from '../../language/verdict.ts';
import { isYesOrNo } from './yesno.ts';
import { showText, wrong } from './words.ts';
import type { AnswerKind } from '../types.ts';

/** A question in one's own words: YA, OK or dots are none. */
export const question: AnswerKind = {
  name: 'question',
  expects: 'text',
  parse(text) {
    const verdict = readVerdict(text);
    const isBare = isYesOrNo(text) || (verdict !== undefined && !verdict.saysMore);
    return isBare || !/[\p{L}\p{N}]/u.test(text)
      ? wrong('question.empty')
      : { kind: 'value', value: text };
  },
  show: showText,
};
