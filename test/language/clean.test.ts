import { expect } from 'chai';
import { assert, oneof, property, string } from 'fast-check';
import { clean, fold, skeleton } from '../../src/language/clean.ts';
import { plainText } from '../../src/language/words.ts';
import { leastCpu } from '../helpers/cpu.ts';

/** Any string that JavaScript can hold, lone surrogates and control characters among them. */
const anything = oneof(
  string({ unit: 'binary' }),
  string({ unit: 'grapheme' }),
  string({ unit: 'binary-ascii' }),
).map((text) => text.replaceAll('a', '\uD800').replaceAll('b', '\u200B\uFEFF\u0000'));

describe('clean', () => {
  const cases = [
    { label: 'NUL', text: 'daf\u0000tar', expected: 'daftar' },
    { label: 'control characters', text: '\u0007da\u001Bf\u0085tar\u009F', expected: 'daf\ntar' },
    {
      label: 'zero-width characters',
      text: 'd\u200Ba\u200Cf\u200Dt\uFEFFa\u2060r',
      expected: 'daftar',
    },
    { label: 'direction marks', text: '\u202Edaftar\u202C \u2066x\u2069', expected: 'daftar x' },
    { label: 'tag characters', text: 'daftar\u{E0064}\u{E0061}', expected: 'daftar' },
    { label: 'soft hyphens', text: 'lo\u00ADwongan', expected: 'lowongan' },
    { label: 'a lone surrogate', text: 'siti \uD83D aminah', expected: 'siti \uFFFD aminah' },
    { label: 'a letter of two code points', text: 'cafe\u0301', expected: 'café' },
    { label: 'line ends of all kinds', text: 'a\r\nb\rc\u2028d', expected: 'a\nb\nc\nd' },
    { label: 'tabs', text: 'nik\t3508', expected: 'nik 3508' },
    { label: 'spaces around', text: ' \n daftar \n', expected: 'daftar' },
    { label: 'emoji', text: 'ya 👍🏽', expected: 'ya 👍🏽' },
    { label: 'HTML', text: '<b>daftar</b>', expected: '<b>daftar</b>' },
    { label: 'other scripts', text: 'ꦲꦤ ᮞ 世', expected: 'ꦲꦤ ᮞ 世' },
    { label: 'nothing that can be seen', text: '\u0000\u200B \uFE0F', expected: '' },
  ];
  for (const { label, text, expected } of cases) {
    it(`cleans ${label}`, () => {
      expect(clean(text)).to.equal(expected);
    });
  }

  it('keeps 4,096 code points and cuts no pair', () => {
    expect(clean('😀'.repeat(5_000))).to.equal('😀'.repeat(4_096));
  });

  it('is not kept busy by a megabyte of nothing', () => {
    const nothing = '\u200B'.repeat(1_000_000);
    expect(clean(nothing)).to.equal('');
    expect(leastCpu(() => void clean(nothing), 500)).to.be.at.most(500);
  });

  it('never throws, is done in one go and leaves nothing a database refuses', () => {
    assert(
      property(anything, (text) => {
        const once = clean(text);
        expect(clean(once)).to.equal(once);
        expect(once).not.to.match(/\0|\p{Surrogate}/u);
        expect(once.normalize('NFC')).to.equal(once);
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('fold', () => {
  const cases = [
    { label: 'case', text: 'LoWoNgAn', expected: 'lowongan' },
    { label: 'full width', text: 'ＬＯＫＥＲ', expected: 'loker' },
    { label: 'accents', text: 'bhâkto nyarè', expected: 'bhakto nyare' },
    { label: 'apostrophes of all kinds', text: "ta' ta’ ta` taʼ", expected: 'ta ta ta ta' },
    { label: 'spaces and line breaks', text: ' a \n\n b\u00A0c ', expected: 'a b c' },
    { label: 'repeated punctuation', text: 'gmn???  ya!!!', expected: 'gmn? ya!' },
    { label: 'ligatures', text: 'ﬁtri', expected: 'fitri' },
    { label: 'a variation selector', text: '❤\uFE0F', expected: '❤' },
  ];
  for (const { label, text, expected } of cases) {
    it(`folds ${label}`, () => {
      expect(fold(text)).to.equal(expected);
    });
  }

  it('never throws and is done in one go', () => {
    assert(
      property(anything, (text) => {
        expect(fold(fold(text))).to.equal(fold(text));
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('texts of typewriter letters, which are read more quickly', () => {
  // A zero-width sign leaves nothing behind, but sends a text the long way.
  const unseen = '\u200B';
  it('reads them as all others', () => {
    assert(
      property(string({ unit: 'binary-ascii', maxLength: 40 }), (text) => {
        expect(clean(text)).to.equal(clean(text + unseen));
        expect(fold(text)).to.equal(fold(text + unseen));
        expect(plainText(text)).to.equal(plainText(text + unseen));
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('skeleton', () => {
  it('reads Cyrillic and Greek look-alikes as Latin', () => {
    expect(skeleton('ТАΝΥА')).to.equal('tanya');
    expect(skeleton('lоwоngаn')).to.equal('lowongan');
  });

  it('leaves other letters alone', () => {
    expect(skeleton('ж世')).to.equal('ж世');
  });
});
