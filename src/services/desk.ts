import { showNumber } from '../core/number.ts';
import { recordAudit } from '../store/audit.ts';
import { findDeskMatter, personsOf, type DeskMatter, type KnownPerson } from '../store/desk.ts';
import { listOffices } from '../store/offices.ts';
import { listOfficers, type Officer } from '../store/officers.ts';
import { forgetPresence, listPresent, markPresent } from '../store/presence.ts';
import type { Db } from '../store/store.ts';
import { findAlarm, type Alarm } from './alarms.ts';
import type { Beholder } from './matter-sight.ts';
import { matterNumber, type MatterView } from './matter-views.ts';
import { conversationLog, mayReadLog, type LoggedMessage } from './messages.ts';

export { readDrafts, saveDraft, type DraftKey, type DraftKind } from '../store/drafts.ts';
export type { DeskMatter, KnownPerson } from '../store/desk.ts';
export { readStamps, type Stamp } from '../store/matter-changes.ts';
export { endPresence, type Present } from '../store/presence.ts';

/** Who has which matter open at `now`, without the officer who asks: names by the matter's number. */
export async function colleaguesAt(
  db: Db,
  officer: { readonly id: number },
  now: Date,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const others = (await listPresent(db, now.getTime())).filter(
    ({ officerId }) => officerId !== officer.id,
  );
  const names = new Map<string, string[]>();
  for (const { kind, number, name } of others) {
    const shown = showNumber(kind, number);
    names.set(shown, [...(names.get(shown) ?? []), name]);
  }
  return names;
}

/** An officer who looks at something, and when. */
export interface Look {
  readonly officer: { readonly id: number };
  readonly now: Date;
}

async function audit(db: Db, { officer, now }: Look, action: string, subject: string) {
  const actor = `officer:${officer.id}`;
  await recordAudit(db, { at: now.getTime(), actor, action, subject });
}

/** The officer opens a matter's page, or the page renews itself: one line of audit for one look. */
export async function lookAt(
  db: Db,
  { id: matterId, number }: { readonly id: number; readonly number: string },
  look: Look,
): Promise<void> {
  const now = look.now.getTime();
  await forgetPresence(db, now - 3_600_000);
  const isNew = await markPresent(db, { officerId: look.officer.id, matterId }, now);
  if (isNew) await audit(db, look, 'matter.view', number);
}

/** The officer opens the list of what waits: first words of many people. `office`: whose. */
export async function lookAtQueue(db: Db, office: string | undefined, look: Look): Promise<void> {
  await audit(db, look, 'matter.list', office ?? 'all');
}

/** The officer is to see a phone number whole. */
export async function noteReveal(db: Db, number: string, look: Look): Promise<void> {
  await audit(db, look, 'matter.reveal-phone', number);
}

/** Who is behind a matter, as far as officers may know. */
export interface Asker extends DeskMatter {
  /** Of somebody in danger: who was called, and whether it is in hand. */
  readonly alarm?: Alarm | undefined;
  /** Empty for a matter without a name, and for a confidential one. */
  readonly persons: readonly KnownPerson[];
  /** What the phone wrote lately and what the machine said; empty where persons are. */
  readonly log: readonly LoggedMessage[];
}

/** How much of the talk with the machine is shown. */
const logged = 20;

/**
 * Whose matter it is. A matter without a name shows nobody and nothing else that the phone wrote (a
 * registration says the name); a confidential one no number either.
 */
export async function askerOf(
  db: Db,
  view: MatterView,
  officer: Beholder,
): Promise<Asker | undefined> {
  const wanted = matterNumber(view.number);
  const matter = wanted && (await findDeskMatter(db, wanted));
  if (!matter) return undefined;
  const alarm = view.urgent ? await findAlarm(db, matter.id) : undefined;
  const nobody = { ...matter, alarm, persons: [], log: [] };
  if (view.privacy === 'confidential') return { ...nobody, userId: null };
  if (view.privacy === 'anonymous') return nobody;
  const mayRead = await mayReadLog(db, officer, matter.contactId);
  const log = mayRead ? (await conversationLog(db, matter.contactId)).slice(-logged) : [];
  return { ...nobody, persons: await personsOf(db, matter.contactId), log };
}

/** Colleagues of an office who work here now, without the officer who asks. */
export async function colleaguesOf(
  db: Db,
  office: string,
  officer: { readonly id: number },
): Promise<readonly Officer[]> {
  const all = await listOfficers(db, { office, after: 0, limit: 200 });
  return all.filter(({ id, active }) => active && id !== officer.id);
}

/** Names of all offices by their code. */
export async function officeNames(db: Db): Promise<ReadonlyMap<string, string>> {
  return new Map((await listOffices(db)).map(({ code, name }) => [code, name]));
}

/** The page of a matter is still open before the officer. */
export async function keepPresent(
  db: Db,
  key: { readonly officerId: number; readonly matterId: number },
  now: Date,
): Promise<void> {
  await markPresent(db, key, now.getTime());
}
