import { expect } from 'chai';
import { array, assert, constantFrom, property, string } from 'fast-check';
import { SlipIndex } from '../../src/language/slip-index.ts';
import { isOneErrorAway } from '../../src/language/typing-errors.ts';

describe('SlipIndex', () => {
  const words = ['lowongan', 'pasirian', 'pasirian', 'kuning', 'kunir', 'ya'];
  const index = new SlipIndex(words);
  const near = (typed: string): string[] => index.near(typed).map((number) => words[number] ?? '');

  const cases = [
    { label: 'a letter too many', typed: 'lowoongan', expected: 'lowongan' },
    { label: 'a letter too few', typed: 'lowngan', expected: 'lowongan' },
    { label: 'another letter', typed: 'lowengan', expected: 'lowongan' },
    { label: 'two letters swapped', typed: 'olwongan', expected: 'lowongan' },
  ];
  for (const { label, typed, expected } of cases) {
    it(`finds a word with ${label}`, () => {
      expect(near(typed)).to.include(expected);
    });
  }

  it('finds neither the word itself nor what is too short to guess', () => {
    expect(near('lowongan')).to.deep.equal([]);
    expect(near('y')).to.deep.equal([]);
  });

  it('finds what comparing with every word finds', () => {
    const letters = string({ unit: constantFrom('a', 'b', 'c'), minLength: 4, maxLength: 8 });
    assert(
      property(array(letters, { maxLength: 12 }), letters, (known, typed) => {
        const found = new Set(new SlipIndex(known).near(typed));
        const compared = [...known.keys()].filter((at) => isOneErrorAway(known[at] ?? '', typed));
        expect([...found].toSorted((a, b) => a - b)).to.deep.equal(compared);
      }),
      { numRuns: 2_000 },
    );
  });
});
