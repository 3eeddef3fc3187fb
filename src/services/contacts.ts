import { phoneOfAddress } from '../store/contact-names.ts';
import { setStopped } from '../store/contacts.ts';
import { expireBulk } from '../store/expired.ts';
import { deleteAlert } from '../store/job-alerts.ts';
import type { Action, ServiceContext } from './action.ts';
import { withdrawConsent } from './consents.ts';

/**
 * STOP: nothing unasked is sent any more, also what was already queued for any address of the
 * contact, and the consent to it ends. Answers still come.
 */
export const stop: Action = {
  takes: [],
  outcomes: { done: [] },
  async run(_input, { db, now, contact }) {
    await setStopped(db, contact.id, now.getTime());
    await expireBulk(db, contact.id, now.getTime());
    await withdrawConsent(db, { contactId: contact.id, purpose: 'push' }, now);
    await deleteAlert(db, contact.id);
    return { name: 'done', values: {} };
  },
};

/** MULAI: takes STOP back. A consent that has ended is asked for anew, what was missed stays away. */
export const start: Action = {
  takes: [],
  outcomes: { done: [] },
  async run(_input, { db, now, contact }) {
    await expireBulk(db, contact.id, now.getTime());
    await setStopped(db, contact.id, null);
    return { name: 'done', values: {} };
  },
};

/** False on Telegram until the person has shared the own number: only there no provider tells it. */
export async function isNumberKnown({ db, contact }: ServiceContext): Promise<boolean> {
  if (contact.medium !== 'telegram' || contact.addressId === undefined) return true;
  return (await phoneOfAddress(db, contact.addressId)) !== null;
}

/** BAGIKAN NOMOR: asks for the own number where it is not known. */
export const number: Action = {
  takes: [],
  outcomes: { known: [], asked: [] },
  async run(_input, context) {
    return { name: (await isNumberKnown(context)) ? 'known' : 'asked', values: {} };
  },
};
