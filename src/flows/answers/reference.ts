import { readNumber, showNumber } from '../../core/number.ts';
import type { AnswerKind } from '../types.ts';
import { showText, wrong } from './words.ts';

/** Where such a number may stand in a text: behind its letter, or four digits and more alone. */
const shapes = [
  /(?<![\p{L}\d])[dlka][\s.-]?[\doil]{4,9}(?![\p{L}\d])/giu,
  /(?<!\d)\d{4,9}(?!\d)/gu,
];

/** A number that the office gave, also among other words: L1012, `l 1012`, `yg L-1O12`, 1012. */
export const reference: AnswerKind = {
  name: 'reference',
  expects: 'number',
  parse(text) {
    const plain = text.normalize('NFKC');
    for (const written of shapes.flatMap((shape) => plain.match(shape) ?? [])) {
      const number = readNumber(written);
      if (number) return { kind: 'value', value: showNumber(number.letter, number.value) };
      if (/^\d+$/u.test(written)) return { kind: 'value', value: written };
    }
    return wrong('reference.format');
  },
  show: showText,
};
