import { expect } from 'chai';
import fc from 'fast-check';
import { measureSms } from '../../src/core/sms.ts';
import { paginate } from '../../src/flows/pages.ts';
import { fill, join, placeholders, spell } from '../../src/flows/render.ts';

const longName = 'SITI NURHALIZAH PUTRI AYU KUSUMANINGRUM WIDYASTUTI BINTI SLAMET';

describe('fill', () => {
  it('puts values in the place of their names', () => {
    expect(fill('{nama}, No. {nomor}.', { nama: 'Siti', nomor: 'D1001' })).to.equal(
      'Siti, No. D1001.',
    );
  });

  it('never fills what a value brings', () => {
    expect(fill('{nama}', { nama: '{nik}', nik: '3508105201990001' })).to.equal('{nik}');
  });

  it('shortens the longest label until two SMS hold all', () => {
    const text = fill(`{nama} {tempat} ${'x'.repeat(245)}`, { nama: longName, tempat: 'Pasirian' });
    expect(measureSms(text).segments).to.equal(2);
    expect(text).to.match(/^SITI NURHALIZAH[A-Z ]*\.\. Pasirian x+$/);
  });

  it('leaves content whole that no shortening makes fit', () => {
    const list = 'satu dua tiga '.repeat(30);
    expect(fill('{nama}: {daftar}', { nama: longName, daftar: list })).to.equal(
      `${longName}: ${list}`,
    );
  });
});

describe('placeholders', () => {
  it('are the names between braces', () => {
    expect(placeholders('{a} dan {b_2}, bukan {A} atau { c }')).to.deep.equal(['a', 'b_2']);
  });
});

describe('join', () => {
  const cases = [
    { label: 'sentences', texts: ['Satu.', 'Dua?'], expected: 'Satu. Dua?' },
    {
      label: 'a list without a full stop',
      texts: ['A, B', 'Balas YA'],
      expected: 'A, B. Balas YA',
    },
    { label: 'nothing before', texts: ['', 'Dua'], expected: 'Dua' },
    { label: 'words that lead on', texts: ['Lanjut:', 'NIK?'], expected: 'Lanjut: NIK?' },
  ];
  for (const { label, texts, expected } of cases) {
    it(`joins ${label}`, () => {
      expect(join(...texts)).to.equal(expected);
    });
  }
});

describe('spell', () => {
  it('writes for SMS in GSM-7 only', () => {
    expect(spell('“Bu” – ê 👍 Siti', 'sms')).to.equal('"Bu" - e  Siti');
  });

  it('leaves other media as they are', () => {
    expect(spell('“Bu” 👍', 'whatsapp')).to.equal('“Bu” 👍');
  });
});

describe('paginate', () => {
  it('leaves what fits in one', () => {
    expect(paginate('x'.repeat(306), 'sms', 'LAGI')).to.deep.equal(['x'.repeat(306)]);
  });

  it('cuts where a sentence ends', () => {
    const [first = ''] = paginate('Ini satu kalimat. '.repeat(30), 'sms', 'Balas LAGI.');
    expect(first).to.match(/kalimat\. Balas LAGI\.$/);
  });

  it('cuts at a word where no sentence ends', () => {
    const [first = ''] = paginate('kata '.repeat(90), 'sms', 'Balas LAGI.');
    expect(first).to.match(/ kata Balas LAGI\.$/);
  });

  it('loses nothing and keeps each page within two SMS', () => {
    const words = fc.array(fc.stringMatching(/^[a-z€.]{1,40}$/), { maxLength: 200 });
    fc.assert(
      fc.property(words, (list) => {
        const text = list.join(' ');
        const pages = paginate(text, 'sms', 'LAGI');
        for (const page of pages) expect(measureSms(page).segments).to.be.at.most(2);
        const whole = pages.map((page, index) =>
          index < pages.length - 1 ? page.slice(0, -' LAGI'.length) : page,
        );
        expect(whole.join('').replaceAll(' ', '')).to.equal(text.replaceAll(' ', ''));
      }),
    );
  });

  it('gives a screen at a time on other media', () => {
    const pages = paginate('kata '.repeat(300), 'whatsapp', 'LAGI');
    expect(pages).to.have.length(2);
    for (const page of pages) expect(page).to.have.length.at.most(1_000);
  });
});
