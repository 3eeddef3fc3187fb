import type { Choice } from '../core/message.ts';
import type { Purpose } from '../core/purpose.ts';
import { dueRows, leaseMs, type Wanted } from './due.ts';
import { openBodies, type OutboundBody, type OutboundRow } from './outbound.ts';
import { databaseNow, type Db } from './store.ts';

export { leaseMs, never, type Left, type Wanted } from './due.ts';

/** A message that this process has claimed to send. */
export interface ClaimedOutbound {
  readonly id: number;
  readonly publicId: string;
  readonly accountId: number;
  readonly contactId: number;
  readonly addressId: number;
  readonly userId: string;
  readonly text: string;
  readonly choices: readonly Choice[];
  readonly segments: number;
  readonly purpose: Purpose;
  /** The day whose budget holds it; null: it is charged to none yet. */
  readonly chargedOn: string | null;
  readonly rupiah: number;
  readonly attempts: number;
  /** An earlier attempt may have reached the provider. */
  readonly maybeDouble: boolean;
  /** The recipient shut us out meanwhile: it must not leave. */
  readonly blocked: boolean;
}

interface AddressRow {
  readonly id: number;
  readonly user_id: string;
  readonly blocked_at: number | null;
}

/** Claims messages of an account for this process, oldest first, replies before bulk. */
export async function claimOutbound(db: Db, wanted: Wanted): Promise<ClaimedOutbound[]> {
  const { sql } = db;
  const rows: OutboundRow[] = await sql('outbound_messages')
    .whereIn('id', dueRows(db, wanted))
    .update({
      maybe_double: sql.raw("case when status = 'queued' then maybe_double else ? end", [
        wanted.idempotent === true ? 0 : 1,
      ]),
      status: 'sending',
      attempts: sql.raw('attempts + 1'),
      lease_until: sql.raw('? + ?', [databaseNow(db), leaseMs]),
      updated_at: databaseNow(db),
    })
    .returning('*');
  if (rows.length === 0) return [];
  const addresses: AddressRow[] = await sql('addresses')
    .select('id', 'user_id', 'blocked_at')
    .whereIn('id', [...new Set(rows.map(({ address_id }) => address_id))]);
  const byId = new Map(addresses.map((address) => [address.id, address]));
  const bodies = await openBodies(db, rows);
  return rows
    .toSorted((a, b) => a.id - b.id)
    .map((row) => toClaimed(row, bodies.get(row.id) as OutboundBody, byId.get(row.address_id)));
}

const toClaimed = (
  row: OutboundRow,
  { text, choices = [] }: OutboundBody,
  address?: AddressRow,
): ClaimedOutbound => ({
  text,
  choices,
  id: row.id,
  publicId: row.public_id,
  accountId: row.account_id,
  contactId: row.contact_id,
  addressId: row.address_id,
  userId: address?.user_id ?? '',
  segments: row.segments,
  purpose: row.purpose,
  chargedOn: row.charged_on,
  rupiah: row.rupiah ?? 0,
  attempts: row.attempts,
  maybeDouble: row.maybe_double === 1,
  blocked: (address?.blocked_at ?? null) !== null,
});

/**
 * Ends the leases of a process that died, so that its messages are due at once. Only right where
 * no other process sends for these accounts: on SQLite, before sending starts.
 */
export async function endLeases({ sql }: Db, accountIds: readonly number[]): Promise<void> {
  await sql('outbound_messages')
    .whereIn('account_id', accountIds)
    .where('status', 'sending')
    .whereRaw(`status in ('queued', 'sending', 'unknown')`) // in the words of the partial index
    .update({ lease_until: 0 });
}
