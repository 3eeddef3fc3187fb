import { setStopped } from '../store/contacts.ts';
import { expireBulk } from '../store/expired.ts';
import { deleteAlert } from '../store/job-alerts.ts';
import type { Action } from './action.ts';
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
