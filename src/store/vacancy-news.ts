import type { Db } from './store.ts';
import type { VacancyKind } from './vacancies.ts';

/** A vacancy that was published, and what wishes find it by. */
export interface FreshVacancy {
  readonly id: number;
  readonly officeCode: string;
  readonly districtCode: string | null;
  readonly kind: VacancyKind;
  /** Rank of the education asked for, 0 to 9. */
  readonly level: number;
  /** Each root with a space before and behind. */
  readonly titleRoots: string;
  readonly otherRoots: string;
}

/** Notes that wishes are to be looked through for these vacancies (at most 500), in the transaction that publishes them. */
export async function addNews({ sql }: Db, vacancyIds: readonly number[]): Promise<void> {
  if (vacancyIds.length === 0) return;
  await sql('job_alert_news')
    .insert(vacancyIds.map((id) => ({ vacancy_id: id })))
    .onConflict('vacancy_id')
    .ignore();
}

/** Ids of published vacancies that wishes were not looked through for, the oldest first. */
export async function listNews({ sql }: Db, limit: number): Promise<readonly number[]> {
  return sql('job_alert_news').orderBy('vacancy_id').limit(limit).pluck('vacancy_id');
}

/** Those of these vacancies that are still published. */
export async function readFresh(
  { sql }: Db,
  ids: readonly number[],
): Promise<readonly FreshVacancy[]> {
  return sql('vacancy_search')
    .select({
      id: 'vacancy_id',
      officeCode: 'office_code',
      districtCode: 'district_code',
      kind: 'kind',
      level: 'level',
      titleRoots: 'title_roots',
      otherRoots: 'other_roots',
    })
    .whereIn('vacancy_id', ids);
}

/** The wishes were looked through. */
export async function dropNews({ sql }: Db, vacancyIds: readonly number[]): Promise<void> {
  await sql('job_alert_news').whereIn('vacancy_id', vacancyIds).delete();
}
