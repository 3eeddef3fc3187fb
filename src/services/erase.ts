import { recordAudit } from '../store/audit.ts';
import { otherContacts } from '../store/erasable.ts';
import {
  deleteContact,
  deleteKeys,
  deleteMemory,
  deletePerson,
  disownRecords,
  emptyMatter,
  hasWritten,
  longKeysNaming,
  userIdsOf,
  type KeyRow,
} from '../store/erase.ts';
import { eraseAttachments } from '../store/erased-attachments.ts';
import type { Erasure } from '../store/erasures.ts';
import {
  deleteAllBodies,
  deleteBodies,
  deleteUnsettled,
  listBodies,
} from '../store/message-bodies.ts';
import { listThreads } from '../store/matter-messages.ts';
import { findSeeker } from '../store/registered-seekers.ts';
import type { OwnPerson } from '../store/erasable.ts';
import { forgetWord } from '../store/seeker-index.ts';
import type { Db, Store } from '../store/store.ts';
import { nameToken } from './seeker-tokens.ts';
import { planErasure, type ErasurePlan } from './erasure-plan.ts';
import { foldName } from './same-name.ts';

/** A registration is a dialogue of at most a day: its messages are around the moment it was stored. */
const dialogue = 24 * 3_600_000;

/** Tells whether a text names somebody or says what was said. */
type Mention = (text: string, at: number) => boolean;

const digitsOf = (text: string): string => text.replace(/\D/gu, '');

function namesPerson(
  name: string,
  found:
    { readonly nik: string; readonly number: number; readonly registeredAt: number } | undefined,
): Mention {
  const words = foldName(name);
  return (text, at) => {
    const folded = new Set(foldName(text));
    const named = words.length > 0 && words.every((word) => folded.has(word));
    if (named || !found) return named;
    const numbered = new RegExp(`\\bd[\\s.-]?${found.number}\\b`, 'iu').test(text);
    return numbered || digitsOf(text).includes(found.nik) || near(at, found.registeredAt);
  };
}

const near = (at: number, registeredAt: number): boolean =>
  at > registeredAt - dialogue && at < registeredAt + 60_000;

async function eraseMentions(db: Db, contactId: number, isMention: Mention): Promise<void> {
  const bodies = await listBodies(db, contactId);
  await deleteBodies(
    db,
    bodies.filter(({ text, at }) => isMention(text, at)),
  );
}

/** A person with every message on any phone that names it. */
export async function erasePerson(db: Db, person: OwnPerson, contactId: number): Promise<void> {
  const seeker = person.number === null ? undefined : await findSeeker(db, person.number);
  const mention = namesPerson(person.name, seeker);
  const others = await otherContacts(db, person.personId, contactId);
  const byName: Mention = (text) => mention(text, Number.NEGATIVE_INFINITY);
  for (const other of others) await eraseMentions(db, other, byName);
  await eraseMentions(db, contactId, mention);
  await eraseAttachments(db, { contactId }); // a photo of the papers
  await deletePerson(db, person.personId);
  for (const word of foldName(person.name)) await forgetWord(db, word, nameToken(word));
}

/** A closed matter, and the messages in which its words went back and forth. */
export async function eraseMatter(db: Db, matterId: number, contactId: number): Promise<void> {
  const thread = await listThreads(db, [matterId]);
  const said = thread.map(({ text }) => text.trim()).filter((text) => text.length > 3);
  await eraseMentions(db, contactId, (text) => said.some((words) => text.includes(words)));
  await eraseAttachments(db, { matterId });
  await emptyMatter(db, matterId);
}

/** Everything of a phone: what is still to be sent, and the number itself, go when that has arrived. */
export async function eraseContact(
  db: Db,
  contactId: number,
  keys: readonly KeyRow[],
): Promise<void> {
  await deleteKeys(db, keys, { contactId, userIds: await userIdsOf(db, contactId) });
  await eraseAttachments(db, { contactId });
  await deleteAllBodies(db, contactId);
  await deleteMemory(db, contactId);
}

/** What is erased, and the keys that go with it. */
export interface ErasureWork {
  readonly erasure: Erasure;
  readonly keys: readonly KeyRow[];
}

/** Keys of messages that name the sender, for `eraseData`: looked for before its transaction. */
export async function keysToErase(
  store: Store,
  { contactId, scope }: Erasure,
): Promise<readonly KeyRow[]> {
  if (scope !== 'all') return [];
  return store.read(longKeysNaming, await userIdsOf(store, contactId));
}

/**
 * Does what was asked for, in the caller's transaction that holds the contact; gives what went and
 * what stayed. The audit line keeps the number alone.
 */
export async function eraseData(
  db: Db,
  { erasure: { contactId, scope }, keys }: ErasureWork,
  now: Date,
): Promise<ErasurePlan> {
  const plan = await planErasure(db, contactId, scope, now);
  for (const { id } of plan.matters) await eraseMatter(db, id, contactId);
  for (const person of plan.persons) await erasePerson(db, person, contactId);
  if (plan.everything) await eraseContact(db, contactId, keys);
  await recordAudit(db, {
    at: now.getTime(),
    actor: 'clock',
    action: 'data.erase',
    subject: scope === 'all' ? `contact:${contactId}` : scope,
  });
  return plan;
}

/** A reply that has not arrived after so long does not hold the phone number any more. */
const longestWait = 24 * 3_600_000;

/**
 * Lets a phone number go once it was told that it was done; false while that is still on its way.
 * Whoever has written again, is answered by an officer or holds a card stays reachable.
 */
export async function releaseContact(db: Db, erasure: Erasure, now: Date): Promise<boolean> {
  const { contactId, doneAt } = erasure;
  if (await hasWritten(db, contactId)) return true;
  const left = await deleteAllBodies(db, contactId);
  if (left > 0 && now.getTime() - (doneAt ?? 0) < longestWait) return false;
  const { reachable } = await planErasure(db, contactId, 'all', now);
  if (reachable) return true;
  await deleteUnsettled(db, contactId);
  await disownRecords(db, contactId);
  await deleteContact(db, contactId);
  return true;
}
