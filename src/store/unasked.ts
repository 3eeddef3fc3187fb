import type { Medium } from '../core/message.ts';
import type { Db } from './store.ts';

/** Whom the machine would write to without being asked, and where. */
export interface Recipient {
  readonly addressId: number;
  readonly userId: string;
  readonly accountId: number;
  readonly channel: string;
  readonly accountName: string;
  readonly medium: Medium;
  readonly officeCode: string;
}

/** Whether anything unasked may be sent to a contact. */
export interface Openness {
  /** STOP was sent. */
  readonly stopped: boolean;
  /** Somebody in danger uses this phone: another may be reading. */
  readonly guarded: boolean;
}

interface OpennessRow {
  readonly id: number;
  readonly stopped_at: number | null;
  readonly guarded_at: number | null;
}

/** What stands against writing to these contacts, by their ids; those that are gone are left out. */
export async function readOpennessOf(
  { sql }: Db,
  contactIds: readonly number[],
): Promise<ReadonlyMap<number, Openness>> {
  const rows: OpennessRow[] = await sql('contacts')
    .select('id', 'stopped_at', 'guarded_at')
    .whereIn('id', contactIds);
  return new Map(
    rows.map(({ id, stopped_at: stopped, guarded_at: guarded }) => [
      id,
      { stopped: stopped !== null, guarded: guarded !== null },
    ]),
  );
}

/** What stands against writing to this contact; undefined when there is none such. */
export async function readOpenness(db: Db, contactId: number): Promise<Openness | undefined> {
  return (await readOpennessOf(db, [contactId])).get(contactId);
}

/** Those of these contacts that an officer talks with, or has answered and waits for YA or BELUM. */
export async function withOfficer(
  { sql }: Db,
  contactIds: readonly number[],
): Promise<ReadonlySet<number>> {
  const ids: number[] = await sql('matters')
    .whereIn('contact_id', contactIds)
    .whereIn('status', ['claimed', 'answered'])
    .pluck('contact_id');
  return new Set(ids);
}

type AddressRow = Recipient & { readonly contactId: number; readonly lastMessage: number };

/** The address that each contact has written from last; those without any are left out. */
export async function latestAddresses(
  { sql }: Db,
  contactIds: readonly number[],
): Promise<ReadonlyMap<number, Recipient>> {
  const lastMessage = sql('inbound_messages as m')
    .max('m.id')
    .whereRaw('m.contact_id = a.contact_id and m.address_id = a.id');
  const rows: AddressRow[] = await sql('addresses as a')
    .join('accounts as k', 'k.id', 'a.account_id')
    .select({
      contactId: 'a.contact_id',
      addressId: 'a.id',
      userId: 'a.user_id',
      accountId: 'k.id',
      channel: 'k.channel',
      accountName: 'k.name',
      medium: 'k.medium',
      officeCode: 'k.office_code',
    })
    .select(sql.raw('coalesce((?), 0) as ??', [lastMessage, 'lastMessage']))
    .whereIn('a.contact_id', contactIds);
  const inOrder = rows.toSorted(
    (a, b) => a.lastMessage - b.lastMessage || a.addressId - b.addressId,
  );
  return new Map(inOrder.map((row) => [row.contactId, row]));
}

/** The address that the contact has written from last; undefined when it has none. */
export async function latestAddress(db: Db, contactId: number): Promise<Recipient | undefined> {
  return (await latestAddresses(db, [contactId])).get(contactId);
}

/** A question that the machine asks by itself. */
export interface UnaskedQuestion {
  /** Why it is asked, once for ever: `survey:K1311`. */
  readonly occasion: string;
  readonly contactId: number;
  readonly flow: string;
  /** Public id of the message that carries it. */
  readonly outboundId: string;
}

/** Those of these occasions at which something was asked before. */
export async function askedAt(
  { sql }: Db,
  occasions: readonly string[],
): Promise<ReadonlySet<string>> {
  const known: string[] = await sql('unasked_questions')
    .whereIn('occasion', occasions)
    .pluck('occasion');
  return new Set(known);
}

/** Notes questions; the contacts must be held. @throws Error when an occasion is known */
export async function addUnasked(
  { sql }: Db,
  questions: readonly UnaskedQuestion[],
  now: number,
): Promise<void> {
  if (questions.length === 0) return;
  const rows = questions.map(({ occasion, contactId, flow, outboundId }) => ({
    occasion,
    contact_id: contactId,
    flow,
    outbound_id: outboundId,
    asked_at: now,
  }));
  await sql('unasked_questions').insert(rows);
}

/** Frees the occasion of a question that never left. */
export async function forgetUnasked({ sql }: Db, outboundId: string): Promise<void> {
  await sql('unasked_questions').where({ outbound_id: outboundId }).delete();
}
