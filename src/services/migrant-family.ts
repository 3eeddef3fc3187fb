import { shownMoment } from '../core/format.ts';
import { textOf } from '../core/json.ts';
import type { Action } from './action.ts';
import { alert } from './alarms.ts';
import { addFromContact, openMatter } from './matters.ts';
import { openPhrases } from './phrases.ts';

const phrase = openPhrases('cpmi/phrases.yaml');

/** Somebody who writes from abroad may be the one in trouble, and be watched. */
const isAbroad = (phone: string): boolean => /^\+(?!62)\d/.test(phone);

/**
 * Opens an urgent complaint at once, before anything is asked: who stops writing is not forgotten.
 * `quiet` for a foreign number: no case number is told to a phone that another may read.
 */
export const open: Action = {
  takes: ['cerita'],
  outcomes: { opened: ['perkara', 'aduan', 'paling_lambat'], quiet: ['perkara'] },
  async run({ cerita }, context) {
    const matter = await openMatter(context, {
      kind: 'A',
      text: textOf(cerita) || phrase('family'),
      urgent: true,
      category: 'abroad',
    });
    const { id: perkara, number: aduan, replyBy } = matter;
    await alert(context.db, { matterId: perkara, kind: 'stranded' }, context.now);
    if (isAbroad(context.contact.userId)) return { name: 'quiet', values: { perkara } };
    const values = { perkara, aduan, paling_lambat: shownMoment(replyBy) };
    return { name: 'opened', values };
  },
};

/** Adds one answer to the complaint, with what was asked. */
export const tell: Action = {
  takes: ['perkara', 'perihal', 'jawaban'],
  outcomes: { told: [] },
  async run({ perkara, perihal, jawaban }, context) {
    const text = phrase('told', { perihal: textOf(perihal), jawaban: textOf(jawaban) });
    await addFromContact(context, Number(perkara), text);
    return { name: 'told', values: {} };
  },
};
