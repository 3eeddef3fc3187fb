import type { Medium } from '../core/message.ts';
import type { Purpose } from '../core/purpose.ts';
import type { Json } from '../core/json.ts';
import { addOneOutbound, openBody, outboundClass, type OutboundRow } from './outbound.ts';
import { databaseNow, type Db } from './store.ts';

/** A message that matters and cannot reach its person where it was to go. */
export interface Stranded {
  readonly id: number;
  readonly contactId: number;
  readonly addressId: number;
  /** User id at the provider: a phone number on WhatsApp. */
  readonly userId: string;
  /** The number that the provider vouches for, E.164; null when it has told none. */
  readonly phone: string | null;
  readonly office: string;
  readonly medium: Medium;
  readonly purpose: Purpose;
  readonly text: string;
  readonly trace: Json;
  readonly expiresAt: number;
  /** Somebody else may read this person's phones. */
  readonly guarded: boolean;
}

interface Row extends OutboundRow {
  readonly user_id: string;
  readonly phone: string | null;
  readonly office_code: string;
  readonly medium: Medium;
  readonly expires_at: number;
  readonly guarded_at: number | null;
}

/** Written out as in the partial index `outbound_refused`. */
const isLeft = `o.status in ('queued', 'failed', 'expired')
  and o.purpose in ('record', 'officer', 'danger')`;

/** The account answers nobody for so long, or this person's window is closed, or it was refused. */
const isStranded = `(
  (o.status = 'queued' and a.down_since <= ?)
  or (o.status = 'queued' and o.error_code like 'window-closed%')
  or o.status = 'failed'
  or (o.status = 'expired' and o.error_code like 'opted-out%')
)`;

/** Whoever has said STOP and shut us out as well wants nothing from us anywhere. */
const isWanted = `not (c.stopped_at is not null and coalesce(o.error_code, '') like 'opted-out%')`;

const lookBack = 3 * 24 * 3_600_000;
const most = 200;

/**
 * Messages that matter of accounts other than SMS that are stranded: their account has been down for
 * `patience` milliseconds, or refused them. Those that another stands in for are left out.
 */
export async function listStranded(db: Db, patience: number): Promise<readonly Stranded[]> {
  const { sql } = db;
  const now = databaseNow(db);
  const rows: Row[] = await sql('outbound_messages as o')
    .join('accounts as a', 'a.id', 'o.account_id')
    .join('addresses as d', 'd.id', 'o.address_id')
    .join('contacts as c', 'c.id', 'o.contact_id')
    .select('o.*', 'd.user_id', 'd.phone', 'a.office_code', 'a.medium', 'c.guarded_at')
    .whereRaw(isLeft)
    .where('o.updated_at', '>', sql.raw('? - ?', [now, lookBack]))
    .whereNot('a.medium', 'sms')
    .whereRaw(isStranded, [sql.raw('? - ?', [now, patience])])
    .whereRaw(isWanted)
    .whereNotExists(sql('outbound_messages as s').select('s.id').whereRaw('s.instead_of = o.id'))
    .orderBy('o.updated_at', 'desc') // by id SQLite would read all rows instead of the partial index
    .limit(most);
  return rows.map((row) => ({ ...openBody(db, row), ...toStranded(row) }));
}

const toStranded = (row: Row): Omit<Stranded, 'text' | 'trace'> => ({
  id: row.id,
  contactId: row.contact_id,
  addressId: row.address_id,
  userId: row.user_id,
  phone: row.phone,
  office: row.office_code,
  medium: row.medium,
  purpose: row.purpose,
  expiresAt: row.expires_at,
  guarded: row.guarded_at !== null,
});

/** A phone that SMS can be sent to, and from where. */
export interface SmsAddress {
  readonly accountId: number;
  readonly contactId: number;
  readonly addressId: number;
}

/**
 * The SMS address that a contact wrote from last, on an account of `open` that answers; with `phone`
 * only that number.
 */
export async function smsAddressOf(
  { sql }: Db,
  contactId: number,
  { open, phone }: { readonly open: readonly number[]; readonly phone?: string },
): Promise<SmsAddress | undefined> {
  const found = sql('addresses as d')
    .join('accounts as a', 'a.id', 'd.account_id')
    .where({ 'd.contact_id': contactId, 'a.medium': 'sms' })
    .whereIn('a.id', [...open])
    .whereNull('a.down_since')
    .whereNull('d.blocked_at')
    .orderBy('d.id', 'desc');
  if (phone !== undefined) void found.where('d.user_id', phone);
  const row: { id: number; account_id: number } | undefined = await found.first(
    'd.id',
    'd.account_id',
  );
  return row && { accountId: row.account_id, contactId, addressId: row.id };
}

/** That phone as an SMS address; of this contact when it is new: the number is the contact's own. */
export async function ensureSmsAddress(
  { sql }: Db,
  wanted: { readonly accountId: number; readonly contactId: number; readonly phone: string },
  now: number,
): Promise<SmsAddress> {
  const { accountId, contactId, phone } = wanted;
  await sql('addresses')
    .insert({ account_id: accountId, user_id: phone, contact_id: contactId, created_at: now })
    .onConflict(['account_id', 'user_id'])
    .ignore();
  const row: { id: number; contact_id: number } | undefined = await sql('addresses')
    .where({ account_id: accountId, user_id: phone })
    .first('id', 'contact_id');
  if (!row) throw new Error('the address was not stored');
  return { accountId, contactId: row.contact_id, addressId: row.id };
}

/** What leaves instead of a stranded message. */
export interface StandIn extends SmsAddress {
  readonly text: string;
  readonly segments: number;
  readonly expiresAt: number;
}

/**
 * Puts a stand-in into the outbox and gives the stranded message up; false when it is not stranded
 * any more or has one. In a transaction.
 */
export async function standIn(
  db: Db,
  stranded: Stranded,
  { text, segments, expiresAt, ...address }: StandIn,
  now: number,
): Promise<boolean> {
  const { sql } = db;
  const held: number = await sql('outbound_messages')
    .where({ id: stranded.id })
    .whereIn('status', ['queued', 'failed', 'expired'])
    .update({
      status: sql.raw("case when status = 'queued' then 'expired' else status end"),
      updated_at: databaseNow(db),
    });
  if (held === 0) return false;
  if (await sql('outbound_messages').where({ instead_of: stranded.id }).first('id')) return false;
  const { id: insteadOf, purpose, trace } = stranded;
  const row = { ...address, inboundId: null, class: outboundClass.reply, text, segments, trace };
  await addOneOutbound(db, { ...row, purpose, expiresAt, insteadOf }, now);
  return true;
}
