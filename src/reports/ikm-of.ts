import { elements } from '../core/survey.ts';
import { countServed, listRatings } from '../store/ratings.ts';
import type { Db } from '../store/store.ts';
import { ikm, ikm2017, sampleSize, type IkmResult } from './ikm.ts';

/** A report's office (all without one) and days, both included: `2026-11-01` to `2026-11-30`. */
export interface IkmQuery {
  readonly office?: string;
  readonly from: string;
  readonly to: string;
}

/** The index of an office, with how many were asked for at least. */
export interface IkmReport extends IkmResult {
  /** Persons whom the office served in that time: contacts that wrote a matter or got a card. */
  readonly population: number;
  /** So many of them should have answered (Krejcie and Morgan). */
  readonly sample: number;
}

/** The index of what villagers rated, by the nine elements of Permenpan RB 14/2017. */
export async function ikmOf(db: Db, query: IkmQuery): Promise<IkmReport> {
  const surveys = await listRatings(db, query);
  const respondents = surveys.map((ratings) => elements.map((element) => ratings[element]));
  const population = await countServed(db, query);
  return { ...ikm(ikm2017, respondents), population, sample: sampleSize(population) };
}
