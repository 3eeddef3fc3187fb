import { insertForIds, insertNew } from './insert.ts';
import { databaseNow, type Db } from './store.ts';

/** `silent`: kept, no reply and no move. `failed`: to be tried again. `dead`: an officer's. */
export type InboundStatus = 'done' | 'silent' | 'failed' | 'dead';

export interface InboundKey {
  readonly accountId: number;
  readonly key: string;
}

/** A message that has arrived, as stored. */
export interface NewInbound extends InboundKey {
  readonly contactId: number;
  readonly addressId: number;
  readonly text: string;
  readonly status: InboundStatus;
  /** When a failed one is tried again, epoch milliseconds. */
  readonly nextAt: number | null;
  readonly receivedAt: number;
}

export interface StoredInbound extends NewInbound {
  readonly id: number;
  readonly attempts: number;
}

interface InboundRow {
  readonly id: number;
  readonly account_id: number;
  readonly contact_id: number;
  readonly address_id: number;
  readonly key: string;
  readonly body_sealed: string;
  readonly status: InboundStatus;
  readonly attempts: number;
  readonly next_at: number | null;
  readonly received_at: number;
}

export const inboundKeyName = ({ accountId, key }: InboundKey): string => `${accountId} ${key}`;

const place = (key: InboundKey): string => `inbound_messages.body|${inboundKeyName(key)}`;

/**
 * Claims the keys for ever and gives the names of those that were new: the others are repeats. Two
 * processes with the same key wait for one another; sorted, so that they do not lock up.
 */
export async function claimKeys(
  db: Db,
  keys: readonly InboundKey[],
  now: number,
): Promise<Set<string>> {
  const distinct = new Map(keys.map((key) => [inboundKeyName(key), key]));
  const sorted = [...distinct.values()].toSorted(
    (a, b) => a.accountId - b.accountId || (a.key < b.key ? -1 : 1),
  );
  const rows = await insertNew(
    db,
    'inbound_keys',
    sorted.map(({ accountId, key }) => ({ account_id: accountId, key, received_at: now })),
    ['account_id', 'key'],
  );
  return new Set(rows.map(({ account_id, key }) => inboundKeyName({ accountId: account_id, key })));
}

/** Stores messages; gives the id of each by `inboundKeyName`. */
export async function addInbound(
  db: Db,
  messages: readonly NewInbound[],
): Promise<Map<string, number>> {
  const ids = await insertForIds(
    db,
    'inbound_messages',
    messages.map((message) => ({
      account_id: message.accountId,
      contact_id: message.contactId,
      address_id: message.addressId,
      key: message.key,
      body_sealed: db.keys.seal(message.text, place(message)),
      status: message.status,
      attempts: 1,
      next_at: message.nextAt,
      received_at: message.receivedAt,
    })),
  );
  return new Map(messages.map((message, at) => [inboundKeyName(message), ids[at] ?? 0]));
}

type SealedRow = Pick<InboundRow, 'account_id' | 'key' | 'body_sealed'>;

/** Decrypts the text of a row; empty when its time was over (retention.ts). */
export function openInbound({ keys }: Db, row: SealedRow): string {
  const { account_id: accountId, key, body_sealed: sealed } = row;
  return sealed === '' ? '' : keys.open(sealed, place({ accountId, key }));
}

function toInbound(db: Db, row: InboundRow): StoredInbound {
  return {
    accountId: row.account_id,
    key: row.key,
    id: row.id,
    contactId: row.contact_id,
    addressId: row.address_id,
    text: openInbound(db, row),
    status: row.status,
    attempts: row.attempts,
    nextAt: row.next_at,
    receivedAt: row.received_at,
  };
}

/**
 * Takes failed messages that are due, the longest due first, and moves their next try `pause` milliseconds
 * ahead so that no other process takes them meanwhile.
 */
export async function claimFailed(
  db: Db,
  options: { readonly accountIds: readonly number[]; readonly pause: number },
): Promise<StoredInbound[]> {
  const { sql, dialect } = db;
  const due = sql('inbound_messages')
    .select('id')
    .whereRaw("status = 'failed'") // in the very words of the partial index, else SQLite reads all rows
    .where('next_at', '<=', databaseNow(db))
    .whereIn('account_id', options.accountIds)
    .orderBy(['next_at', 'id'])
    .limit(16);
  if (dialect === 'postgres') void due.forUpdate().skipLocked();
  const rows: InboundRow[] = await sql('inbound_messages')
    .whereIn('id', due)
    .update({
      attempts: sql.raw('attempts + 1'),
      next_at: sql.raw('? + ?', [databaseNow(db), options.pause]),
    })
    .returning('*');
  return rows.toSorted((a, b) => a.id - b.id).map((row) => toInbound(db, row));
}

/**
 * What came of another try; false when the claim was lost meanwhile and another process has the
 * message: then nothing is written (fencing).
 */
export async function markInbound(
  { sql }: Db,
  claimed: Pick<StoredInbound, 'id' | 'attempts'>,
  change: { readonly status: InboundStatus; readonly nextAt: number | null },
): Promise<boolean> {
  const changed: number = await sql('inbound_messages')
    .where({ id: claimed.id, status: 'failed', attempts: claimed.attempts })
    .update({ status: change.status, next_at: change.nextAt });
  return changed > 0;
}

/** A contact's messages, oldest first, at most `limit` of the latest. */
export async function listInbound(
  db: Db,
  contactId: number,
  options: { readonly since?: number; readonly limit?: number } = {},
): Promise<StoredInbound[]> {
  const rows: InboundRow[] = await db
    .sql('inbound_messages')
    .where({ contact_id: contactId })
    .where('received_at', '>', options.since ?? 0)
    .orderBy('id', 'desc')
    .limit(options.limit ?? 200);
  return rows.toReversed().map((row) => toInbound(db, row));
}
