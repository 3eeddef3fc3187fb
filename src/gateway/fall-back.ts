import { canReceiveSms } from '../core/phone.ts';
import { worthOf } from '../core/purpose.ts';
import { written } from '../services/post.ts';
import {
  ensureSmsAddress,
  listStranded,
  smsAddressOf,
  standIn,
  type SmsAddress,
  type Stranded,
} from '../store/stand-ins.ts';
import type { Db } from '../store/store.ts';
import { liveAccount } from '../store/accounts.ts';
import type { GatewayTools } from './tools.ts';

/** A channel may be away for so long before what matters goes by SMS. */
const patience = 15 * 60_000;

/** The number that the provider vouches for; a user id of WhatsApp is one that it has checked. */
function phoneOf({ medium, userId, phone }: Stranded): string | undefined {
  const proven = phone ?? (medium === 'whatsapp' ? userId : '');
  return proven.startsWith('+62') && canReceiveSms(proven) ? proven : undefined;
}

/**
 * Where it goes instead: an SMS address of the same contact, or the person's own number as the provider
 * vouches for it. To one whose phone another may read only the very same number.
 */
async function addressFor(
  db: Db,
  stranded: Stranded,
  open: readonly number[],
  now: number,
): Promise<SmsAddress | undefined> {
  const { contactId, guarded, office } = stranded;
  const phone = phoneOf(stranded);
  if (guarded && phone === undefined) return undefined;
  const only = guarded && phone !== undefined ? { phone } : {};
  const own = await smsAddressOf(db, contactId, { open, ...only });
  if (own || phone === undefined) return own;
  const accountId = await liveAccount(db, { office, medium: 'sms', open });
  if (accountId === undefined) return undefined;
  return ensureSmsAddress(db, { accountId, contactId, phone }, now);
}

async function sendInstead(
  { store, clock }: GatewayTools,
  stranded: Stranded,
  open: readonly number[],
): Promise<boolean> {
  const now = clock().getTime();
  return store.transaction(async (db) => {
    const address = await addressFor(db, stranded, open, now);
    if (!address) return false;
    const expiresAt = Math.max(stranded.expiresAt, now + worthOf.talk.wanted);
    const message = { ...address, ...written('sms', stranded.text), expiresAt };
    return standIn(db, stranded, message, now);
  });
}

/**
 * Sends by SMS, once, what matters and was refused elsewhere or waits for a dead channel, where the
 * person has a phone number and one of the accounts `open` of SMS answers. Gives how many; wake the
 * sender then. Several processes may do it at once.
 */
export async function fallBack(tools: GatewayTools, open: readonly number[]): Promise<number> {
  if (open.length === 0) return 0;
  let fallen = 0;
  for (const stranded of await listStranded(tools.store, patience)) {
    if (await sendInstead(tools, stranded, open)) fallen += 1;
  }
  if (fallen > 0) tools.log.warn({ fallen }, 'sent by SMS instead');
  return fallen;
}
