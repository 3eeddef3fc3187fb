import type { Db } from './store.ts';

/** Hides a matter from officers for ever, whatever their office. */
export async function hideMatter(
  { sql }: Db,
  matterId: number,
  officerIds: readonly number[],
): Promise<void> {
  if (officerIds.length === 0) return;
  const rows = [...new Set(officerIds)].map((id) => ({ matter_id: matterId, officer_id: id }));
  await sql('matter_hidden').insert(rows).onConflict(['matter_id', 'officer_id']).ignore();
}

/** Ids of the officers who may never see a matter. */
export async function hiddenFrom({ sql }: Db, matterId: number): Promise<readonly number[]> {
  return sql('matter_hidden').where({ matter_id: matterId }).pluck<number[]>('officer_id');
}
