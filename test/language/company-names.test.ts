import { expect } from 'chai';
import * as fc from 'fast-check';
import { bareCompany, companyKey, nearCompanies } from '../../src/language/company-names.ts';

describe('companyKey', () => {
  const same = [
    { label: 'its legal form', a: 'PT Contoh Uji', b: 'Contoh Uji' },
    { label: 'dots of the legal form', a: 'P.T. Contoh Uji', b: 'PT. CONTOH UJI' },
    { label: 'the form behind', a: 'Contoh Uji, PT', b: 'PT Contoh Uji' },
    { label: 'spaces', a: 'PT ContohUji', b: 'PT Contoh  Uji' },
    { label: 'and', a: 'PT Putra & Putri', b: 'PT Putra dan Putri' },
    { label: 'Tbk and Persero', a: 'PT Contoh Uji (Persero) Tbk', b: 'PT Contoh Uji' },
    { label: 'P3MI before it', a: 'P3MI PT Contoh Uji', b: 'PT Contoh Uji' },
  ];
  for (const { label, a, b } of same) {
    it(`does not look at ${label}`, () => {
      expect(companyKey(a)).to.equal(companyKey(b)).and.not.equal('');
    });
  }

  it('tells names with a letter or a word more apart', () => {
    const keys = ['PT Contoh Uji', 'PT Contoh Ujian', 'PT Contoh Uji Abadi'].map(companyKey);
    expect(new Set(keys)).to.have.property('size', 3);
  });

  it('is empty when there is no name', () => {
    expect(['PT', 'p.t.', '...', ''].map(companyKey)).to.deep.equal(['', '', '', '']);
  });
});

describe('bareCompany', () => {
  const cases = [
    { typed: 'apakah PT Contoh Uji resmi?', bare: 'PT Contoh Uji' },
    { typed: 'tolong PT. Contoh Uji terdaftar apa tidak pak', bare: 'PT. Contoh Uji' },
    { typed: '  PT  Contoh   Uji ', bare: 'PT Contoh Uji' },
    { typed: '"Contoh Uji"', bare: 'Contoh Uji' },
    { typed: 'resmi', bare: 'resmi' },
  ];
  for (const { typed, bare } of cases) {
    it(`of ${JSON.stringify(typed)} is ${bare}`, () => {
      expect(bareCompany(typed)).to.equal(bare);
    });
  }
});

describe('nearCompanies', () => {
  const companies = [
    'PT Contoh Uji',
    'PT Anggrek Bulan Sejahtera',
    'PT Anggrek Bulan Mandiri',
    'PT Mitra Melati Internasional',
    'PT Karya Abadi Mandiri',
    'PT Bina Melati Nusantara',
  ].map((name) => ({ name }));

  const cases = [
    { label: 'a typing error', typed: 'PT Cntoh Uji', near: ['PT Contoh Uji'] },
    { label: 'letters swapped', typed: 'contoh uij', near: ['PT Contoh Uji'] },
    {
      label: 'a word left out, two companies fit',
      typed: 'anggrek bulan',
      near: ['PT Anggrek Bulan Mandiri', 'PT Anggrek Bulan Sejahtera'],
    },
    {
      label: 'a word cut short',
      typed: 'Mitra Melati Intl',
      near: ['PT Mitra Melati Internasional'],
    },
    { label: 'first letters', typed: 'BMN', near: ['PT Bina Melati Nusantara'] },
    { label: 'words that very many have', typed: 'PT Karya Mandiri Abadi Jaya', near: [] },
    { label: 'another name', typed: 'PT Bintang Samudra', near: [] },
    { label: 'nothing', typed: '', near: [] },
  ];
  for (const { label, typed, near } of cases) {
    it(`finds what is near: ${label}`, () => {
      expect(nearCompanies(typed, companies, 3).map(({ name }) => name)).to.deep.equal(near);
    });
  }

  it('gives as many as are asked for, and never fails', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), (typed, names) => {
        const found = nearCompanies(
          typed,
          names.map((name) => ({ name })),
          2,
        );
        expect(found.length).to.be.at.most(2);
      }),
    );
  });
});
