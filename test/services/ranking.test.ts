import { expect } from 'chai';
import * as fc from 'fast-check';
import { distance, rank, type Wish } from '../../src/services/ranking.ts';
import type { Candidate } from '../../src/store/candidates.ts';

const today = Date.parse('2026-11-23T03:00:00Z');
const day = 86_400_000;

const ordinary: Candidate = {
  id: 1,
  number: 1001,
  title: 'Operator jahit',
  titleRoots: ' operator jahit ',
  otherRoots: ' busana pasirian ',
  officeCode: '35.08',
  regencyCode: '35.08',
  districtCode: '35.08.04',
  country: null,
  level: 2,
  wageMin: null,
  wageMax: null,
  verifiedAt: today,
};

const sewing = { word: 'jahit', roots: ['jahit'], near: ['garmen'] };

const wish: Wish = {
  words: [sewing],
  from: { districtCode: '35.08.04', regencyCode: '35.08' },
  points: new Map([
    ['35.08.04', [-8.24, 113.11]],
    ['35.08.05', [-8.2, 113.18]],
    ['35.08.20', [-7.95, 113.24]],
  ]),
  level: null,
};

/** The better one first: each row changes one thing. */
const cases: readonly {
  label: string;
  better: Partial<Candidate>;
  worse: Partial<Candidate>;
  wish?: Partial<Wish>;
}[] = [
  {
    label: 'the very word before its root',
    better: {},
    worse: { title: 'Penjahit', titleRoots: ' jahit ' },
  },
  {
    label: 'the title before the description',
    better: {},
    worse: { titleRoots: ' operator ', otherRoots: ' jahit ' },
  },
  {
    label: 'what was asked before what is near in meaning',
    better: { titleRoots: ' operator ', otherRoots: ' jahit ' },
    worse: { titleRoots: ' garmen ' },
  },
  {
    label: 'near in meaning before nothing',
    better: { titleRoots: ' x ', otherRoots: ' garmen ' },
    worse: { titleRoots: ' x ' },
  },
  { label: 'the same kecamatan before the next', better: {}, worse: { districtCode: '35.08.05' } },
  {
    label: 'the next kecamatan before a far one',
    better: { districtCode: '35.08.05' },
    worse: { districtCode: '35.08.20' },
  },
  {
    label: 'a kecamatan without a known point before another regency',
    better: { districtCode: '35.08.99' },
    worse: { regencyCode: '35.09', districtCode: '35.09.01' },
  },
  {
    label: 'the trade next door before another at home',
    better: { districtCode: '35.08.05' },
    worse: { titleRoots: ' operator ', otherRoots: ' garmen ' },
  },
  {
    label: 'her own school before a lower one',
    better: { level: 3 },
    worse: { level: 1 },
    wish: { level: 3 },
  },
  {
    label: 'a lower school before one she has not',
    better: { level: 1 },
    worse: { level: 7 },
    wish: { level: 3 },
  },
  { label: 'new before old', better: {}, worse: { verifiedAt: today - 20 * day } },
  { label: 'the newer number of equals', better: { number: 1009 }, worse: {} },
  {
    label: 'two words before one of them',
    better: { titleRoots: ' jahit sepatu ' },
    worse: {},
    wish: { words: [sewing, { word: 'sepatu', roots: ['sepatu'], near: [] }] },
  },
  {
    label: 'without words, the nearest',
    better: {},
    worse: { districtCode: '35.08.20' },
    wish: { words: [] },
  },
  {
    label: 'without a kecamatan, the own regency',
    better: { districtCode: '35.08.20' },
    worse: { regencyCode: '35.09', districtCode: null },
    wish: { from: { districtCode: null, regencyCode: '35.08' } },
  },
];

describe('rank', () => {
  for (const { label, better, worse, wish: changed } of cases) {
    it(`puts first: ${label}`, () => {
      const [one, other] = [
        { ...ordinary, ...better },
        { ...ordinary, ...worse },
      ];
      const wished = { ...wish, ...changed };
      expect(rank([one, other], wished, today)[0]).to.equal(one);
      expect(rank([other, one], wished, today)[0]).to.equal(one);
    });
  }

  const candidate = fc.record({
    number: fc.integer({ min: 1001, max: 1100 }),
    titleRoots: fc.constantFrom(' jahit ', ' garmen ', ' las '),
    districtCode: fc.constantFrom('35.08.04', '35.08.05', '35.08.20', null),
    level: fc.nat(9),
    verifiedAt: fc.integer({ min: today - 60 * day, max: today }),
  });

  it('does not depend on the order in which the database gives them', () => {
    const list = fc.uniqueArray(candidate, { selector: ({ number }) => number });
    fc.assert(
      fc.property(list, fc.array(fc.nat(), { minLength: 20 }), (rows, keys) => {
        const candidates = rows.map((row) => ({ ...ordinary, ...row }));
        const mixed = candidates
          .map((one, at) => ({ one, key: keys[at % keys.length] ?? 0 }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ one }) => one);
        expect(rank(mixed, wish, today)).to.deep.equal(rank(candidates, wish, today));
      }),
    );
  });

  it('loses none and makes none up', () => {
    fc.assert(
      fc.property(fc.array(candidate), (rows) => {
        const candidates = rows.map((row) => ({ ...ordinary, ...row }));
        expect(rank(candidates, wish, today)).to.have.members(candidates);
      }),
    );
  });
});

describe('distance', () => {
  it('is about 9 km from Pasirian to Tempeh', () => {
    expect(distance([-8.24, 113.11], [-8.2, 113.18])).to.be.closeTo(8.9, 0.2);
  });
  it('is none to itself', () => expect(distance([-8, 113], [-8, 113])).to.equal(0));
});
