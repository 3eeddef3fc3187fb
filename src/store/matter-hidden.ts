import type { Eyes } from './matter-lists.ts';
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

/**
 * True when among a contact's matters is one that keeps its other messages from an officer: the log
 * would tell who an anonymous or confidential complaint is of, or show one that is hidden.
 */
export async function keepsLogClosed(
  { sql }: Db,
  contactId: number,
  { officerId, audiences }: Pick<Eyes, 'officerId' | 'audiences'>,
): Promise<boolean> {
  const found: unknown = await sql('matters')
    .first('id')
    .where({ contact_id: contactId })
    .where((closed) => {
      void closed
        .whereNot({ privacy: 'open' })
        .orWhereNotIn('audience', audiences)
        .orWhereIn('id', sql('matter_hidden').select('matter_id').where({ officer_id: officerId }));
    });
  return found !== undefined;
}
