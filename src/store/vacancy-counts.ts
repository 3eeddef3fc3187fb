import type { Db } from './store.ts';
import type { VacancyStatus } from './vacancies.ts';

/** How many vacancies are in each status, of an office or of all. */
export async function countByStatus(
  { sql }: Db,
  office: string | undefined,
): Promise<ReadonlyMap<VacancyStatus, number>> {
  const rows: { status: VacancyStatus; count: number }[] = await sql('vacancies')
    .select('status', sql.raw('count(*) as count'))
    .where(office === undefined ? {} : { office_code: office })
    .groupBy('status');
  return new Map(rows.map(({ status, count }) => [status, count]));
}

/** True when there is no vacancy of any status. */
export async function hasNoVacancies({ sql }: Db): Promise<boolean> {
  return (await sql('vacancies').first('id')) === undefined;
}

/** Published vacancies whose last day is over, the oldest first. */
export async function selectExpired(
  { sql, dialect }: Db,
  today: string,
  limit: number,
): Promise<readonly { readonly id: number; readonly number: number }[]> {
  const expired = sql('vacancies')
    .select('id', 'number')
    .where({ status: 'verified' })
    .where('closes_on', '<', today)
    .orderBy('id')
    .limit(limit);
  // Else two processes would close the same, and note it twice.
  return dialect === 'postgres' ? expired.forUpdate().skipLocked() : expired;
}
