/*
 * The index of public satisfaction (IKM), by either official formula. Ratings are 1 to 4; what was
 * left blank is no rating.
 */

/** A band of a table: from this converted value on. */
interface Band {
  readonly from: number;
  readonly grade: 'A' | 'B' | 'C' | 'D';
  readonly performance: string;
}

/** An official formula: how many elements, and the table of bands. */
export interface IkmTable {
  readonly name: string;
  readonly elements: number;
  readonly bands: readonly Band[];
}

const words = ['Sangat baik', 'Baik', 'Kurang baik', 'Tidak baik'] as const;
const grades = ['A', 'B', 'C', 'D'] as const;

/** Bands by where they begin, the best first. */
const bands = (...from: readonly number[]): readonly Band[] =>
  grades.map((grade, at) => ({ from: from[at] ?? 0, grade, performance: words[at] ?? '' }));

/** Nine elements; bands of the annex of Permenpan RB 14/2017. */
export const ikm2017: IkmTable = {
  name: 'Permenpan RB 14/2017',
  elements: 9,
  bands: bands(88.31, 76.61, 65, 25),
};

/** Fourteen elements; bands of Kepmenpan KEP/25/M.PAN/2/2004. */
export const ikm2004: IkmTable = {
  name: 'Kepmenpan KEP/25/M.PAN/2/2004',
  elements: 14,
  bands: bands(81.26, 62.51, 43.76, 25),
};

/** A respondent's ratings, in the order of the elements; undefined or null: left blank. */
export type Respondent = readonly (number | null | undefined)[];

export interface ElementResult {
  /** `U1` ... */
  readonly code: string;
  /** How many rated it. */
  readonly n: number;
  /** Average (nilai rata-rata, NRR), not rounded; null when nobody rated it. */
  readonly average: number | null;
}

export interface IkmResult {
  /** The regulation whose formula and bands these are. */
  readonly table: string;
  /** The weight of each element. */
  readonly weight: number;
  readonly respondents: number;
  readonly elements: readonly ElementResult[];
  /** 25.00 to 100.00, rounded to two decimals; null when an element has no rating at all. */
  readonly index: number | null;
  readonly grade: Band['grade'] | null;
  readonly performance: string | null;
  /** Ratings left blank: each lowers n of its own element only. */
  readonly blanks: number;
}

const isRating = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 4;

function elementOf(respondents: readonly Respondent[], at: number): ElementResult {
  const given = respondents.map((ratings) => ratings[at]).filter((rating) => isRating(rating));
  const sum = given.reduce((total, rating) => total + rating, 0);
  const average = given.length === 0 ? null : sum / given.length;
  return { code: `U${at + 1}`, n: given.length, average };
}

/** Two decimals, halves up; a sum that is a hair under a half by its binary form is that half. */
export function roundTwo(value: number): number {
  return Math.round(Number((value * 100).toFixed(6))) / 100;
}

/**
 * The band of a converted value. The tables leave gaps (76.605 is in none), so it is rounded to two
 * decimals first. @throws RangeError below 25 or above 100: no average of ratings gives that
 */
export function bandOf({ bands: table }: IkmTable, index: number): Band {
  const rounded = roundTwo(index);
  const band = table.find(({ from }) => rounded >= from);
  if (!band || rounded > 100) throw new RangeError(`${index} is no index from 25 to 100`);
  return band;
}

/** A weight that is rounded, as some forms print it (0.11, 0.071), instead of exactly 1/n. */
export interface IkmOptions {
  readonly weight?: number;
}

/** With a rounded weight an index may fall a hair below the lowest band: it is in that band. */
const leastIndex = 25;

function judge(table: IkmTable, index: number | null): Pick<IkmResult, 'grade' | 'performance'> {
  if (index === null) return { grade: null, performance: null };
  const { grade, performance } = bandOf(table, Math.max(index, leastIndex));
  return { grade, performance };
}

/**
 * The index over respondents: the averages of the elements, weighed, times 25. Exact weights 1/n
 * unless `weight` says otherwise: rounded ones (9 x 0.11) make 99 of 100 and move the bands.
 * A rating that is not 1 to 4 counts as blank; blanks lower n of that element only.
 */
export function ikm(
  table: IkmTable,
  respondents: readonly Respondent[],
  { weight = 1 / table.elements }: IkmOptions = {},
): IkmResult {
  const elements = Array.from({ length: table.elements }, (_, at) => elementOf(respondents, at));
  const rated = elements.reduce((total, { n }) => total + n, 0);
  const complete = elements.every(({ n }) => n > 0);
  const sum = elements.reduce((total, { average }) => total + (average ?? 0), 0);
  const index = complete ? roundTwo(sum * weight * 25) : null;
  return {
    table: table.name,
    weight,
    respondents: respondents.length,
    elements,
    index,
    ...judge(table, index),
    blanks: respondents.length * table.elements - rated,
  };
}

/**
 * How many of a population are to be asked (Krejcie and Morgan 1970, the table of 14/2017):
 * chi-square 3.841, P 0.5, error 0.05, rounded to the nearest.
 */
export function sampleSize(population: number): number {
  const spread = 3.841 * 0.25;
  return Math.round((spread * population) / (0.0025 * (population - 1) + spread));
}
