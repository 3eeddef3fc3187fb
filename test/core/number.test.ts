import { expect } from 'chai';
import { assert, constantFrom, integer, property } from 'fast-check';
import { readNumber, showNumber, type NumberLetter } from '../../src/core/number.ts';

describe('readNumber', () => {
  const cases = [
    { label: 'as printed', text: 'L1012', expected: { letter: 'L', value: 1012 } },
    { label: 'in lower case', text: 'l1012', expected: { letter: 'L', value: 1012 } },
    { label: 'with a space', text: 'L 1012', expected: { letter: 'L', value: 1012 } },
    { label: 'with a hyphen', text: 'L-1012', expected: { letter: 'L', value: 1012 } },
    { label: 'with a dot', text: 'k.1311', expected: { letter: 'K', value: 1311 } },
    { label: 'with the letter O for zero', text: 'L1O12', expected: { letter: 'L', value: 1012 } },
    { label: 'with the letter l for one', text: 'll0l2', expected: { letter: 'L', value: 1012 } },
    { label: 'behind the word no', text: 'no. L1012', expected: { letter: 'L', value: 1012 } },
    { label: 'in full width', text: 'Ｌ１０１２', expected: { letter: 'L', value: 1012 } },
    { label: 'not a word', text: 'kilo', expected: undefined },
    { label: 'not a word of letters like digits', text: 'Lolloil', expected: undefined },
    { label: 'with spaces around', text: ' d1001 ', expected: { letter: 'D', value: 1001 } },
    { label: 'of five digits', text: 'A12345', expected: { letter: 'A', value: 12345 } },
    { label: 'not a school', text: 'D3', expected: undefined },
    { label: 'not below the first', text: 'D1000', expected: undefined },
    { label: 'not with a leading zero', text: 'D01001', expected: undefined },
    { label: 'not another letter', text: 'S1001', expected: undefined },
    { label: 'not digits alone', text: '1012', expected: undefined },
    { label: 'not inside a sentence', text: 'MINAT L1012', expected: undefined },
    { label: 'not beyond what a column holds', text: 'D1234567890', expected: undefined },
    { label: 'not an empty text', text: '', expected: undefined },
  ];
  for (const { label, text, expected } of cases) {
    it(label, () => {
      expect(readNumber(text)).to.deep.equal(expected);
    });
  }

  it('reads whatever showNumber shows', () => {
    const letters = constantFrom<NumberLetter[]>('D', 'L', 'K', 'A');
    assert(
      property(letters, integer({ min: 1001, max: 999_999_999 }), (letter, value) => {
        expect(readNumber(showNumber(letter, value))).to.deep.equal({ letter, value });
      }),
    );
  });
});
