import { RejectedRequest } from '../core/errors.ts';
import { showNumber } from '../core/number.ts';
import { recordAudit } from '../store/audit.ts';
import { answerAlarm } from '../store/alarms.ts';
import { lockContacts } from '../store/contacts.ts';
import { hiddenFrom } from '../store/matter-hidden.ts';
import {
  changeMatter,
  contactOfMatter,
  lockMatter,
  type Matter,
  type MatterPatch,
} from '../store/matters.ts';
import type { Officer } from '../store/officers.ts';
import type { Db } from '../store/store.ts';
import { addEvent, type MatterDeed } from './matter-events.ts';
import { maySee } from './matter-sight.ts';
import { getMatter, matterNumber, type MatterView } from './matter-views.ts';

/** Another officer holds the matter, or took it at the same moment. */
export class ClaimedError extends RejectedRequest {
  constructor() {
    super(409, 'matter-claimed');
  }
}

/** Who does it, and when. */
export interface OfficerDeed {
  readonly officer: Pick<Officer, 'id' | 'name' | 'role' | 'office'>;
  readonly now: Date;
}

/** What a deed changes; nothing when the matter already is as wanted. */
export interface MatterChange {
  readonly patch: MatterPatch;
  readonly event?: Pick<MatterDeed, 'event' | 'detail'>;
}

/** Held by somebody else: until it is closed the person talks with one officer. */
export function isHeldByOther({ status, assigneeId }: Matter, officerId: number): boolean {
  const isHeld = status === 'claimed' || status === 'answered';
  return isHeld && assigneeId !== null && assigneeId !== officerId;
}

/** @throws ClaimedError when another officer holds it */
export function demandFree(matter: Matter, { officer }: OfficerDeed): void {
  if (isHeldByOther(matter, officer.id)) throw new ClaimedError();
}

/** Supervisors and admins may take a matter out of an officer's hands. */
export function demandFreeOrSupervisor(matter: Matter, deed: OfficerDeed): void {
  if (deed.officer.role === 'officer') demandFree(matter, deed);
}

/** @throws RejectedRequest 409 when it is closed */
export function demandNotClosed({ status }: Matter): void {
  if (status === 'closed') throw new RejectedRequest(409, 'matter-closed');
}

/**
 * The matter held until the transaction ends, when the officer may see it. The contact is held
 * first, as a turn does: the other order would deadlock with it.
 */
async function hold(db: Db, number: string, { officer }: OfficerDeed): Promise<Matter | undefined> {
  const wanted = matterNumber(number);
  const contactId = wanted && (await contactOfMatter(db, wanted.kind, wanted.number));
  if (wanted === undefined || contactId === undefined) return undefined;
  await lockContacts(db, [contactId]);
  const matter = await lockMatter(db, wanted);
  if (!matter) return undefined;
  const sight = { ...matter, hiddenFrom: await hiddenFrom(db, matter.id) };
  return maySee(officer, sight) ? matter : undefined;
}

/** Somebody has it in hand: nobody else is called about the danger any more. */
const isTaken = ({ patch }: MatterChange): boolean =>
  typeof patch.assigneeId === 'number' || patch.status === 'closed';

async function store(
  db: Db,
  matter: Matter,
  change: MatterChange,
  deed: OfficerDeed,
): Promise<void> {
  const { officer, now } = deed;
  const done = await changeMatter(db, matter, change.patch, now.getTime());
  if (!done) throw new ClaimedError();
  if (matter.urgent && isTaken(change)) await answerAlarm(db, matter.id, officer.id, now.getTime());
  if (change.event) await addEvent(db, matter.id, { ...change.event, officerId: officer.id }, now);
}

/**
 * Does something to a matter in the caller's transaction, with a line in the audit trail. Undefined
 * for what this officer may not see. A `change` that gives undefined leaves it as it is.
 * @throws ClaimedError when another officer was faster; what `change` throws
 */
export async function changeHeldMatter(
  db: Db,
  number: string,
  deed: OfficerDeed & { readonly action: string },
  change: (matter: Matter) => Promise<MatterChange | undefined>,
): Promise<MatterView | undefined> {
  const matter = await hold(db, number, deed);
  const changed = matter && (await change(matter));
  if (changed) {
    await store(db, matter, changed, deed);
    await recordAudit(db, {
      at: deed.now.getTime(),
      actor: `officer:${deed.officer.id}`,
      action: deed.action,
      subject: showNumber(matter.kind, matter.number),
    });
  }
  return matter && getMatter(db, number, deed);
}
