import { expect } from 'chai';
import fc from 'fast-check';
import { normalise } from '../../src/language/normalise.ts';

/** What people write, and the words that are meant. */
const table: readonly (readonly [label: string, text: string, meant: string])[] = [
  ['shorthand', 'pak sy mw dftr ak1 gmn caranya', 'bapak saya mau daftar ak1 bagaimana cara'],
  ['words without vowels', 'lwngn pnjhit', 'lowongan penjahit'],
  ['letters repeated', 'lowongaaan kerjaaa', 'lowongan'],
  ['digits for letters', 'l0w0ng4n k3rja', 'lowongan'],
  ['a word twice', 'lowongan2 itu', 'lowongan itu'],
  ['a typing error', 'lowngan penjahti', 'lowongan penjahit'],
  ['East Javanese', 'golek gawean sing cedhak omah', 'cari kerja yang dekat rumah'],
  ['East Javanese how', 'yok opo carane ndaftar magang', 'bagaimana cara daftar magang'],
  ['Krama', 'kulo badhe ndaftar', 'saya mau daftar'],
  ['Madurese', "engko' nyare kalakoan", 'saya cari kerja'],
  ['Madurese with accents', 'èngkok nyarè kalakoan', 'saya cari kerja'],
  ['Madurese waiting', 'mare adaftar tape tak olle sms', 'sudah daftar tapi tidak dapat sms'],
  ['schools stay', 'SMA SMP MA SMK D3 S1', 'sma smp ma smk d3 s1'],
  ['family card stays', 'KK dan KTP', 'kk dan ktp'],
  ['the card in other words', 'kartu pencari kerja', 'ak1'],
  [
    'numbers are kinds',
    '3508101201990001 081234567890 K1311 5jt 12',
    '#nik #telepon #nomor #uang #angka',
  ],
  ['nothing', '', ''],
  ['signs only', '?!... 😀', ''],
];

/** The text in full-width letters. */
const wide = (text: string): string =>
  text.replace(/[a-z]/gu, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0));

describe('normalise', () => {
  for (const [label, text, meant] of table) {
    it(label, () => {
      expect(normalise(text).join(' ')).to.equal(meant);
    });
  }

  const sentence = fc
    .array(
      fc.constantFrom('pak', 'sy', 'mau', 'dftr', 'kartu', 'kuning', 'lowongan', 'smk', 'piye'),
      {
        minLength: 1,
        maxLength: 8,
      },
    )
    .map((words) => words.join(' '));

  it('does not mind case, spaces, zero-width signs and full-width letters', () => {
    fc.assert(
      fc.property(sentence, (text) => {
        const plain = normalise(text);
        expect(normalise(text.toUpperCase())).to.deep.equal(plain);
        expect(normalise(text.replaceAll(' ', '   '))).to.deep.equal(plain);
        expect(normalise(text.replaceAll(/(?<=[a-z])(?=[a-z])/gu, '\u200B'))).to.deep.equal(plain);
        expect(normalise(wide(text))).to.deep.equal(plain);
      }),
    );
  });

  it('gives at most 120 words for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 4_096 }), (text) => {
        expect(normalise(text)).to.have.length.of.at.most(120);
      }),
    );
  });
});
