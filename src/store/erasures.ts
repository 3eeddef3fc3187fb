import { randomUUID } from 'node:crypto';
import type { Db } from './store.ts';

/** waiting; erased: the data is gone, the person is still to be told; done. */
export type ErasureStatus = 'waiting' | 'erased' | 'done';

/** A wish to be erased. */
export interface Erasure {
  readonly id: number;
  readonly contactId: number;
  /** Where it is told that it was done. */
  readonly addressId: number;
  /** `all`, or one number: `D1042`, `K1311`. */
  readonly scope: string;
  /** Its name in the list of what was erased (services/erased-log.ts). */
  readonly mark: string;
  readonly askedAt: number;
  readonly doneAt: number | null;
}

const columns = {
  id: 'id',
  contactId: 'contact_id',
  addressId: 'address_id',
  scope: 'scope',
  mark: 'mark',
  askedAt: 'asked_at',
  doneAt: 'done_at',
};

/** Notes a wish, once while it waits. */
export async function addErasure(
  { sql }: Db,
  { contactId, addressId, scope }: Pick<Erasure, 'contactId' | 'addressId' | 'scope'>,
  now: number,
): Promise<void> {
  const same = { contact_id: contactId, scope, status: 'waiting' };
  if (await sql('erasures').where(same).first('id')) return;
  const mark = randomUUID();
  await sql('erasures').insert({ ...same, address_id: addressId, mark, asked_at: now });
}

/** Wishes of a status, the oldest first. */
export async function listErasures(
  { sql }: Db,
  status: ErasureStatus,
  limit: number,
): Promise<readonly Erasure[]> {
  return sql('erasures').select(columns).where({ status }).orderBy(['asked_at', 'id']).limit(limit);
}

/** Moves a wish on; false when another process was quicker. */
export async function moveErasure(
  { sql }: Db,
  id: number,
  { from, to }: { readonly from: ErasureStatus; readonly to: ErasureStatus },
  now: number,
): Promise<boolean> {
  const changed: number = await sql('erasures')
    .where({ id, status: from })
    .update({ status: to, done_at: now });
  return changed > 0;
}
