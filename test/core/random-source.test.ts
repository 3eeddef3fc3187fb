import { expect } from 'chai';
import { randomSource } from '../../src/core/random-source.ts';

describe('randomSource', () => {
  it('gives bytes of the size, never the same twice, also when it fetches anew', () => {
    const next = randomSource(12);
    const given = Array.from({ length: 1_000 }, () => next());
    expect(given.every(({ length }) => length === 12)).to.equal(true);
    expect(new Set(given.map((bytes) => bytes.toString('hex')))).to.have.property('size', 1_000);
  });

  it('gives copies: what was given does not change', () => {
    const next = randomSource(4);
    const first = next();
    const before = first.toString('hex');
    for (let n = 0; n < 600; n += 1) next();
    expect(first.toString('hex')).to.equal(before);
  });
});
