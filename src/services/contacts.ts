import { setStopped } from '../store/contacts.ts';
import type { Action } from './action.ts';
import { withdrawConsent } from './consents.ts';

/** STOP: nothing unasked is sent any more, and the consent to it ends. Answers still come. */
export const stop: Action = {
  takes: [],
  outcomes: { done: [] },
  async run(_input, { db, now, contact }) {
    await setStopped(db, contact.id, now.getTime());
    await withdrawConsent(db, { contactId: contact.id, purpose: 'push' }, now);
    return { name: 'done', values: {} };
  },
};

/** MULAI: takes STOP back. A consent that has ended is asked for anew. */
export const start: Action = {
  takes: [],
  outcomes: { done: [] },
  async run(_input, { db, contact }) {
    await setStopped(db, contact.id, null);
    return { name: 'done', values: {} };
  },
};
