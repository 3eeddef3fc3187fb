import { addWorkingDays, addWorkingMinutes, workingMinutesBetween } from '../core/working-time.ts';
import { lastActive } from '../store/matter-lists.ts';
import type { Matter } from '../store/matters.ts';
import type { Db } from '../store/store.ts';
import { workingTimeOf } from './office-hours.ts';
import { replyBy } from './reply-by.ts';

/** A claim without an officer's message lapses after so long (DESIGN section 4). */
const claimMinutes = 4 * 60;

/** An answer that nobody objects to is accepted after so many working days (DESIGN section 4). */
const acceptDays = 2;

/**
 * When a claim that begins now lapses: after four working hours, earlier at reply-by; one that is
 * taken after its reply-by has the four hours. Danger counts the hours of the clock.
 */
export async function lapseOf(
  db: Db,
  matter: Pick<Matter, 'officeCode' | 'urgent' | 'replyBy'>,
  from: Date,
): Promise<number> {
  const calendar = await workingTimeOf(db, matter.officeCode);
  const lapse = matter.urgent
    ? from.getTime() + claimMinutes * 60_000
    : addWorkingMinutes(calendar, from, claimMinutes).getTime();
  return matter.replyBy > from.getTime() ? Math.min(lapse, matter.replyBy) : lapse;
}

/** When an answer counts as accepted. Never in danger: there silence is no consent. */
export async function acceptanceOf(
  db: Db,
  matter: Pick<Matter, 'officeCode' | 'urgent'>,
  answeredAt: Date,
): Promise<number | null> {
  if (matter.urgent) return null;
  const calendar = await workingTimeOf(db, matter.officeCode);
  return addWorkingDays(calendar, answeredAt, acceptDays).getTime();
}

/**
 * Working minutes that an answer took: since the matter was taken (or came, when nobody took it) or
 * since the officer's message before, whichever is later. Of matters held side by side each counts
 * for itself, so that the sum is the pace at which a queue is worked off.
 */
export async function handlingOf(
  db: Db,
  matter: Matter,
  officerId: number,
  now: Date,
): Promise<number> {
  const calendar = await workingTimeOf(db, matter.officeCode);
  const taken = matter.claimedAt ?? matter.openedAt;
  const from = new Date(Math.max(taken, await lastActive(db, officerId)));
  return workingMinutesBetween(calendar, from, now);
}

/** What changes when an answer is owed anew: a promise of its own, not yet overdue. */
export async function owedAnew(
  db: Db,
  { officeCode, kind, urgent, category }: Matter,
  now: Date,
): Promise<{ readonly replyBy: number; readonly escalatedAt: null }> {
  const at = await replyBy(db, { office: officeCode, kind, urgent, category }, now);
  return { replyBy: at.getTime(), escalatedAt: null };
}
