import { expect } from 'chai';
import { countOf, oneOf, seeded, sentencesOf } from '../../src/language/example-lines.ts';

describe('lines of examples', () => {
  it('stand for every choice', () => {
    const line = '(mau|ingin) daftar (ak1|kartu kuning|)';
    expect(countOf(line)).to.equal(6);
    expect(sentencesOf(line, 10)).to.have.members([
      'mau daftar ak1',
      'mau daftar kartu kuning',
      'mau daftar',
      'ingin daftar ak1',
      'ingin daftar kartu kuning',
      'ingin daftar',
    ]);
  });

  it('give no more sentences than asked for, the same each time', () => {
    const line = '(a|b|c) (d|e|f) (g|h|i)';
    expect(sentencesOf(line, 4)).to.have.lengthOf(4);
    expect(sentencesOf(line, 4)).to.deep.equal(sentencesOf(line, 4));
  });

  it('are themselves without a choice', () => {
    expect(oneOf('cari kerja', seeded(1))).to.equal('cari kerja');
    expect(sentencesOf('cari kerja', 5)).to.deep.equal(['cari kerja']);
  });
});
