import type { Db } from './store.ts';

/** Of one half of a comparison, in one month since each of its people joined. */
export interface MonthCount {
  readonly later: boolean;
  /** 0 is the first month (30 days). */
  readonly month: number;
  readonly n: number;
}

/** What came of the vacancies that a half has answered with MINAT in one month. */
export interface AnswerCount extends MonthCount {
  /** Different people who answered. */
  readonly people: number;
  /** Answers that an employer or officer called, those hired among them. */
  readonly called: number;
  readonly hired: number;
}

/** Months of 30 days; a message or answer after the last is not counted. */
export const effectMonths = 3;

const month = 30 * 86_400_000;

/** Both sides are bigint: PostgreSQL and SQLite then leave the fraction away. */
const since = (column: string): string =>
  `cast((${column} - g.joined_at) / cast(${month} as bigint) as integer)`;

const ofOffice = (office: string | undefined) =>
  office === undefined ? {} : { 'g.office_code': office };

type Row<Count> = Omit<Count, 'later'> & { readonly later: number };

const toCounts = <Count>(rows: readonly Row<Count>[]): Count[] =>
  rows.map((row) => ({ ...row, later: row.later === 1 }) as Count);

/** How many take part in each half. */
export async function countGroups(
  { sql }: Db,
  office: string | undefined,
): Promise<{ readonly now: number; readonly later: number }> {
  const rows: { later: number; n: number }[] = await sql('job_alert_groups as g')
    .select('g.later')
    .count({ n: '*' })
    .where(ofOffice(office))
    .groupBy('g.later');
  const count = (later: number): number => rows.find((row) => row.later === later)?.n ?? 0;
  return { now: count(0), later: count(1) };
}

/** Messages with vacancies to those who take part. */
export async function countTold(
  { sql }: Db,
  office: string | undefined,
): Promise<readonly MonthCount[]> {
  const rows: Row<MonthCount>[] = await sql('unasked_questions as u')
    .join('job_alert_groups as g', 'g.contact_id', 'u.contact_id')
    .select({ later: 'g.later', month: sql.raw(since('u.asked_at')) })
    .count({ n: '*' })
    .where({ 'u.flow': 'kabar', ...ofOffice(office) })
    .whereRaw('u.asked_at >= g.joined_at')
    .whereRaw('u.asked_at < g.joined_at + ?', [effectMonths * month])
    .groupByRaw('1, 2');
  return toCounts(rows);
}

const stateCount = (...states: readonly string[]): string =>
  `sum(case when a.state in (${states.map((state) => `'${state}'`).join(', ')}) then 1 else 0 end)`;

/** MINAT of those who take part, for any vacancy, since they joined. */
export async function countAnswered(
  { sql }: Db,
  office: string | undefined,
): Promise<readonly AnswerCount[]> {
  const rows: Row<AnswerCount>[] = await sql('applicants as a')
    .join('job_alert_groups as g', 'g.contact_id', 'a.contact_id')
    .select({
      later: 'g.later',
      month: sql.raw(since('a.created_at')),
      n: sql.raw('count(*)'),
      people: sql.raw('count(distinct a.contact_id)'),
      called: sql.raw(stateCount('summoned', 'came', 'placed')),
      hired: sql.raw(stateCount('placed')),
    })
    .where(ofOffice(office))
    .whereRaw('a.created_at >= g.joined_at')
    .whereRaw('a.created_at < g.joined_at + ?', [effectMonths * month])
    .groupByRaw('1, 2');
  return toCounts(rows);
}

/** Different people of each half who have sent MINAT at all since they joined. */
export async function countAnswering(
  { sql }: Db,
  office: string | undefined,
): Promise<{ readonly now: number; readonly later: number }> {
  const rows: { later: number; n: number }[] = await sql('applicants as a')
    .join('job_alert_groups as g', 'g.contact_id', 'a.contact_id')
    .select('g.later')
    .countDistinct({ n: 'a.contact_id' })
    .where(ofOffice(office))
    .whereRaw('a.created_at >= g.joined_at')
    .whereRaw('a.created_at < g.joined_at + ?', [effectMonths * month])
    .groupBy('g.later');
  const count = (later: number): number => rows.find((row) => row.later === later)?.n ?? 0;
  return { now: count(0), later: count(1) };
}
