import { recordAudit } from '../store/audit.ts';
import {
  addConsent,
  endConsents,
  type ConsentPurpose,
  type NewConsent,
} from '../store/consents.ts';
import type { Db } from '../store/store.ts';
import type { ServiceContext } from './action.ts';

/** Stores a YA with the words it was said to and their version; gives the consent's id. */
export async function giveConsent(db: Db, consent: NewConsent, now: Date): Promise<number> {
  const id = await addConsent(db, consent, now.getTime());
  await recordAudit(db, {
    at: now.getTime(),
    actor: `contact:${consent.contactId}`,
    action: 'consent.give',
    subject: `consent:${id}`,
    detail: { purpose: consent.purpose, version: consent.version },
  });
  return id;
}

/** Stores the YA that was just said, with how it was said and by which medium. */
export async function agree(
  { db, now, contact, said }: ServiceContext,
  consent: Pick<NewConsent, 'purpose' | 'text' | 'version'>,
): Promise<number> {
  return giveConsent(db, { ...consent, contactId: contact.id, medium: contact.medium, said }, now);
}

/** Ends what this contact has agreed to for a purpose; gives false when there was nothing. */
export async function withdrawConsent(
  db: Db,
  consent: { readonly contactId: number; readonly purpose: ConsentPurpose },
  now: Date,
): Promise<boolean> {
  const ended = await endConsents(db, consent, now.getTime());
  if (ended === 0) return false;
  await recordAudit(db, {
    at: now.getTime(),
    actor: `contact:${consent.contactId}`,
    action: 'consent.withdraw',
    subject: `contact:${consent.contactId}`,
    detail: { purpose: consent.purpose },
  });
  return true;
}
