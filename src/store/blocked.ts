import { never } from './outbox.ts';
import { databaseNow, type Db } from './store.ts';

interface AddressRow {
  readonly id: number;
  readonly contact_id: number;
}

/** Gives up what waits for an address, and tries nothing again whose end is unknown. */
async function giveUpWaiting(db: Db, address: AddressRow): Promise<void> {
  const { sql } = db;
  const own = { contact_id: address.contact_id, address_id: address.id }; // the contact has an index
  await sql('outbound_messages')
    .where({ ...own, status: 'unknown' })
    .update({ next_at: never });
  await sql('outbound_messages')
    .where({ ...own, status: 'queued' })
    .update({ status: 'expired', error_code: 'opted-out', updated_at: databaseNow(db) });
}

/**
 * Remembers that nothing may be sent to this address any more, from the first time on, and gives up
 * what waits for it. One that we do not know is nobody we would write to. To be run in a transaction.
 */
export async function blockAddress(
  db: Db,
  { accountId, userId }: { readonly accountId: number; readonly userId: string },
): Promise<void> {
  const rows: AddressRow[] = await db
    .sql('addresses')
    .where({ account_id: accountId, user_id: userId })
    .update({ blocked_at: db.sql.raw('coalesce(blocked_at, ?)', [databaseNow(db)]) })
    .returning(['id', 'contact_id']);
  for (const address of rows) await giveUpWaiting(db, address);
}

/** This address may be written to again. */
export async function unblockAddress(
  { sql }: Db,
  { accountId, userId }: { readonly accountId: number; readonly userId: string },
): Promise<void> {
  await sql('addresses')
    .where({ account_id: accountId, user_id: userId })
    .update({ blocked_at: null });
}

/** Whoever writes to us wants an answer: lets those of `senders` in again that had shut us out. */
export async function letInAgain(
  { sql }: Db,
  senders: readonly { readonly addressId: number; readonly blocked: boolean }[],
): Promise<void> {
  const ids = senders.flatMap(({ addressId, blocked }) => (blocked ? [addressId] : []));
  if (ids.length === 0) return;
  await sql('addresses').whereIn('id', ids).update({ blocked_at: null });
}
