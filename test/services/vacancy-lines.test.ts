import { expect } from 'chai';
import * as fc from 'fast-check';
import { measureSms } from '../../src/core/sms.ts';
import { pageLines, wageOf } from '../../src/services/vacancy-lines.ts';
import type { Candidate } from '../../src/store/candidates.ts';

const line = (change: Partial<Candidate>): Candidate => ({
  id: 1,
  number: 1001,
  title: 'Penjahit',
  titleRoots: ' jahit ',
  otherRoots: '  ',
  officeCode: '35.08',
  regencyCode: '35.08',
  districtCode: '35.08.05',
  country: null,
  level: 2,
  wageMin: 2_300_000,
  wageMax: null,
  verifiedAt: 0,
  ...change,
});

describe('pageLines', () => {
  it('writes order, title, place and wage', () => {
    expect(pageLines([line({}), line({ title: 'Sopir', wageMin: null })], 4)).to.equal(
      '4) Penjahit, Tempeh, Rp2,3 jt 5) Sopir, Tempeh',
    );
  });

  const places = [
    {
      label: 'the country when abroad',
      change: { country: 'Taiwan', districtCode: null, regencyCode: null },
      place: 'Taiwan',
    },
    {
      label: 'the city elsewhere',
      change: { districtCode: null, regencyCode: '35.78' },
      place: 'Kota Surabaya',
    },
  ];
  for (const { label, change, place } of places) {
    it(`tells ${label}`, () => expect(pageLines([line(change)], 1)).to.include(`, ${place}, `));
  }

  it('shortens the longest titles, at a word where it can', () => {
    const text = pageLines(
      [
        line({ title: 'Operator mesin jahit berpengalaman bagian produksi' }),
        line({ title: 'Penjahit' }),
        line({ title: 'Pengawas mutu garmen dan finishing' }),
      ],
      1,
    );
    expect(text)
      .to.match(/^1\) Operator mesin/)
      .and.include('2) Penjahit, Tempeh');
    expect(measureSms(text).segments).to.equal(1);
  });

  it('leaves room for the sentence around it in two SMS, whatever the titles', () => {
    const title = fc.string({
      unit: fc.constantFrom('a', 'Z', ' ', '/', '(', 'é', '😀', '€', '-'),
      minLength: 1,
      maxLength: 100,
    });
    fc.assert(
      fc.property(
        fc.array(title, { minLength: 3, maxLength: 3 }),
        fc.integer({ min: 1, max: 298 }),
        (titles, first) => {
          const text = pageLines(
            titles.map((one) => line({ title: one, wageMin: 12_345_678 })),
            first,
          );
          expect(measureSms(text).units).to.be.at.most(200);
        },
      ),
    );
  });
});

describe('wageOf', () => {
  const wages = [
    { label: 'one', from: 2_400_000, to: null, shown: 'Rp2,4 jt' },
    { label: 'the highest alone', from: null, to: 2_400_000, shown: 'Rp2,4 jt' },
    { label: 'both', from: 2_400_000, to: 2_800_000, shown: 'Rp2,4 jt-Rp2,8 jt' },
    { label: 'both the same', from: 2_400_000, to: 2_400_000, shown: 'Rp2,4 jt' },
    { label: 'none', from: null, to: null, shown: undefined },
  ];
  for (const { label, from, to, shown } of wages) {
    it(`tells ${label}`, () => expect(wageOf(from, to)).to.equal(shown));
  }
});
