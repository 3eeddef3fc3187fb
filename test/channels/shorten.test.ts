import { expect } from 'chai';
import * as fc from 'fast-check';
import { shorten } from '../../src/channels/shorten.ts';

describe('shorten', () => {
  const cases = [
    { label: 'what fits', text: 'Operator jahit', most: 24, expected: 'Operator jahit' },
    { label: 'what fits exactly', text: 'a'.repeat(24), most: 24, expected: 'a'.repeat(24) },
    {
      label: 'between words',
      text: 'Operator jahit, Pasirian',
      most: 20,
      expected: 'Operator jahit...',
    },
    {
      label: 'inside a long word',
      text: 'Pramusajipramusajipramusaji',
      most: 20,
      expected: 'Pramusajipramusaj...',
    },
    {
      label: 'before an emoji, not within',
      text: `${'a'.repeat(16)}😀bcd`,
      most: 20,
      expected: `${'a'.repeat(16)}...`,
    },
    { label: 'lines and blanks', text: ' Sopir \n truk  ', most: 20, expected: 'Sopir truk' },
  ];
  for (const { label, text, most, expected } of cases) {
    it(`cuts ${label}`, () => {
      expect(shorten(text, most)).to.equal(expected);
    });
  }

  it('is never longer than asked, and never half a letter', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.integer({ min: 4, max: 80 }),
        (text, most) => {
          const short = shorten(text, most);
          expect(short.length).to.be.at.most(most);
          expect(short).not.to.match(/\p{Surrogate}/u);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
