import { expect } from 'chai';
import { textOf, type Json } from '../../src/core/json.ts';

describe('textOf', () => {
  const cases: readonly { label: string; value: Json | undefined; expected: string }[] = [
    { label: 'a text without its ends', value: ' jahit ', expected: 'jahit' },
    { label: 'a number', value: 1012, expected: '1012' },
    { label: 'a list', value: ['jahit', 'bordir'], expected: 'jahit bordir' },
    { label: 'nothing for null', value: null, expected: '' },
    { label: 'nothing for what is not there', value: undefined, expected: '' },
    { label: 'nothing for an object', value: { a: 'b' }, expected: '' },
    { label: 'nothing for true', value: true, expected: '' },
  ];
  for (const { label, value, expected } of cases) {
    it(`gives ${label}`, () => expect(textOf(value)).to.equal(expected));
  }
});
