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

/** What stands against writing to this contact; undefined when there is none such. */
export async function readOpenness({ sql }: Db, contactId: number): Promise<Openness | undefined> {
  const row: { stopped_at: number | null; guarded_at: number | null } | undefined = await sql(
    'contacts',
  )
    .first('stopped_at', 'guarded_at')
    .where({ id: contactId });
  return row && { stopped: row.stopped_at !== null, guarded: row.guarded_at !== null };
}

/** True while an officer talks with this contact, or has answered and waits for YA or BELUM. */
export async function isWithOfficer({ sql }: Db, contactId: number): Promise<boolean> {
  const row: unknown = await sql('matters')
    .where({ contact_id: contactId })
    .whereIn('status', ['claimed', 'answered'])
    .first('id');
  return row !== undefined;
}

/** The address that the contact has written from last; undefined when it has none. */
export async function latestAddress(
  { sql }: Db,
  contactId: number,
): Promise<Recipient | undefined> {
  const lastMessage = sql('inbound_messages as m')
    .max('m.id')
    .where('m.contact_id', contactId)
    .whereRaw('m.address_id = a.id');
  const rows: Recipient[] = await sql('addresses as a')
    .join('accounts as k', 'k.id', 'a.account_id')
    .select({
      addressId: 'a.id',
      userId: 'a.user_id',
      accountId: 'k.id',
      channel: 'k.channel',
      accountName: 'k.name',
      medium: 'k.medium',
      officeCode: 'k.office_code',
    })
    .where('a.contact_id', contactId)
    .orderByRaw('coalesce((?), 0) desc, a.id desc', [lastMessage])
    .limit(1);
  return rows[0];
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

/** True when something was asked at this occasion before. */
export async function wasAsked({ sql }: Db, occasion: string): Promise<boolean> {
  return (await sql('unasked_questions').first('occasion').where({ occasion })) !== undefined;
}

/** Notes a question; the contact must be held. @throws Error when the occasion is known */
export async function addUnasked(
  { sql }: Db,
  { occasion, contactId, flow, outboundId }: UnaskedQuestion,
  now: number,
): Promise<void> {
  await sql('unasked_questions').insert({
    occasion,
    contact_id: contactId,
    flow,
    outbound_id: outboundId,
    asked_at: now,
  });
}

/** Frees the occasion of a question that never left. */
export async function forgetUnasked({ sql }: Db, outboundId: string): Promise<void> {
  await sql('unasked_questions').where({ outbound_id: outboundId }).delete();
}
