import type { Db } from './store.ts';
import type { VacancyStatus } from './vacancies.ts';

const statuses: readonly VacancyStatus[] = ['draft', 'verified', 'rejected', 'closed'];

/** How many vacancies are in each status, of an office or of all, each counted up to `limit`. */
export async function countByStatus(
  { sql }: Db,
  office: string | undefined,
  limit: number,
): Promise<ReadonlyMap<VacancyStatus, number>> {
  const counts = statuses.map((status) => {
    const where = { status, ...(office !== undefined && { office_code: office }) };
    const some = sql('vacancies').select('id').where(where).limit(limit);
    return sql
      .from(some.as(`some_${status}`))
      .count('*')
      .as(status);
  });
  const row: Partial<Record<VacancyStatus, number>> = await sql.first(counts);
  return new Map(statuses.map((status) => [status, row[status] ?? 0]));
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
