import { expect } from 'chai';
import { array, assert, constantFrom, property, string } from 'fast-check';
import { SegmentedMessage } from 'sms-segments-calculator';
import { reached } from '../helpers/reached.ts';
import { charactersBeyondGsm, measureSms, splitSms, toGsm } from '../../src/core/sms.ts';

const flags = '\u{1F1EE}\u{1F1E9}';

/** Joins signs to a text without lone halves, which no keyboard makes. */
const toText = (signs: readonly string[]): string => signs.join('').replace(/\p{Surrogate}/gu, '');

function expectSame(text: string): void {
  const theirs = new SegmentedMessage(text);
  const ours = measureSms(text);
  expect([ours.encoding, ours.segments], JSON.stringify(text)).to.deep.equal([
    theirs.encodingName,
    theirs.segmentsCount,
  ]);
}

const plainSigns = 'abcXYZ 0123.,\n@£Ññ'.split('');
const doubleSigns = '€{}[]^~|\\\f'.split('');
const smartSigns = '“”‘’–—…•×\u00A0ʼ`'.split('');
const pictures = ['😀', '🙏', '👍🏽', flags, '👨‍👩‍👧', '❤️', 'e\u0301', 'ꦲ', '世', '\r\n', '1️⃣'];

/** Texts of every kind that people and officers write. */
const kinds = [
  { label: 'plain texts', signs: plainSigns, longest: 500 },
  {
    label: 'texts with signs of two septets',
    signs: [...plainSigns, ...doubleSigns],
    longest: 500,
  },
  { label: 'texts with smart quotes', signs: [...plainSigns, ...smartSigns], longest: 220 },
  { label: 'texts with pictures', signs: [...plainSigns, ...pictures], longest: 220 },
  { label: 'pictures alone', signs: pictures, longest: 120 },
];

/** What ends just before, at and after the borders of parts. */
const borders = [70, 67, 134, 160, 153, 306].flatMap((at) => [at - 3, at - 2, at - 1, at, at + 1]);

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

  for (const { label, signs, longest } of kinds) {
    it(`counts as the calculator whose counts were compared with what Twilio bills: ${label}`, () => {
      const texts = array(constantFrom(...signs), { maxLength: longest }).map(toText);
      assert(property(texts, expectSame), { numRuns: 2_000 });
      reached('segments-as-billed', { 'random texts': 2_000, 'counted otherwise': 0 });
    }).timeout(120_000);
  }

  it('counts as the calculator at the borders of parts', () => {
    for (const sign of [...doubleSigns, ...smartSigns, ...pictures]) {
      for (const at of borders) expectSame(`${'a'.repeat(at)}${sign}${'b'.repeat(at)}`);
    }
  }).timeout(120_000);

  it('splits into parts that make the text again, each within its room', () => {
    const texts = array(constantFrom(...plainSigns, ...pictures, ...doubleSigns), {
      maxLength: 200,
    });
    assert(
      property(texts.map(toText), (text) => {
        const { encoding, parts } = splitSms(text);
        expect(parts.join('')).to.equal(text);
        const size = (part: string): number =>
          encoding === 'UCS-2' ? part.length : measureSms(part).units;
        const most = (encoding === 'UCS-2' ? [70, 67] : [160, 153])[parts.length > 1 ? 1 : 0] ?? 0;
        for (const part of parts) expect(size(part)).to.be.at.most(most);
      }),
    );
  });

  it('cuts a sign that is longer than a part', () => {
    expect(measureSms(`a${'\u0301'.repeat(140)}`).segments).to.equal(3);
  });
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
