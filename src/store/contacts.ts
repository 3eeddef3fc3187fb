import { randomBytes } from 'node:crypto';
import { insertForIds, insertNew } from './insert.ts';
import { allRows, firstRow } from './statement.ts';
import type { Db } from './store.ts';

/** Who wrote: an address and the contact behind it. */
export interface Sender {
  readonly addressId: number;
  readonly accountId: number;
  readonly userId: string;
  readonly contactId: number;
  /** True when this address shut us out (see blocked.ts). */
  readonly blocked: boolean;
  readonly helper: boolean;
  readonly floodNoticedAt: number | null;
  /** The number that the provider vouches for, E.164; null: none yet. */
  readonly phone: string | null;
  /** When this contact last wrote, to the week; null: not known yet. */
  readonly heardAt: number | null;
  /** True when an earlier holder of the number may have had what is kept apart now. */
  readonly unproven: boolean;
}

/** (account, user id at the provider). */
export type AddressKey = readonly [accountId: number, userId: string];

interface SenderRow {
  readonly id: number;
  readonly account_id: number;
  readonly user_id: string;
  readonly contact_id: number;
  readonly blocked_at: number | null;
  readonly helper: number;
  readonly flood_noticed_at: number | null;
  readonly phone: string | null;
  readonly heard_at: number | null;
  readonly earlier_id: number | null;
}

export const addressName = (accountId: number, userId: string): string => `${accountId} ${userId}`;

function toSender(row: SenderRow): Sender {
  return {
    addressId: row.id,
    accountId: row.account_id,
    userId: row.user_id,
    contactId: row.contact_id,
    blocked: row.blocked_at !== null,
    helper: row.helper === 1,
    floodNoticedAt: row.flood_noticed_at,
    phone: row.phone,
    heardAt: row.heard_at,
    unproven: row.earlier_id !== null,
  };
}

const selectSenders = `
  select a.id, a.account_id, a.user_id, a.contact_id, a.phone, a.blocked_at,
    c.helper, c.flood_noticed_at, c.heard_at, c.earlier_id
  from addresses a join contacts c on c.id = a.contact_id`;

/** User ids by account. */
function byAccount(keys: readonly AddressKey[]): ReadonlyMap<number, readonly string[]> {
  const users = new Map<number, string[]>();
  for (const [account, user] of keys) {
    const known = users.get(account);
    if (known) known.push(user);
    else users.set(account, [user]);
  }
  return users;
}

/** The senders of these addresses that have written before, keyed by `addressName`. */
export async function findSenders(
  db: Db,
  keys: readonly AddressKey[],
): Promise<Map<string, Sender>> {
  const text = `${selectSenders} where a.account_id = ? and a.user_id in (?)`;
  const found = new Map<string, Sender>();
  for (const [account, users] of byAccount(keys)) {
    for (const row of await allRows<SenderRow>(db, text, [account, users]))
      found.set(addressName(account, row.user_id), toSender(row));
  }
  return found;
}

/** The sender behind a stored address. @throws Error when there is none. */
export async function senderOf(db: Db, addressId: number): Promise<Sender> {
  const row = await firstRow<SenderRow>(db, `${selectSenders} where a.id = ?`, [addressId]);
  if (!row) throw new Error(`no address ${addressId}`);
  return toSender(row);
}

const freshId = (): string => `c_${randomBytes(9).toString('base64url')}`;

/** New addresses get new contacts: two addresses are joined only by proof, never by likeness. */
async function addSenders(db: Db, keys: readonly AddressKey[], now: number): Promise<void> {
  const contacts = keys.map(() => ({ public_id: freshId(), created_at: now, heard_at: now }));
  const ids = await insertForIds(db, 'contacts', contacts);
  const addresses = keys.map(([account_id, user_id], at) => ({
    account_id,
    user_id,
    contact_id: ids[at] ?? null,
    created_at: now,
  }));
  const added = await insertNew(db, 'addresses', addresses, ['account_id', 'user_id']);
  const used = new Set(added.map(({ contact_id }) => contact_id));
  const orphans = ids.filter((id) => !used.has(id));
  if (orphans.length > 0) await db.sql('contacts').whereIn('id', orphans).delete();
}

/**
 * The senders behind these addresses, made when new, keyed by `addressName`.
 * `keys` must be distinct; they are inserted in sorted order so that two processes do not deadlock.
 */
export async function ensureSenders(
  db: Db,
  keys: readonly AddressKey[],
  now: number,
): Promise<Map<string, Sender>> {
  const known = await findSenders(db, keys);
  const missing = keys
    .filter(([account, user]) => !known.has(addressName(account, user)))
    .toSorted(([a, x], [b, y]) => a - b || (x < y ? -1 : 1));
  if (missing.length === 0) return known;
  await addSenders(db, missing, now);
  return findSenders(db, keys);
}

/**
 * Holds the contacts until the transaction ends, so that each conversation moves one step at a time;
 * gives which of them there are: one may have been joined to another meanwhile.
 */
export async function lockContacts(
  db: Db,
  contactIds: readonly number[],
): Promise<ReadonlySet<number>> {
  if (db.dialect === 'sqlite') return new Set(contactIds); // its one writer already holds the whole database
  const rows = await allRows<{ id: number }>(
    db,
    'select id from contacts where id in (?) order by id for update',
    [contactIds],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Remembers that the contact was told about writing too much. */
export async function markFloodNotice(
  { sql }: Db,
  contactIds: readonly number[],
  now: number,
): Promise<void> {
  await sql('contacts').whereIn('id', contactIds).update({ flood_noticed_at: now });
}

/** Remembers since when nothing unasked may be sent to this contact (epoch milliseconds), or that it may. */
export async function setStopped(
  { sql }: Db,
  contactId: number,
  stoppedAt: number | null,
): Promise<void> {
  await sql('contacts').where({ id: contactId }).update({ stopped_at: stoppedAt });
}

/** The contact behind an address, or undefined. */
export async function findContact(
  { sql }: Db,
  address: { readonly channel: string; readonly account: string; readonly userId: string },
): Promise<number | undefined> {
  const row: { contact_id: number } | undefined = await sql('addresses as a')
    .join('accounts as k', 'k.id', 'a.account_id')
    .first('a.contact_id')
    .where({
      'k.channel': address.channel,
      'k.name': address.account,
      'a.user_id': address.userId,
    });
  return row?.contact_id;
}

/** Makes the contacts behind a user id village helpers, or ordinary again; gives their ids. */
export async function setHelper(
  { sql }: Db,
  userId: string,
  helper: boolean,
): Promise<readonly number[]> {
  const rows: { id: number }[] = await sql('contacts')
    .whereIn('id', sql('addresses').select('contact_id').where('user_id', userId))
    .update({ helper: helper ? 1 : 0 })
    .returning('id');
  return rows.map(({ id }) => id);
}
