import { expect } from 'chai';
import { readWish } from '../../src/services/wish.ts';

const wish = (words: string) =>
  readWish({ words, place: null, education: null, kind: 'job', everything: false }, '35.08');

describe('readWish', () => {
  it('takes the first twenty words of a text without end', () => {
    const words = Array.from({ length: 400 }, (_, n) => `zq${n.toString(36)}z`);
    const asked = wish(words.join(' ')).words.map(({ word }) => word);
    expect(asked).to.deep.equal(words.slice(0, 20));
  });

  it('searches no word without end', () => {
    expect(wish(`jahit ${'ny'.repeat(2_000)}`).words.map(({ word }) => word)).to.deep.equal([
      'jahit',
    ]);
  });
});
