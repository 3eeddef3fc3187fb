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
  readonly before?: number | undefined;
  readonly limit: number;
}

type Equal = Readonly<Record<string, string>>;

const equalOf = ({ office, status, kind }: VacancyFilter): Equal => ({
  ...(office && { office_code: office }),
  ...(status && { status }),
  ...(kind && { kind }),
});

/** Newest first. */
export async function selectVacancies({ sql }: Db, filter: VacancyFilter): Promise<Vacancy[]> {
  const rows: StoredVacancy[] = await sql('vacancies')
    .select(vacancyColumns)
    .where(equalOf(filter))
    .where('id', '<', filter.before ?? highestId)
    .orderBy('id', 'desc')
    .limit(filter.limit);
  return rows.map(toVacancy);
}

/** So many are looked through at once for words: a few milliseconds. */
export const lookedThrough = 5_000;

/**
 * Those of the newest `lookedThrough` with the words in the title or the employer's name. `last` is
 * the oldest that was looked at, undefined when there are no older ones.
 */
export async function searchNewest(
  { sql }: Db,
  filter: VacancyFilter & { readonly words: string },
): Promise<{ readonly found: readonly Vacancy[]; readonly last: number | undefined }> {
  const newest = sql('vacancies')
    .where(equalOf(filter))
    .where('id', '<', filter.before ?? highestId)
    .orderBy('id', 'desc');
  const pattern = `%${filter.words.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`;
  const rows: StoredVacancy[] = await sql
    .from(newest.clone().select('*').limit(lookedThrough).as('newest'))
    .select(vacancyColumns)
    .whereRaw("(lower(title) like ? escape '\\' or lower(employer) like ? escape '\\')", [
      pattern,
      pattern,
    ])
    .orderBy('id', 'desc')
    .limit(filter.limit);
  const [last]: number[] = await newest
    .clone()
    .offset(lookedThrough - 1)
    .limit(1)
    .pluck('id');
  return { found: rows.map(toVacancy), last };
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
