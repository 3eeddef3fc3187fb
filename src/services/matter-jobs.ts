import { showNumber } from '../core/number.ts';
import { recordAudit } from '../store/audit.ts';
import { holdDue, holdOverdue } from '../store/matter-due.ts';
import { changeMatter, type Matter, type MatterPatch } from '../store/matters.ts';
import type { Db } from '../store/store.ts';
import { acceptanceOf, lapseOf } from './matter-clock.ts';
import { addEvent, type MatterDeed } from './matter-events.ts';

/** What the clock does to a matter; without an action only its next moment changes. */
interface Tick {
  readonly patch: MatterPatch;
  /** For the audit trail: `matter.lapse`. */
  readonly action?: string;
  readonly deed?: MatterDeed;
}

async function apply(db: Db, matter: Matter, { patch, action, deed }: Tick, now: Date) {
  await changeMatter(db, matter, patch, now.getTime());
  if (!deed || action === undefined) return;
  const officer = matter.assigneeId === null ? {} : { officerId: matter.assigneeId };
  await addEvent(db, matter.id, { ...deed, ...officer }, now);
  const subject = showNumber(matter.kind, matter.number);
  await recordAudit(db, { at: now.getTime(), actor: 'clock', action, subject });
}

const lapse: Tick = {
  patch: { status: 'open', assigneeId: null, claimedAt: null, dueAt: null },
  action: 'matter.lapse',
  deed: { event: 'lapsed' },
};

const acceptance = (now: Date): Tick => ({
  patch: { status: 'closed', closedAt: now.getTime(), closedBecause: 'silence', dueAt: null },
  action: 'matter.accept',
  deed: { event: 'closed', detail: { because: 'silence' } },
});

const escalation = (now: Date): Tick => ({
  patch: { escalatedAt: now.getTime() },
  action: 'matter.escalate',
  deed: { event: 'overdue' },
});

/** When a claim lapses or an answer counts as accepted, by the calendar as it is now. */
async function dueOf(db: Db, matter: Matter): Promise<number | null> {
  const { status, claimedAt, answeredAt, openedAt } = matter;
  if (status === 'claimed') return lapseOf(db, matter, new Date(claimedAt ?? openedAt));
  if (status === 'answered') return acceptanceOf(db, matter, new Date(answeredAt ?? openedAt));
  return null;
}

/** A holiday that was entered since then puts it off. */
async function tickOf(db: Db, matter: Matter, now: Date): Promise<Tick> {
  const dueAt = await dueOf(db, matter);
  if (dueAt === null || dueAt > now.getTime()) return { patch: { dueAt } };
  return matter.status === 'claimed' ? lapse : acceptance(now);
}

/**
 * Gives forgotten claims back to all, and closes what was answered and not objected to for two
 * working days; at most 100 in the caller's transaction, gives how many it looked at. Several
 * processes may do it at once.
 */
export async function settleDue(db: Db, now: Date): Promise<number> {
  const due = await holdDue(db, now.getTime());
  for (const matter of due) await apply(db, matter, await tickOf(db, matter, now), now);
  return due.length;
}

/** Points to what was promised by now and is not answered; at most 100, gives how many. */
export async function escalateOverdue(db: Db, now: Date): Promise<number> {
  const overdue = await holdOverdue(db, now.getTime());
  for (const matter of overdue) await apply(db, matter, escalation(now), now);
  return overdue.length;
}
