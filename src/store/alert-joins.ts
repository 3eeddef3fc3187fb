import type { Db } from './store.ts';

/** Two contacts of one person: the first stays. */
interface Pair {
  readonly winner: number;
  readonly loser: number;
}

async function keepFirst(
  { sql }: Db,
  { winner, loser }: Pair,
  { table, order }: { table: string; order: readonly { column: string; order: 'asc' | 'desc' }[] },
): Promise<void> {
  const [, ...others]: number[] = await sql(table)
    .whereIn('contact_id', [winner, loser])
    .orderBy([...order, { column: 'contact_id', order: 'desc' }])
    .pluck('contact_id');
  await sql(table).whereIn('contact_id', others).delete();
  await sql(table).where({ contact_id: loser }).update({ contact_id: winner });
}

/**
 * Of two wishes to be told of vacancies the newer stays, as when one phone wishes anew. Who took part
 * in a comparison twice is counted as what was drawn first.
 */
export async function mergeAlerts(db: Db, pair: Pair): Promise<void> {
  const newest = [
    { column: 'created_at', order: 'desc' },
    { column: 'id', order: 'desc' },
  ] as const;
  await keepFirst(db, pair, { table: 'job_alerts', order: newest });
  const first = [{ column: 'joined_at', order: 'asc' }] as const;
  await keepFirst(db, pair, { table: 'job_alert_groups', order: first });
}
