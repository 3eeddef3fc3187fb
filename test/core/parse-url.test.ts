import { expect } from 'chai';
import { parseUrl } from '../../src/core/parse-url.ts';

describe('parseUrl', () => {
  for (const { label, text, base, expected } of [
    { label: 'an address', text: 'https://a.id/b', base: undefined, expected: 'https://a.id/b' },
    {
      label: 'one beside another',
      text: '../c',
      base: 'https://a.id/b/',
      expected: 'https://a.id/c',
    },
    { label: 'nothing in words', text: 'kantor kami', base: undefined, expected: undefined },
    { label: 'nothing in nothing', text: '', base: undefined, expected: undefined },
  ]) {
    it(`reads ${label}`, () => {
      expect(parseUrl(text, base)?.href).to.equal(expected);
    });
  }

  it('reads a name outside ASCII, however often it is asked', () => {
    const name = 'https://kantor.lumajang\u00E9.id';
    const read = Array.from({ length: 20_000 }, () => parseUrl(name)?.host);
    expect(new Set(read)).to.deep.equal(new Set(['kantor.xn--lumajang-i1a.id']));
  });
});
