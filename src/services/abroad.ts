import { dayStart, localDate } from '../core/format.ts';
import { showNumber } from '../core/number.ts';
import { countAudit, recordAudit } from '../store/audit.ts';
import type { ServiceContext } from './action.ts';
import { callOrder } from './duty.ts';
import { openMatter, openMattersOf } from './matters.ts';
import { openPhrases } from './phrases.ts';
import { postToUser } from './post.ts';

const words = openPhrases('alarms/words.yaml');

const action = 'abroad.alert';

/** The matter that officers find this person by: what is open already, else a new question. */
async function matterFor(context: ServiceContext, text: string): Promise<string> {
  const open = await openMattersOf(context.db, [context.contact.id]);
  const [matter] = open.get(context.contact.id) ?? [];
  if (matter) return showNumber(matter.kind, matter.number);
  return (await openMatter(context, { kind: 'K', text })).number;
}

/** Tells the first on duty who can be reached. */
async function tellDuty({ db, office, now }: ServiceContext, nomor: string): Promise<void> {
  const trace = { because: `from abroad: ${nomor}` };
  const posting = { class: 'reply', purpose: 'officer', now, trace } as const;
  for (const to of await callOrder(db, office, now)) {
    const sent = await postToUser(db, { ...to, office }, words('abroad', { nomor }), posting);
    if (sent !== undefined) return;
  }
}

/**
 * Somebody writes from another country: at the first message of a day the office is told, in the
 * queue and on the phone of who is on duty. A worker there may be able to write only once.
 */
export async function alertAbroad(context: ServiceContext, text: string): Promise<void> {
  const { db, now, contact } = context;
  const subject = `contact:${contact.id}`;
  const today = dayStart(localDate(now));
  if ((await countAudit(db, { subject, action }, today)) > 0) return;
  await tellDuty(context, await matterFor(context, text));
  await recordAudit(db, { at: now.getTime(), actor: subject, action, subject });
}
