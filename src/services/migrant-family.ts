import { shownMoment } from '../core/format.ts';
import { textOf } from '../core/json.ts';
import type { Action, ServiceContext } from './action.ts';
import { alert } from './alarms.ts';
import { addFromContact, openMatter, openMattersOf, type ToldMatter } from './matters.ts';
import { openPhrases } from './phrases.ts';

const phrase = openPhrases('cpmi/phrases.yaml');
const alarmWords = openPhrases('alarms/words.yaml');

/** Who writes from abroad is the one in trouble, or may be watched. */
const isAbroad = (phone: string): boolean => /^\+(?!62)\d/.test(phone);

interface Raised {
  readonly matter: ToldMatter;
  /** What has been done, as alarms/words.yaml says it. */
  readonly done: 'calling' | 'kept' | 'passed';
}

/** The urgent complaint that is open with this person already, with these words added. */
async function addToUrgent(context: ServiceContext, text: string): Promise<Raised | undefined> {
  const { db, contact } = context;
  const open = (await openMattersOf(db, [contact.id])).get(contact.id) ?? [];
  const urgent = open.find((matter) => matter.kind === 'A' && matter.urgent);
  const matter = urgent && (await addFromContact(context, urgent.id, text));
  return matter && { matter, done: 'passed' };
}

async function raise(context: ServiceContext, text: string): Promise<Raised> {
  const form = { kind: 'A', text, urgent: true, category: 'abroad' } as const;
  const matter = await openMatter(context, form);
  const alarm = { matterId: matter.id, kind: 'family' };
  const called = (await alert(context.db, alarm, context.now)) === 'called';
  return { matter, done: called ? 'calling' : 'kept' };
}

/**
 * Opens an urgent complaint and calls the officer on duty before anything is asked: who stops
 * writing is not forgotten. `abroad`: a foreign number writes, nothing is opened here; that is the
 * dialogue of danger.
 */
export const open: Action = {
  purpose: 'record',
  takes: ['cerita'],
  outcomes: { opened: ['perkara', 'aduan', 'paling_lambat', 'kabar'], abroad: ['cerita'] },
  async run({ cerita }, context) {
    const text = textOf(cerita) || phrase('family');
    if (isAbroad(context.contact.userId)) return { name: 'abroad', values: { cerita: text } };
    const { matter, done } = (await addToUrgent(context, text)) ?? (await raise(context, text));
    const { id: perkara, number: aduan, replyBy } = matter;
    const values = { perkara, aduan, paling_lambat: shownMoment(replyBy), kabar: alarmWords(done) };
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
