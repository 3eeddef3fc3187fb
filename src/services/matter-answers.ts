import { RejectedRequest } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import type { Choice } from '../core/message.ts';
import { showNumber } from '../core/number.ts';
import { capitalsIn } from '../language/capitals.ts';
import { findDestination } from '../store/destinations.ts';
import { addMatterMessage } from '../store/matter-messages.ts';
import type { Matter, MatterPatch } from '../store/matters.ts';
import type { Db } from '../store/store.ts';
import { acceptanceOf, handlingOf } from './matter-clock.ts';
import { changeHeldMatter, demandFree, demandNotClosed, type OfficerDeed } from './matter-held.ts';
import type { MatterView } from './matter-views.ts';
import { openPhrases } from './phrases.ts';
import { post } from './post.ts';

const words = openPhrases('matters/words.yaml');

type Answered = Pick<Matter, 'kind' | 'number' | 'urgent'>;

/** People hear the first name of the officer only. */
const firstName = (name: string): string => name.trim().split(/\s+/u)[0] ?? '';

/** A sentence ends before the question begins. */
const asSentence = (text: string): string => (/[.!?]$/u.test(text) ? text : `${text}.`);

/** The words round an answer, which say what may be replied. */
const frameOf = ({ kind, urgent }: Answered, close: boolean): string => {
  if (urgent) return 'urgent';
  return close ? 'last-answer' : `answer-${kind}`;
};

/**
 * What may be pressed: what our own words offer, never what an officer wrote in capitals. YA says
 * which answer it is to: pressed a day later, in the middle of something else, it still does.
 */
function answerChoices(matter: Answered, close: boolean): readonly Choice[] {
  const ours = words(frameOf(matter, close), { nomor: '', nama: '', teks: '' });
  const number = close ? '' : `${showNumber(matter.kind, matter.number)} `;
  return capitalsIn(ours)
    .filter((row) => row.offered)
    .map(({ words: label }) => ({ text: number + label, label }));
}

/** What the person reads: the officer's text with number, name and the question whether it helped. */
export function answerText(
  matter: Answered,
  answer: { readonly text: string; readonly officer: string; readonly close: boolean },
): string {
  const text = answer.text.trim();
  const frame = frameOf(matter, answer.close);
  if (matter.urgent) return words(frame, { teks: text });
  return words(frame, {
    nomor: showNumber(matter.kind, matter.number),
    nama: firstName(answer.officer),
    teks: asSentence(text),
  });
}

/** Puts a text to the person of a matter into the outbox; gives the row's id. @throws RejectedRequest 409 */
async function tell(
  db: Db,
  matter: Matter,
  said: { readonly text: string; readonly choices?: readonly Choice[] },
  now: Date,
): Promise<number> {
  const { text, choices = [] } = said;
  const to = await findDestination(db, matter.contactId, matter.addressId);
  if (!to) throw new RejectedRequest(409, 'no-address');
  const trace: Json = { because: `officer ${showNumber(matter.kind, matter.number)}` };
  const purpose = matter.urgent ? 'danger' : 'officer';
  return post(db, to, text, { class: 'reply', purpose, now, trace, choices });
}

async function answered(db: Db, matter: Matter, deed: OfficerDeed): Promise<MatterPatch> {
  const { officer, now } = deed;
  const at = now.getTime();
  const isFirst = matter.status !== 'answered';
  return {
    status: 'answered',
    assigneeId: officer.id,
    activeAt: at,
    answeredAt: at,
    dueAt: await acceptanceOf(db, matter, now),
    ...(isFirst && { handledMinutes: await handlingOf(db, matter, officer.id, now) }),
  };
}

const closing = ({ now }: OfficerDeed): MatterPatch => ({
  status: 'closed',
  closedAt: now.getTime(),
  closedBecause: 'officer',
  dueAt: null,
});

/**
 * Sends an officer's answer on the channel that the question came by; `close` ends the matter with
 * it. An unclaimed matter is the officer's from now on. Wake the gateway after the commit.
 * @throws ClaimedError when another officer holds it; RejectedRequest 409 when it is closed
 */
export async function replyToMatter(
  db: Db,
  number: string,
  deed: OfficerDeed & { readonly text: string; readonly close?: boolean },
): Promise<MatterView | undefined> {
  const { officer, now, text, close = false } = deed;
  return changeHeldMatter(db, number, { ...deed, action: 'matter.reply' }, async (matter) => {
    demandNotClosed(matter);
    demandFree(matter, deed);
    const patch = await answered(db, matter, deed);
    const shown = answerText(matter, { text, officer: officer.name, close });
    const said = { text: shown, choices: answerChoices(matter, close) };
    const outboundId = await tell(db, matter, said, now);
    const message = { matterId: matter.id, direction: 'out', text: text.trim() } as const;
    const entry = { ...message, officerId: officer.id, outboundId };
    await addMatterMessage(db, entry, now.getTime());
    return close
      ? { patch: { ...patch, ...closing(deed) }, event: { event: 'closed' } }
      : { patch };
  });
}

/** Where a matter went: the body that answers now, and its number there ('' when not known yet). */
export interface Forwarding {
  readonly to: string;
  readonly reference: string;
}

function forwardedText(matter: Matter, { to, reference }: Forwarding): string {
  const nomor = showNumber(matter.kind, matter.number);
  const name = reference === '' ? 'forwarded-without-reference' : 'forwarded';
  return words(name, { nomor, badan: to, rujukan: reference });
}

/**
 * Notes that another body has taken a matter over, and tells the person; one in danger is told
 * nothing that a captor could read.
 * @throws ClaimedError when another officer holds it; RejectedRequest 409 when it is closed
 */
export async function forwardMatter(
  db: Db,
  number: string,
  deed: OfficerDeed & Forwarding,
): Promise<MatterView | undefined> {
  const { to, reference, now, officer } = deed;
  return changeHeldMatter(db, number, { ...deed, action: 'matter.forward' }, async (matter) => {
    demandNotClosed(matter);
    demandFree(matter, deed);
    if (!matter.urgent) await tell(db, matter, { text: forwardedText(matter, deed) }, now);
    const where = { forwardedTo: to, forwardedReference: reference };
    const patch = { ...where, status: 'forwarded', assigneeId: officer.id, dueAt: null } as const;
    return { patch, event: { event: 'forwarded', detail: { to, reference } } };
  });
}
