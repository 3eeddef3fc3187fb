import type { Json } from '../core/json.ts';
import { showNumber } from '../core/number.ts';
import { recordAudit } from '../store/audit.ts';
import { nextNumber } from '../store/counters.ts';
import { selectOpenMatters, type OpenMatter as StoredOpenMatter } from '../store/open-matters.ts';
import { hideMatter } from '../store/matter-hidden.ts';
import {
  addMatter,
  changeMatter,
  lockMatter,
  type Matter,
  type MatterAudience,
  type MatterKind,
  type MatterPatch,
  type MatterPrivacy,
  type MatterStatus,
} from '../store/matters.ts';
import type { Db } from '../store/store.ts';
import type { ServiceContext } from './action.ts';
import { looseWords } from './attachments.ts';
import { lapseOf, owedAnew } from './matter-clock.ts';
import { addEvent } from './matter-events.ts';
import { addText } from './matter-words.ts';
import { replyBy } from './reply-by.ts';

/** What a person brings to an officer. */
export interface MatterForm {
  readonly kind: MatterKind;
  /** In the person's words, without the keyword; may be empty when `details` say it. */
  readonly text: string;
  /** Danger: no number is told, no opening hours are waited for. */
  readonly urgent?: boolean;
  readonly category?: string;
  readonly privacy?: MatterPrivacy;
  readonly details?: Json;
  /** Who of the office may see it; everybody when left out. */
  readonly audience?: MatterAudience;
  /** Ids of officers who may never see it. */
  readonly hiddenFrom?: readonly number[];
}

/** What a person is told of a matter; `number` as shown: K1311. */
export interface ToldMatter {
  readonly id: number;
  readonly number: string;
  readonly replyBy: Date;
}

async function audit(context: ServiceContext, action: string, subject: string): Promise<void> {
  const actor = `contact:${context.contact.id}`;
  await recordAudit(context.db, { at: context.now.getTime(), actor, action, subject });
}

/** What a matter is unless its form says otherwise. */
const usual = {
  urgent: false,
  category: null,
  privacy: 'open',
  audience: 'office',
  details: null,
} as const;

/**
 * Opens a matter of the account's office, in the turn's transaction, with its number and the
 * honest moment of an answer.
 */
export async function openMatter(context: ServiceContext, form: MatterForm): Promise<ToldMatter> {
  const { db, now, office, contact } = context;
  const { text, hiddenFrom = [], ...said } = form;
  const number = await nextNumber(db, form.kind);
  const about = { ...usual, ...said, number };
  const promised = await replyBy(db, { office, ...about }, now);
  const where = { officeCode: office, contactId: contact.id, addressId: contact.addressId ?? null };
  const matter = { ...about, ...where, replyBy: promised.getTime() };
  const id = await addMatter(db, matter, now.getTime());
  await hideMatter(db, id, hiddenFrom);
  const words = text === '' ? await looseWords(db, contact.id, now) : text;
  if (words !== '') await addText(context, id, words);
  const shown = showNumber(form.kind, number);
  await audit(context, 'matter.open', shown);
  return { id, number: shown, replyBy: promised };
}

/** A matter that a person can still say something to. `number` without its letter. */
export type OpenMatter = Omit<StoredOpenMatter, 'contactId'>;

/** The matters of these contacts that are not over, latest first; one statement for all. */
export async function openMattersOf(
  db: Db,
  contactIds: readonly number[],
): Promise<Map<number, readonly OpenMatter[]>> {
  const found = new Map<number, OpenMatter[]>();
  if (contactIds.length === 0) return found;
  for (const { contactId, ...matter } of await selectOpenMatters(db, contactIds)) {
    found.set(contactId, [...(found.get(contactId) ?? []), matter]);
  }
  return found;
}

/** How a matter stands after a person's text or word. */
export interface MatterNow extends ToldMatter {
  readonly kind: MatterKind;
  readonly status: MatterStatus;
}

