import { highestId, type Db } from './store.ts';
import {
  toVacancy,
  vacancyColumns,
  type StoredVacancy,
  type Vacancy,
  type VacancyKind,
  type VacancyStatus,
} from './vacancies.ts';

/** Which vacancies a list shows. `before`: the id that the last page ended with. */
export interface VacancyFilter {
  readonly office?: string | undefined;
  readonly status?: VacancyStatus | undefined;
  readonly kind?: VacancyKind | undefined;
  /** Stands in the title or the employer's name. */
  readonly words?: string | undefined;
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Newest first. */
export async function selectVacancies({ sql }: Db, filter: VacancyFilter): Promise<Vacancy[]> {
  const { office, status, kind, words, before, limit } = filter;
  const equal = {
    ...(office && { office_code: office }),
    ...(status && { status }),
    ...(kind && { kind }),
  };
  const rows: StoredVacancy[] = await sql('vacancies')
    .select(vacancyColumns)
    .where(equal)
    .modify((query) => {
      if (words === undefined) return;
      const pattern = `%${words.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`;
      void query.whereRaw(
        "(lower(title) like ? escape '\\' or lower(employer) like ? escape '\\')",
        [pattern, pattern],
      );
    })
    .where('id', '<', before ?? highestId)
    .orderBy('id', 'desc')
    .limit(limit);
  return rows.map(toVacancy);
}

/** The vacancies with these ids, at most 500. */
export async function vacanciesById({ sql }: Db, ids: readonly number[]): Promise<Vacancy[]> {
  const rows: StoredVacancy[] = await sql('vacancies')
    .select(vacancyColumns)
    .whereIn('id', ids)
    .orderBy('id', 'desc');
  return rows.map(toVacancy);
}

/** The vacancies of these employers, to find what an import has brought before. */
export async function selectOfEmployers(
  { sql }: Db,
  employers: readonly string[],
  lastDays: readonly string[],
): Promise<Vacancy[]> {
  const rows: StoredVacancy[] = await sql('vacancies')
    .select(vacancyColumns)
    .whereIn('employer', employers)
    .whereIn('closes_on', lastDays)
    .orderBy('id');
  return rows.map(toVacancy);
}
