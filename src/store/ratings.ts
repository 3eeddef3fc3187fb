import type { Medium } from '../core/message.ts';
import { elements, type Element, type Ratings, type SurveyedService } from '../core/survey.ts';
import type { Db } from './store.ts';

/** One person's ratings: nothing says whose. */
export interface NewSurvey {
  /** Random. */
  readonly id: string;
  readonly officeCode: string;
  readonly service: SurveyedService;
  readonly medium: Medium;
  /** `2026-11-24` */
  readonly answeredOn: string;
}

export async function addSurvey({ sql }: Db, survey: NewSurvey): Promise<void> {
  await sql('surveys').insert({
    id: survey.id,
    office_code: survey.officeCode,
    service: survey.service,
    medium: survey.medium,
    answered_on: survey.answeredOn,
  });
}

type RatingRow = Readonly<Record<Element, number | null>>;

const ratingsOf = (row: RatingRow): Ratings =>
  Object.fromEntries(
    elements.flatMap((element) => (row[element] === null ? [] : [[element, row[element]]])),
  );

/** What a survey holds so far; nothing when there is none such. */
export async function readSurvey({ sql }: Db, id: string): Promise<Ratings> {
  const row: RatingRow | undefined = await sql('surveys')
    .first(...elements)
    .where({ id });
  return row ? ratingsOf(row) : {};
}

export async function rateSurvey({ sql }: Db, id: string, ratings: Ratings): Promise<void> {
  await sql('surveys').where({ id }).update(ratings);
}

/** The ratings given from one day to another, both included; of one office, or of all. */
export async function listRatings(
  { sql }: Db,
  { office, from, to }: { readonly office?: string; readonly from: string; readonly to: string },
): Promise<readonly Ratings[]> {
  const rows: RatingRow[] = await sql('surveys')
    .select(...elements)
    .whereBetween('answered_on', [from, to])
    .where(office === undefined ? {} : { office_code: office });
  return rows.map(ratingsOf);
}

/** The first moment of a day where the office is, epoch milliseconds. */
const startOf = (date: string): number => Date.parse(`${date}T00:00:00+07:00`);

/** Matters opened and seekers registered from one day to another: whom the office served. */
export async function countServed(
  { sql }: Db,
  { office, from, to }: { readonly office?: string; readonly from: string; readonly to: string },
): Promise<number> {
  const span = [startOf(from), startOf(to) + 86_399_999] as const;
  const own = office === undefined ? {} : { office_code: office };
  const [matters] = await sql('matters')
    .where(own)
    .whereBetween('opened_at', span)
    .count({ n: '*' });
  const [seekers] = await sql('seekers')
    .where(own)
    .whereBetween('registered_at', span)
    .count({ n: '*' });
  return Number(matters?.['n'] ?? 0) + Number(seekers?.['n'] ?? 0);
}
