import { expect } from 'chai';
import fc from 'fast-check';
import {
  bandOf,
  ikm,
  ikm2004,
  ikm2017,
  roundTwo,
  sampleSize,
  type Respondent,
} from '../../src/reports/ikm.ts';

const tables = { 'Permenpan RB 14/2017': ikm2017, 'Kepmenpan KEP/25/M.PAN/2/2004': ikm2004 };

/** `43-4`: a dash is a blank. */
const respondent = (digits: string): Respondent =>
  Array.from(digits, (digit) => (digit === '-' ? null : Number(digit)));

const everybody = (rating: string, elements: number, count: number): Respondent[] =>
  Array.from({ length: count }, () => respondent(rating.repeat(elements)));

describe('the bands', () => {
  const borders = [
    { table: ikm2017, index: 25, grade: 'D' },
    { table: ikm2017, index: 64.99, grade: 'D' },
    { table: ikm2017, index: 64.994, grade: 'D' },
    { table: ikm2017, index: 64.995, grade: 'C' },
    { table: ikm2017, index: 65, grade: 'C' },
    { table: ikm2017, index: 76.6, grade: 'C' },
    { table: ikm2017, index: 76.604, grade: 'C' },
    { table: ikm2017, index: 76.605, grade: 'B' },
    { table: ikm2017, index: 76.61, grade: 'B' },
    { table: ikm2017, index: 88.3, grade: 'B' },
    { table: ikm2017, index: 88.304, grade: 'B' },
    { table: ikm2017, index: 88.305, grade: 'A' },
    { table: ikm2017, index: 88.31, grade: 'A' },
    { table: ikm2017, index: 100, grade: 'A' },
    { table: ikm2004, index: 25, grade: 'D' },
    { table: ikm2004, index: 43.75, grade: 'D' },
    { table: ikm2004, index: 43.754, grade: 'D' },
    { table: ikm2004, index: 43.755, grade: 'C' },
    { table: ikm2004, index: 43.76, grade: 'C' },
    { table: ikm2004, index: 62.5, grade: 'C' },
    { table: ikm2004, index: 62.504, grade: 'C' },
    { table: ikm2004, index: 62.505, grade: 'B' },
    { table: ikm2004, index: 62.51, grade: 'B' },
    { table: ikm2004, index: 81.25, grade: 'B' },
    { table: ikm2004, index: 81.254, grade: 'B' },
    { table: ikm2004, index: 81.255, grade: 'A' },
    { table: ikm2004, index: 81.26, grade: 'A' },
    { table: ikm2004, index: 100, grade: 'A' },
  ] as const;
  for (const { table, index, grade } of borders) {
    it(`${index} is ${grade} in ${table.name}`, () => {
      expect(bandOf(table, index).grade).to.equal(grade);
    });
  }

  const words = { A: 'Sangat baik', B: 'Baik', C: 'Kurang baik', D: 'Tidak baik' };
  for (const [name, table] of Object.entries(tables)) {
    it(`have their words in ${name}`, () => {
      const said = Object.fromEntries(
        table.bands.map(({ grade, performance }) => [grade, performance]),
      );
      expect(said).to.deep.equal(words);
    });
  }

  for (const index of [24.99, 0, 100.01, Number.NaN]) {
    it(`there is none for ${index}`, () => {
      expect(() => bandOf(ikm2017, index)).to.throw(RangeError);
    });
  }
});

