import { expect } from 'chai';
import { array, assert, constantFrom, property, string } from 'fast-check';
import { SegmentedMessage } from 'sms-segments-calculator';
import { charactersBeyondGsm, measureSms, toGsm } from '../../src/core/sms.ts';

const flags = '\u{1F1EE}\u{1F1E9}';

function expectSame(signs: readonly string[]): void {
  const text = signs.join('').replace(/\p{Surrogate}/gu, '');
  const theirs = new SegmentedMessage(text);
  const ours = measureSms(text);
  expect([ours.encoding, ours.segments]).to.deep.equal([theirs.encodingName, theirs.segmentsCount]);
}

describe('measureSms', () => {
  const gsm = 'GSM-7' as const;
  const ucs = 'UCS-2' as const;
  const cases = [
    { label: 'the empty text', text: '', expected: [gsm, 0, 1] },
    { label: '160 letters', text: 'a'.repeat(160), expected: [gsm, 160, 1] },
    { label: '161 letters', text: 'a'.repeat(161), expected: [gsm, 161, 2] },
    { label: '306 letters', text: 'a'.repeat(306), expected: [gsm, 306, 2] },
    { label: '307 letters', text: 'a'.repeat(307), expected: [gsm, 307, 3] },
    { label: '459 letters', text: 'a'.repeat(459), expected: [gsm, 459, 3] },
    { label: '460 letters', text: 'a'.repeat(460), expected: [gsm, 460, 4] },
    { label: '80 euro signs', text: '€'.repeat(80), expected: [gsm, 160, 1] },
    { label: '81 euro signs', text: '€'.repeat(81), expected: [gsm, 162, 2] },
    { label: 'ESC at a border', text: `${'a'.repeat(152)}€`.repeat(2), expected: [gsm, 308, 3] },
    {
      label: 'every sign of the alphabet',
      text: '@£$¥èéùìòÇ\nØøÅåΔΦ¡¿§ñüà',
      expected: [gsm, 23, 1],
    },
    { label: 'a line break', text: 'a\nb', expected: [gsm, 3, 1] },
    { label: 'é in one code point', text: 'café', expected: [gsm, 4, 1] },
    { label: 'é in two code points', text: 'cafe\u0301', expected: [ucs, 5, 1] },
    { label: '70 modifier apostrophes', text: 'ʼ'.repeat(70), expected: [ucs, 70, 1] },
    { label: '71 modifier apostrophes', text: 'ʼ'.repeat(71), expected: [ucs, 71, 2] },
    { label: '135 modifier apostrophes', text: 'ʼ'.repeat(135), expected: [ucs, 135, 3] },
    { label: '35 emoji', text: '😀'.repeat(35), expected: [ucs, 70, 1] },
    { label: '36 emoji', text: '😀'.repeat(36), expected: [ucs, 72, 2] },
    {
      label: 'a pair at a border',
      text: `${'a'.repeat(66)}😀${'a'.repeat(66)}`,
      expected: [ucs, 134, 3],
    },
    { label: 'one curly quote in 160', text: `${'a'.repeat(159)}’`, expected: [ucs, 160, 3] },
    { label: 'a no-break space', text: 'Rp\u00A010.000', expected: [ucs, 9, 1] },
    { label: 'a tab', text: 'a\tb', expected: [ucs, 3, 1] },
    { label: 'a zero-width space', text: 'a\u200Bb', expected: [ucs, 3, 1] },
    { label: 'a backtick', text: '`', expected: [ucs, 1, 1] },
    { label: 'ten flags', text: flags.repeat(10), expected: [ucs, 40, 1] },
    { label: 'a lone surrogate', text: '\uD83D', expected: [ucs, 1, 1] },
  ];
  for (const { label, text, expected } of cases) {
    it(`counts ${label}`, () => {
      const { encoding, units, segments } = measureSms(text);
      expect([encoding, units, segments]).to.deep.equal(expected);
    });
  }

  it('agrees with the calculator whose counts were compared with what Twilio bills', () => {
    // One code point is one grapheme here: the calculator keeps flags and accents whole.
    const sign = constantFrom(
      ...'abAZ09 @£_é€{}[]^~|\\ñ\nʼ’“–…•😀🙏ꦲ世'.split(''),
      '😀',
      '🙏',
      '\r',
    );
    const mixed = array(sign, { maxLength: 400 });
    const plain = array(constantFrom(...'abcXYZ 0123.,€{}'.split('')), { maxLength: 500 });
    assert(property(mixed, expectSame), { numRuns: 5_000 });
    assert(property(plain, expectSame), { numRuns: 5_000 });
  }).timeout(60_000);
});

describe('charactersBeyondGsm', () => {
  const cases = [
    { label: 'an everyday text', text: 'Besok jam 08.00 ya?', beyond: [] },
    { label: 'the extension', text: 'Rp{5}[6]|€', beyond: [] },
    { label: 'an emoji, once', text: 'Siap 👍 siap 👍', beyond: ['👍'] },
    { label: 'what typing makes', text: 'Masih “buka” – ya', beyond: ['“', '”', '–'] },
  ];
  for (const { label, text, beyond } of cases) {
    it(`names what makes it dear: ${label}`, () => {
      expect(charactersBeyondGsm(text)).to.deep.equal(beyond);
      expect(measureSms(text).encoding === 'UCS-2').to.equal(beyond.length > 0);
    });
  }
});

describe('toGsm', () => {
  const cases = [
    { label: 'curly quotes', text: '“Siti’s”', expected: '"Siti\'s"' },
    { label: 'dashes', text: '1–2—3', expected: '1-2-3' },
    { label: 'an ellipsis', text: 'tunggu…', expected: 'tunggu...' },
    { label: 'a no-break space', text: 'Rp\u00A010.000', expected: 'Rp 10.000' },
    { label: 'bullets', text: '• satu', expected: '- satu' },
    { label: 'a tab', text: 'a\tb', expected: 'a b' },
    { label: 'a backtick', text: '`a`', expected: "'a'" },
    { label: 'zero-width characters', text: 'da\u200Bf\uFEFFtar', expected: 'daftar' },
    { label: 'letters of two code points', text: 'cafe\u0301', expected: 'café' },
    { label: 'accents that GSM-7 lacks', text: 'bhâkto ê', expected: 'bhakto e' },
    { label: 'full width', text: 'ＤＡＦＴＡＲ', expected: 'DAFTAR' },
    { label: 'line ends', text: 'a\r\nb\rc', expected: 'a\nb\nc' },
  ];
  for (const { label, text, expected } of cases) {
    it(`writes ${label} in GSM-7`, () => {
      expect(toGsm(text)).to.equal(expected);
      expect(measureSms(toGsm(text)).encoding).to.equal('GSM-7');
    });
  }

  it('leaves emoji and other scripts as they are', () => {
    expect(toGsm('ꦱꦸꦒꦼꦁ 😀 世')).to.equal('ꦱꦸꦒꦼꦁ 😀 世');
  });

  it('changes nothing twice and never throws', () => {
    assert(
      property(string({ unit: 'binary' }), (text) => {
        expect(toGsm(toGsm(text))).to.equal(toGsm(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('never makes a text of the alphabet longer or other', () => {
    const letters = constantFrom(...'abcXYZ 0123.,€{}éñ@\n'.split(''));
    assert(
      property(array(letters), (signs) => {
        expect(toGsm(signs.join(''))).to.equal(signs.join(''));
      }),
    );
  });
});