/** The matter, held until the transaction ends, when it is this contact's. */
async function ownMatter({ db, contact }: ServiceContext, id: number): Promise<Matter | undefined> {
  const matter = await lockMatter(db, { id });
  return matter?.contactId === contact.id ? matter : undefined;
}

function toldOf(matter: Matter): MatterNow {
  const { id, kind, status } = matter;
  const number = showNumber(kind, matter.number);
  return { id, kind, status, number, replyBy: new Date(matter.replyBy) };
}

async function change(
  { db, now }: ServiceContext,
  matter: Matter,
  patch: MatterPatch,
): Promise<MatterNow> {
  const done = await changeMatter(db, matter, patch, now.getTime());
  if (!done) throw new Error('a matter changed while it was held');
  return toldOf({ ...matter, ...patch });
}

/** Back to whoever answered; to anybody when nobody holds it, or when it had gone elsewhere. */
async function askedAgain({ db, now }: ServiceContext, matter: Matter): Promise<MatterPatch> {
  const owed = await owedAnew(db, matter, now);
  if (matter.assigneeId === null || matter.status === 'forwarded') {
    return { ...owed, status: 'open', assigneeId: null, dueAt: null };
  }
  const dueAt = await lapseOf(db, { ...matter, ...owed }, now);
  return { ...owed, status: 'claimed', claimedAt: now.getTime(), dueAt };
}

/**
 * Adds a person's text to a matter of theirs. After an answer it is with the officer again, after it
 * was forwarded with all, with a new reply-by: no text goes unseen. Undefined when the matter is closed or another's.
 */
export async function addFromContact(
  context: ServiceContext,
  matterId: number,
  text: string,
): Promise<MatterNow | undefined> {
  const matter = await ownMatter(context, matterId);
  if (!matter || matter.status === 'closed') return undefined;
  await addText(context, matter.id, text);
  if (matter.status === 'open' || matter.status === 'claimed') return toldOf(matter);
  return change(context, matter, await askedAgain(context, matter));
}

/**
 * YA or PUAS closes an answered matter. BELUM opens it again for every officer, with a new
 * reply-by: the first answer did not help, and a colleague may be there sooner; the thread says who
 * answered. BELUM also takes back that silence counted as YA. Undefined when there is nothing to
 * confirm.
 */
export async function confirmMatter(
  context: ServiceContext,
  matterId: number,
  word: 'yes' | 'no',
): Promise<MatterNow | undefined> {
  const { db, now } = context;
  const matter = await ownMatter(context, matterId);
  if (!matter) return undefined;
  const asked = matter.status === 'answered';
  if (!asked && (word === 'yes' || matter.closedBecause !== 'silence')) return undefined;
  const event = word === 'yes' ? 'confirmed' : 'unclear';
  await addEvent(db, matter.id, { event }, now);
  await audit(context, `matter.${event}`, showNumber(matter.kind, matter.number));
  return change(context, matter, word === 'yes' ? closed(now) : await reopened(db, matter, now));
}

/**
 * The person needs no answer of an officer any more: a ready one was enough. Undefined when the
 * matter is another's or an officer has it.
 */
export async function closeByContact(
  context: ServiceContext,
  matterId: number,
): Promise<MatterNow | undefined> {
  const matter = await ownMatter(context, matterId);
  if (matter?.status !== 'open') return undefined;
  await addEvent(context.db, matter.id, { event: 'confirmed' }, context.now);
  await audit(context, 'matter.confirmed', showNumber(matter.kind, matter.number));
  return change(context, matter, closed(context.now));
}

function closed(now: Date): MatterPatch {
  return { status: 'closed', closedAt: now.getTime(), closedBecause: 'confirmed', dueAt: null };
}

async function reopened(db: Db, matter: Matter, now: Date): Promise<MatterPatch> {
  const over = { closedAt: null, closedBecause: null, dueAt: null, claimedAt: null };
  return { ...over, ...(await owedAnew(db, matter, now)), status: 'open', assigneeId: null };
}
