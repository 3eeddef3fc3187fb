import type { Knex } from 'knex';
import { applyEarlyReports, holdProviderId } from './delivery-reports.ts';
import { openBody, outboundClass, type OutboundRow } from './outbound.ts';
import { databaseNow, type Db, type Store } from './store.ts';

/** A message that this process has claimed to send. */
export interface ClaimedOutbound {
  readonly id: number;
  readonly publicId: string;
  readonly accountId: number;
  readonly contactId: number;
  readonly userId: string;
  readonly text: string;
  readonly segments: number;
  readonly attempts: number;
  /** An earlier attempt may have reached the provider. */
  readonly maybeDouble: boolean;
  /** The recipient shut us out meanwhile: it must not leave. */
  readonly blocked: boolean;
}

/** A worker that died is given up after this: longer than any send (10 s), all by the database's clock. */
export const leaseMs = 20_000;

/** Which messages to claim. */
export interface Wanted {
  readonly accountId: number;
  readonly limit: number;
  /** Only those to this user id. */
  readonly to?: string;
  /** The provider drops a repeated id: another attempt is no possible double. */
  readonly idempotent?: boolean;
}

/** Given up: an attempt that never is due. */
export const never = Number.MAX_SAFE_INTEGER;

/** Written out as in the partial indexes: SQLite takes such an index for the very same words only. */
const isUnfinished = (row: 'o' | 'p'): string =>
  `${row}.status in ('queued', 'sending', 'unknown')`;

/** Nothing bulk leaves for a contact that has said STOP since, or is guarded, also at a second attempt. */
const isWelcome = `(o.class = ${outboundClass.reply} or not exists
  (select 1 from contacts as c where c.id = o.contact_id
     and (c.stopped_at is not null or c.guarded_at is not null)))`;

/**
 * Due rows of an account, the heads of their contact's line only: a later reply never overtakes one
 * that is to be tried again.
 */
function dueRows(db: Db, { accountId, limit, to }: Wanted): Knex.QueryBuilder {
  const { sql, dialect } = db;
  const now = databaseNow(db);
  const due = sql('outbound_messages as o')
    .select('o.id')
    .where('o.account_id', accountId)
    .whereRaw(isUnfinished('o'))
    .where((either) => {
      void either
        .where((q) => void q.whereNot('o.status', 'sending').where('o.next_at', '<=', now))
        .orWhere((q) => void q.where('o.status', 'sending').where('o.lease_until', '<', now));
    })
    .whereNotExists(
      sql('outbound_messages as p')
        .select('p.id')
        .whereRaw(isUnfinished('p'))
        .where('p.next_at', '<', never)
        .whereRaw('p.contact_id = o.contact_id and p.class = o.class and p.id < o.id'),
    )
    .whereRaw(isWelcome)
    .orderBy(['o.class', 'o.id'])
    .limit(limit);
  if (to !== undefined) {
    void due.whereIn('o.address_id', sql('addresses').select('id').where('user_id', to));
  }
  // Without SKIP LOCKED eight workers claimed 400 rows of which 150 were distinct (measured).
  return dialect === 'postgres' ? due.forUpdate('o').skipLocked() : due;
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
  const addresses: { id: number; user_id: string; blocked_at: number | null }[] = await sql(
    'addresses',
  )
    .select('id', 'user_id', 'blocked_at')
    .whereIn('id', [...new Set(rows.map(({ address_id }) => address_id))]);
  const byId = new Map(addresses.map((address) => [address.id, address]));
  return rows
    .toSorted((a, b) => a.id - b.id)
    .map((row) => ({
      id: row.id,
      publicId: row.public_id,
      accountId: row.account_id,
      contactId: row.contact_id,
      userId: byId.get(row.address_id)?.user_id ?? '',
      text: openBody(db, row).text,
      segments: row.segments,
      attempts: row.attempts,
      maybeDouble: row.maybe_double === 1,
      blocked: (byId.get(row.address_id)?.blocked_at ?? null) !== null,
    }));
}

/** How an attempt ended. */
export type Attempt =
  | { readonly status: 'sent'; readonly providerId: string | null }
  | {
      readonly status: 'queued' | 'unknown';
      /** Milliseconds until the next attempt; null: never again. */
      readonly pause: number | null;
      readonly code: string;
    }
  | { readonly status: 'failed'; readonly code: string };

const columns = (db: Db, attempt: Attempt): Record<string, unknown> => {
  if (attempt.status === 'sent') return { provider_id: attempt.providerId, error_code: null };
  if (attempt.status === 'failed') return { error_code: attempt.code };
  if (attempt.pause === null) return { error_code: attempt.code, next_at: never };
  const nextAt = db.sql.raw('? + ?', [databaseNow(db), Math.round(attempt.pause)]);
  return { error_code: attempt.code, next_at: nextAt };
};

async function record(db: Db, message: ClaimedOutbound, attempt: Attempt): Promise<boolean> {
  const changed: number = await db
    .sql('outbound_messages')
    .where({ id: message.id, status: 'sending', attempts: message.attempts })
    .update({
      ...columns(db, attempt),
      status: attempt.status,
      lease_until: null,
      updated_at: databaseNow(db),
    });
  return changed > 0;
}

/**
 * Records an attempt, with the reports that came before the provider's answer; false when the lease
 * was lost meanwhile and another process has the row: then nothing is written (fencing).
 */
export async function markOutbound(
  store: Store,
  message: ClaimedOutbound,
  attempt: Attempt,
): Promise<boolean> {
  if (attempt.status !== 'sent' || attempt.providerId === null) {
    return record(store, message, attempt);
  }
  const { providerId } = attempt;
  return store.transaction(async (db) => {
    await holdProviderId(db, message.accountId, providerId);
    const recorded = await record(db, message, attempt);
    if (recorded) await applyEarlyReports(db, message.accountId, providerId);
    return recorded;
  });
}

/** Whether a message of the account is already known to the provider by this id. */
export async function isProviderId(
  { sql }: Db,
  accountId: number,
  providerId: string,
): Promise<boolean> {
  const row: unknown = await sql('outbound_messages')
    .where({ account_id: accountId, provider_id: providerId })
    .first('id');
  return row !== undefined;
}

/**
 * Ends the leases of a process that died, so that its messages are due at once. Only right where
 * no other process sends for these accounts: on SQLite, before sending starts.
 */
export async function endLeases({ sql }: Db, accountIds: readonly number[]): Promise<void> {
  await sql('outbound_messages')
    .whereIn('account_id', accountIds)
    .where('status', 'sending')
    .update({ lease_until: 0 });
}
