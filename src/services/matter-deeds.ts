import { RejectedRequest } from '../core/errors.ts';
import { hiddenFrom } from '../store/matter-hidden.ts';
import { addMatterMessage } from '../store/matter-messages.ts';
import type { Matter, MatterPatch } from '../store/matters.ts';
import { findOfficer } from '../store/officers.ts';
import type { Db } from '../store/store.ts';
import { lapseOf, owedAnew } from './matter-clock.ts';
import {
  changeHeldMatter,
  demandFree,
  demandFreeOrSupervisor,
  demandNotClosed,
  type OfficerDeed,
} from './matter-held.ts';
import { maySee } from './matter-sight.ts';
import type { MatterView } from './matter-views.ts';

/** In whose hands a matter is from now on; an answered one stays answered. */
async function heldBy(db: Db, matter: Matter, officerId: number, now: Date): Promise<MatterPatch> {
  if (matter.status === 'answered') return { assigneeId: officerId };
  const dueAt = await lapseOf(db, matter, now);
  return { status: 'claimed', assigneeId: officerId, claimedAt: now.getTime(), dueAt };
}

/**
 * An officer takes a matter: from now on free text of the person is the officer's. Twice changes
 * nothing. @throws ClaimedError; RejectedRequest 409 when it is closed
 */
export async function claimMatter(
  db: Db,
  number: string,
  deed: OfficerDeed,
): Promise<MatterView | undefined> {
  const { officer, now } = deed;
  return changeHeldMatter(db, number, { ...deed, action: 'matter.claim' }, async (matter) => {
    demandNotClosed(matter);
    demandFree(matter, deed);
    if (matter.assigneeId === officer.id && matter.status !== 'forwarded') return undefined;
    return { patch: await heldBy(db, matter, officer.id, now), event: { event: 'claimed' } };
  });
}

/** Gives a matter back for all. @throws ClaimedError when it is another's and no supervisor asks */
export async function releaseMatter(
  db: Db,
  number: string,
  deed: OfficerDeed,
): Promise<MatterView | undefined> {
  return changeHeldMatter(db, number, { ...deed, action: 'matter.release' }, async (matter) => {
    demandFreeOrSupervisor(matter, deed);
    const isHeld = matter.status === 'claimed' || matter.status === 'answered';
    if (!isHeld || matter.assigneeId === null) return undefined;
    const open = { status: 'open', claimedAt: null, dueAt: null } as const;
    const patch = { assigneeId: null, ...(matter.status === 'claimed' && open) };
    return { patch, event: { event: 'released' } };
  });
}

/** The id of an officer who works here and may see the matter. @throws RejectedRequest 400 */
async function colleague(db: Db, username: string, matter: Matter): Promise<number> {
  const found = await findOfficer(db, username);
  const sight = { ...matter, hiddenFrom: await hiddenFrom(db, matter.id) };
  if (found?.active && maySee(found, sight)) return found.id;
  throw new RejectedRequest(400, 'unknown-officer');
}

/**
 * Puts a matter into a colleague's hands; `to` is the user name.
 * @throws ClaimedError when it is another's and no supervisor asks; RejectedRequest 400 for an
 * officer who may not see it, 409 when it is closed
 */
export async function handOverMatter(
  db: Db,
  number: string,
  deed: OfficerDeed & { readonly to: string },
): Promise<MatterView | undefined> {
  const { to, now } = deed;
  return changeHeldMatter(db, number, { ...deed, action: 'matter.hand-over' }, async (matter) => {
    demandNotClosed(matter);
    demandFreeOrSupervisor(matter, deed);
    const officerId = await colleague(db, to, matter);
    if (matter.assigneeId === officerId && matter.status !== 'forwarded') return undefined;
    const patch = await heldBy(db, matter, officerId, now);
    return { patch, event: { event: 'handed-over', detail: { to } } };
  });
}

/** Leaves a note for colleagues; the person never sees it and nothing else changes. */
export async function noteMatter(
  db: Db,
  number: string,
  deed: OfficerDeed & { readonly text: string },
): Promise<MatterView | undefined> {
  const { officer, now, text } = deed;
  return changeHeldMatter(db, number, { ...deed, action: 'matter.note' }, async (matter) => {
    const note = { matterId: matter.id, kind: 'note', direction: 'out', text } as const;
    await addMatterMessage(db, { ...note, officerId: officer.id }, now.getTime());
    return { patch: {} };
  });
}

/** Ends a matter without a word to the person. Twice changes nothing. @throws ClaimedError */
export async function closeMatter(
  db: Db,
  number: string,
  deed: OfficerDeed,
): Promise<MatterView | undefined> {
  return changeHeldMatter(db, number, { ...deed, action: 'matter.close' }, async (matter) => {
    if (matter.status === 'closed') return undefined;
    demandFree(matter, deed);
    const closedAt = deed.now.getTime();
    const patch = { status: 'closed', closedAt, closedBecause: 'officer', dueAt: null } as const;
    return { patch, event: { event: 'closed' } };
  });
}

/** Opens a closed or forwarded matter again for all, with a new reply-by. */
export async function reopenMatter(
  db: Db,
  number: string,
  deed: OfficerDeed,
): Promise<MatterView | undefined> {
  return changeHeldMatter(db, number, { ...deed, action: 'matter.reopen' }, async (matter) => {
    if (matter.status !== 'closed' && matter.status !== 'forwarded') return undefined;
    const over = { closedAt: null, closedBecause: null, claimedAt: null, dueAt: null };
    const owed = await owedAnew(db, matter, deed.now);
    const patch = { ...over, ...owed, status: 'open', assigneeId: null } as const;
    return { patch, event: { event: 'reopened' } };
  });
}
