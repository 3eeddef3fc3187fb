import { expect } from 'chai';
import {
  assert,
  constantFrom,
  date,
  integer,
  property,
  record,
  string,
  stringMatching,
} from 'fast-check';
import { ageOn, maskNik, maskNiks, readNik } from '../../src/core/nik.ts';

const today = '2026-11-23';

describe('readNik', () => {
  const good = [
    { label: 'a man', nik: '3508101201990001', gender: 'L', birthDate: '1999-01-12', age: 27 },
    {
      label: 'a woman, day + 40',
      nik: '3508105201990001',
      gender: 'P',
      birthDate: '1999-01-12',
      age: 27,
    },
    {
      label: 'the last day a woman may have',
      nik: '3508187112050012',
      gender: 'P',
      birthDate: '2005-12-31',
      age: 20,
    },
    {
      label: 'a leap day of 2000',
      nik: '3508012902000003',
      gender: 'L',
      birthDate: '2000-02-29',
      age: 26,
    },
    {
      label: 'another regency',
      nik: '3509011506010007',
      gender: 'L',
      birthDate: '2001-06-15',
      age: 25,
    },
    {
      label: 'Papua Selatan',
      nik: '9301011506010007',
      gender: 'L',
      birthDate: '2001-06-15',
      age: 25,
    },
    {
      label: 'fifteen today',
      nik: '3508102311110001',
      gender: 'L',
      birthDate: '2011-11-23',
      age: 15,
    },
    {
      label: 'ninety-nine, born on a later day of 1926',
      nik: '3508102411260001',
      gender: 'L',
      birthDate: '1926-11-24',
      age: 99,
    },
    {
      label: 'born in 1930',
      nik: '3508101201300001',
      gender: 'L',
      birthDate: '1930-01-12',
      age: 96,
    },
  ];
  for (const { label, nik, ...expected } of good) {
    it(`reads ${label}`, () => {
      expect(readNik(nik, today)).to.deep.include({ kind: 'nik', nik, ...expected });
    });
  }

  const bad = [
    { label: '15 digits', nik: '350810120199000', problem: 'length', value: '15' },
    { label: '17 digits', nik: '35081012019900011', problem: 'length', value: '17' },
    { label: 'nothing', nik: '', problem: 'length', value: '0' },
    { label: 'the letter O for zero', nik: '35O8101201990001', problem: 'digits', value: 'O' },
    { label: 'digits of another script', nik: '٣٥٠٨١٠١٢٠١٩٩٠٠٠١', problem: 'digits', value: '٣' },
    { label: 'day 00', nik: '3508100001990001', problem: 'date', value: '00-01-1999' },
    { label: 'day 32', nik: '3508103201990001', problem: 'date', value: '32-01-1999' },
    { label: 'day 40', nik: '3508104001990001', problem: 'date', value: '40-01-1999' },
    { label: 'day 72', nik: '3508107201990001', problem: 'date', value: '32-01-1999' },
    { label: 'month 13', nik: '3508101213990001', problem: 'month', value: '13' },
    { label: 'month 00', nik: '3508101200990001', problem: 'month', value: '00' },
    { label: '31 February', nik: '3508103102990001', problem: 'date', value: '31-02-1999' },
    { label: '29 February 2001', nik: '3508102902010001', problem: 'date', value: '29-02-2001' },
    {
      label: "a woman's 30 February",
      nik: '3508107002990001',
      problem: 'date',
      value: '30-02-1999',
    },
    { label: 'serial 0000, our examples', nik: '3508105201990000', problem: 'example', value: '' },
    { label: 'all the same digit', nik: '1111111111111111', problem: 'same', value: '' },
    { label: 'a province that is none', nik: '0108101201990001', problem: 'province', value: '01' },
    { label: 'province 99', nik: '9908101201990001', problem: 'province', value: '99' },
    { label: 'fourteen years', nik: '3508102411110001', problem: 'young', value: '14' },
    { label: 'a child born today', nik: '3508102311260001', problem: 'young', value: '0' },
  ];
  for (const { label, nik, problem, value } of bad) {
    it(`refuses ${label}`, () => {
      expect(readNik(nik, today)).to.deep.equal({ kind: 'problem', problem, value });
    });
  }

  it('marks those below 18 as minor', () => {
    expect(readNik('3508102311080001', today)).to.include({ age: 18, minor: false });
    expect(readNik('3508102411080001', today)).to.include({ age: 17, minor: true });
  });

  it('gives the code of the kecamatan with dots', () => {
    expect(readNik('3508221201990001', today)).to.include({ area: '35.08.22' });
  });

  it('reads back whatever date, sex and area a NIK was made of', () => {
    const birth = date({
      min: new Date('1927-11-24T00:00:00Z'),
      max: new Date('2011-11-23T00:00:00Z'),
      noInvalidDate: true,
    });
    const person = record({
      birth,
      gender: constantFrom('L', 'P'),
      area: stringMatching(/^35\.[0-7]\d\.\d\d$/),
      serial: integer({ min: 1, max: 9_999 }),
    });
    assert(
      property(person, ({ birth: day, gender, area, serial }) => {
        const birthDate = day.toISOString().slice(0, 10);
        const [year = '', month = '', date2 = ''] = birthDate.split('-');
        const dd = String(Number(date2) + (gender === 'P' ? 40 : 0)).padStart(2, '0');
        const nik = `${area.replaceAll('.', '')}${dd}${month}${year.slice(2)}${String(serial).padStart(4, '0')}`;
        expect(readNik(nik, today)).to.deep.include({ kind: 'nik', nik, gender, birthDate, area });
      }),
      { numRuns: 1_000 },
    );
  });

  it('never throws, and never takes what is not 16 digits', () => {
    assert(
      property(string(), (text) => {
        const { kind } = readNik(text, today);
        if (!/^\d{16}$/.test(text)) expect(kind).to.equal('problem');
      }),
    );
  });
});

describe('ageOn', () => {
  const cases = [
    { label: 'the day before a birthday', on: '2026-11-22', birth: '2000-11-23', age: 25 },
    { label: 'a birthday', on: '2026-11-23', birth: '2000-11-23', age: 26 },
    { label: 'a leap day in another year', on: '2026-02-28', birth: '2000-02-29', age: 25 },
    { label: 'a day to come', on: '2026-11-22', birth: '2026-11-23', age: -1 },
  ];
  for (const { label, on, birth, age } of cases) {
    it(`counts completed years on ${label}`, () => {
      expect(ageOn(on, birth)).to.equal(age);
    });
  }
});

describe('maskNik', () => {
  it('shows the first and the last four digits', () => {
    expect(maskNik('3508105201990001')).to.equal('3508********0001');
  });
});

describe('maskNiks', () => {
  const cases = [
    { label: 'a NIK', text: 'NIK 3508105201990001.', expected: 'NIK 3508********0001.' },
    {
      label: 'a NIK in a form',
      text: 'REG3508105201990001#ANI',
      expected: 'REG3508********0001#ANI',
    },
    { label: 'a NIK in groups', text: '3508 1052 0199 0001', expected: '3508********0001' },
    {
      label: 'two of them',
      text: '3508105201990001 3508105201990002',
      expected: '3508********0001 3508********0002',
    },
    { label: 'no phone number', text: '081234567890', expected: '081234567890' },
    { label: 'no longer number', text: '12345678901234567', expected: '12345678901234567' },
  ];
  for (const { label, text, expected } of cases) {
    it(`masks ${label}`, () => expect(maskNiks(text)).to.equal(expected));
  }
});
