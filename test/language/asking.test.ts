import { expect } from 'chai';
import { isQuestion } from '../../src/language/asking.ts';
import { readCorrection } from '../../src/language/correcting.ts';

describe('isQuestion', () => {
  const cases = [
    { label: 'a question word first', text: 'apa syaratnya', expected: true },
    { label: 'a question word last', text: 'syaratnya apa saja ya pak', expected: true },
    { label: 'shorthand', text: 'brp lama jadinya', expected: true },
    { label: 'yes or no', text: 'ini bayar ga pak', expected: true },
    { label: 'its sign', text: 'boleh diwakilkan suami?', expected: true },
    { label: 'East Javanese', text: 'lek ngurus piro bayare', expected: true },
    { label: 'where', text: 'kantornya di mana', expected: true },
    { label: 'a name', text: 'Siti Aminah', expected: false },
    { label: 'a name of two like words', text: 'Indah Lestari', expected: false },
    { label: 'a skill', text: 'jahit, masak', expected: false },
    { label: 'nothing', text: 'tidak ada', expected: false },
    { label: 'one word', text: 'siapa?', expected: false },
    { label: 'a sentence', text: 'saya lulusan smk mas', expected: false },
  ];
  for (const { label, text, expected } of cases) {
    it(`${expected ? 'hears' : 'hears no question in'} ${label}`, () => {
      expect(isQuestion(text)).to.equal(expected);
    });
  }
});

describe('readCorrection', () => {
  const cases = [
    { label: 'salah, maksud saya', text: 'salah, maksud saya SMA', expected: 'SMA' },
    { label: 'eh', text: 'eh salah maksud saya SMA', expected: 'SMA' },
    { label: 'maksudku', text: 'maksudku smk', expected: 'smk' },
    { label: 'bukan tapi', text: 'bukan smk tapi sma', expected: 'sma' },
    { label: 'ralat', text: 'Ralat: D3', expected: 'D3' },
    {
      label: 'maaf salah ketik',
      text: 'maaf pak salah ketik, yg benar pasirian',
      expected: 'pasirian',
    },
    { label: 'Javanese', text: 'kliru, sing bener SMP', expected: 'SMP' },
    { label: 'harusnya', text: 'seharusnya SMA', expected: 'SMA' },
    { label: 'a name', text: 'Salahudin Al Ayubi', expected: undefined },
    { label: 'a complaint', text: 'gaji saya salah dihitung', expected: undefined },
    { label: 'an answer', text: 'SMA', expected: undefined },
    { label: 'salah alone', text: 'salah', expected: undefined },
    { label: 'bukan alone', text: 'bukan', expected: undefined },
  ];
  for (const { label, text, expected } of cases) {
    it(`reads ${String(expected)} from ${label}`, () => {
      expect(readCorrection(text)).to.equal(expected);
    });
  }

  it('takes no time, whatever is written', () => {
    for (const text of ['eh '.repeat(1_400), 'salah '.repeat(700), `bukan ${'a '.repeat(2_000)}`]) {
      expect(readCorrection(text)).to.satisfy((rest: unknown) => rest === undefined || rest !== '');
    }
  });
});
