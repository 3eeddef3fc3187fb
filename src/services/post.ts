import type { Json } from '../core/json.ts';
import type { Choice, Medium } from '../core/message.ts';
import type { Purpose } from '../core/purpose.ts';
import { measureSms, toGsm } from '../core/sms.ts';
import { accountOfOffice } from '../store/accounts.ts';
import { ensureSenders } from '../store/contacts.ts';
import type { Destination } from '../store/destinations.ts';
import { addOneOutbound, outboundClass } from '../store/outbound.ts';
import type { Db } from '../store/store.ts';

/** A text as it leaves, and what it costs: SMS texts in the GSM alphabet where that changes nothing. */
export function written(
  medium: Medium,
  text: string,
): { readonly text: string; readonly segments: number } {
  if (medium !== 'sms') return { text, segments: 1 };
  const gsm = toGsm(text);
  return { text: gsm, segments: measureSms(gsm).segments };
}

/** How a message is sent. */
export interface Posting {
  /** Replies go before bulk, and are never held back. */
  readonly class: keyof typeof outboundClass;
  readonly now: Date;
  /** Why it is said: `{ because, matter }`. */
  readonly trace: Json;
  /** What it is worth; left out: no more than any reply or push. */
  readonly purpose?: Purpose;
  /** When nobody wants it any more, epoch milliseconds; left out: by its purpose. */
  readonly expiresAt?: number;
  /** What may be pressed instead of typed, where the medium has buttons: a question of ours. */
  readonly choices?: readonly Choice[];
}

/**
 * Puts a message to a person into the outbox, in the caller's transaction, and gives the row's id.
 * After the commit wake the gateway: it is sent at once.
 */
export async function post(
  db: Db,
  { accountId, contactId, addressId, medium }: Destination,
  text: string,
  posting: Posting,
): Promise<number> {
  const { now, class: name, choices = [], ...how } = posting;
  const buttons = medium === 'sms' ? [] : choices;
  const asked = { choices: buttons, overtakes: choices.length > 0 };
  const message = { accountId, contactId, addressId, inboundId: null, ...how, ...asked };
  const row = { ...message, ...written(medium, text), class: outboundClass[name] };
  return addOneOutbound(db, row, now.getTime());
}

/**
 * The same to a phone number or user id that may never have written to us: an officer on duty.
 * Undefined when the office has no account of that medium.
 */
export async function postToUser(
  db: Db,
  to: { readonly office: string; readonly medium: Medium; readonly userId: string },
  text: string,
  posting: Posting,
): Promise<number | undefined> {
  const accountId = await accountOfOffice(db, to.office, to.medium);
  if (accountId === undefined) return undefined;
  const senders = await ensureSenders(db, [[accountId, to.userId]], posting.now.getTime());
  const [sender] = senders.values();
  if (!sender) throw new Error('the address was not stored');
  const { contactId, addressId } = sender;
  return post(db, { accountId, contactId, addressId, medium: to.medium }, text, posting);
}
