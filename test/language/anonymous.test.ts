import { expect } from 'chai';
import { questionWithoutPerson, withoutPerson } from '../../src/language/anonymous.ts';

describe('withoutPerson', () => {
  const cases = [
    {
      label: 'a name behind Bu',
      text: 'Bu Sumiati Rahayu, lowongannya masih dibuka.',
      expected: 'Bu, lowongannya masih dibuka.',
    },
    {
      label: 'a name that is known, in any case',
      text: 'Baik siti aminah, datang Senin.',
      expected: 'Baik, datang Senin.',
    },
    {
      label: 'a NIK and a phone number',
      text: 'NIK 3508105201990001 dan HP 0812-3456-7890 sudah benar.',
      expected: 'NIK dan HP sudah benar.',
    },
    {
      label: 'numbers of ours and an address of mail',
      text: 'D1042 sudah kami kirim ke siti@contoh.id.',
      expected: 'sudah kami kirim ke',
    },
    {
      label: 'nothing where there is nothing',
      text: 'Masih dibuka sampai 30 Nov, upah Rp2.400.000.',
      expected: 'Masih dibuka sampai 30 Nov, upah Rp.',
    },
  ];
  for (const { label, text, expected } of cases) {
    it(`leaves out ${label}`, () => {
      expect(withoutPerson(text, ['SITI AMINAH'])).to.equal(expected);
    });
  }
});

describe('questionWithoutPerson', () => {
  const cases = [
    {
      label: 'names and places',
      text: 'pak saya Sumiati dari Klakah, syarat kartu kuning apa saja?',
      expected: 'pak saya dari syarat kartu kuning apa saja',
    },
    {
      label: 'a name that is an ordinary word too',
      text: 'saya Indah, lowongan masih ada?',
      expected: 'saya lowongan masih ada',
    },
    {
      label: 'numbers',
      text: 'nik 3508105201990001 D1042 081234567890 sudah terdaftar?',
      expected: 'nik sudah terdaftar',
    },
    { label: 'all of a text that is nothing else', text: 'Sumiati Klakah', expected: '' },
  ];
  for (const { label, text, expected } of cases) {
    it(`leaves out ${label}`, () => {
      expect(questionWithoutPerson(text, ['INDAH PERMATA'])).to.equal(expected);
    });
  }
});