describe('ikm', () => {
  // Worked out by hand; of each row the weight that is used.
  const cases = [
    { label: 'all 4', table: ikm2017, of: everybody('4', 9, 3), index: 100, grade: 'A' },
    { label: 'all 3', table: ikm2017, of: everybody('3', 9, 7), index: 75, grade: 'C' },
    { label: 'all 2', table: ikm2017, of: everybody('2', 9, 1), index: 50, grade: 'D' },
    { label: 'all 1', table: ikm2017, of: everybody('1', 9, 5), index: 25, grade: 'D' },
    {
      label: 'all 4, 0.11',
      table: ikm2017,
      of: everybody('4', 9, 3),
      weight: 0.11,
      index: 99,
      grade: 'A',
    },
    {
      label: 'all 3, 0.11',
      table: ikm2017,
      of: everybody('3', 9, 3),
      weight: 0.11,
      index: 74.25,
      grade: 'C',
    },
    {
      label: 'all 4, 0.111',
      table: ikm2017,
      of: everybody('4', 9, 3),
      weight: 0.111,
      index: 99.9,
      grade: 'A',
    },
    {
      label: 'all 3, 0.111',
      table: ikm2017,
      of: everybody('3', 9, 3),
      weight: 0.111,
      index: 74.93,
      grade: 'C',
    },
    {
      label: 'all 1, 0.11: under the lowest band',
      table: ikm2017,
      of: everybody('1', 9, 3),
      weight: 0.11,
      index: 24.75,
      grade: 'D',
    },
    { label: 'all 4', table: ikm2004, of: everybody('4', 14, 2), index: 100, grade: 'A' },
    { label: 'all 3', table: ikm2004, of: everybody('3', 14, 2), index: 75, grade: 'B' },
    { label: 'all 2', table: ikm2004, of: everybody('2', 14, 2), index: 50, grade: 'C' },
    {
      label: 'all 4, 0.071',
      table: ikm2004,
      of: everybody('4', 14, 2),
      weight: 0.071,
      index: 99.4,
      grade: 'A',
    },
    {
      label: 'all 3, 0.071',
      table: ikm2004,
      of: everybody('3', 14, 2),
      weight: 0.071,
      index: 74.55,
      grade: 'B',
    },
    {
      label: 'NRR 3.0644 everywhere: the border of B',
      table: ikm2017,
      of: [...everybody('4', 9, 161), ...everybody('3', 9, 2339)],
      index: 76.61,
      grade: 'B',
    },
    {
      label: 'the same with 0.11: a band lower',
      table: ikm2017,
      of: [...everybody('4', 9, 161), ...everybody('3', 9, 2339)],
      weight: 0.11,
      index: 75.84,
      grade: 'C',
    },
  ] as const;
  for (const row of cases) {
    const { label, table, of, index, grade } = row;
    it(`${label} in ${table.name}: ${index}, ${grade}`, () => {
      const result = ikm(table, of, 'weight' in row ? { weight: row.weight } : {});
      expect(result).to.include({
        index,
        grade,
        table: table.name,
        blanks: 0,
        respondents: of.length,
      });
    });
  }

  it('counts a blank in its own element only (2017)', () => {
    const rows = ['433443434', '3324333-3', '3-34-44-3', '-23433322'];
    const result = ikm(ikm2017, rows.map(respondent));
    const shown = result.elements.map(({ code, n, average }) => [code, n, roundTwo(average ?? 0)]);
    expect(shown).to.deep.equal([
      ['U1', 3, 3.33],
      ['U2', 3, 2.67],
      ['U3', 4, 2.75],
      ['U4', 4, 4],
      ['U5', 3, 3.33],
      ['U6', 4, 3.25],
      ['U7', 4, 3.5],
      ['U8', 2, 2.5],
      ['U9', 4, 3],
    ]);
    expect(result).to.include({ index: 78.7, grade: 'B', performance: 'Baik', blanks: 5 });
  });

  it('counts a blank in its own element only (2004)', () => {
    const rows = ['33333333333333', '44444442222222', '-3333333333333'].map(respondent);
    expect(ikm(ikm2004, rows)).to.include({ index: 75.3, grade: 'B', blanks: 1 });
    expect(ikm(ikm2004, rows, { weight: 0.071 })).to.include({ index: 74.85, grade: 'B' });
  });

  it('takes what is not 1 to 4 for a blank, never for a value', () => {
    const strange = [0, 5, 9, -1, 2.5, Number.NaN, undefined, null, 4];
    const result = ikm(ikm2017, [strange, respondent('444444444')]);
    expect(result).to.include({ index: 100, blanks: 8 });
  });

  for (const [label, of] of [
    ['nobody answered', []],
    ['an element was rated by nobody', [respondent('44444444-')]],
  ] as const) {
    it(`gives no index when ${label}`, () => {
      expect(ikm(ikm2017, of)).to.include({ index: null, grade: null, performance: null });
    });
  }

  it('lies between 25 and 100, whatever is answered, and better ratings never lower it', () => {
    const rating = fc.integer({ min: 1, max: 4 });
    const rows = fc.array(fc.array(rating, { minLength: 9, maxLength: 9 }), { minLength: 1 });
    fc.assert(
      fc.property(rows, (of) => {
        const index = ikm(ikm2017, of).index ?? 0;
        expect(index).to.be.within(25, 100);
        const better = of.map((each) => each.map((value) => Math.min(4, value + 1)));
        expect(ikm(ikm2017, better).index).to.be.at.least(index);
      }),
    );
  });
});

describe('sampleSize', () => {
  // The table of Krejcie and Morgan.
  const rows: readonly (readonly [number, number])[] = [
    [0, 0],
    [10, 10],
    [20, 19],
    [50, 44],
    [100, 80],
    [150, 108],
    [200, 132],
    [250, 152],
    [300, 169],
    [400, 196],
    [410, 199],
    [500, 217],
    [600, 234],
    [700, 248],
    [800, 260],
    [900, 269],
    [1_000, 278],
    [1_180, 290],
    [1_500, 306],
    [2_000, 322],
    [3_000, 341],
    [3_933, 350],
    [5_000, 357],
    [10_000, 370],
    [50_000, 381],
    [100_000, 383],
    [1_000_000, 384],
  ];
  for (const [population, sample] of rows) {
    it(`of ${population} is ${sample}`, () => {
      expect(sampleSize(population)).to.equal(sample);
    });
  }
});
