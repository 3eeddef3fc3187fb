import { showNumber } from '../core/number.ts';
import { recordAudit } from '../store/audit.ts';
import { addMatterMessage } from '../store/matter-messages.ts';
import { changeMatter, lockMatter, type Matter, type MatterPatch } from '../store/matters.ts';
import type { ServiceContext } from './action.ts';
import { lapseOf } from './matter-clock.ts';
import { openMatter, openMattersOf } from './matter-people.ts';

/** The matter that the person and the office spoke of last; a question of its own where none is open. */
async function spokenOf(context: ServiceContext): Promise<Matter> {
  const { db, contact } = context;
  const open = (await openMattersOf(db, [contact.id])).get(contact.id) ?? [];
  const [latest] = open.toSorted((a, b) => b.updatedAt - a.updatedAt);
  const { id } = latest ?? (await openMatter(context, { kind: 'K', text: '' }));
  const matter = await lockMatter(db, { id });
  if (!matter) throw new Error('an open matter vanished');
  return matter;
}

/** As held by an officer, without saying by whom; one that an officer holds stays theirs. */
async function heldByPhone({ db, now }: ServiceContext, matter: Matter): Promise<MatterPatch> {
  const at = now.getTime();
  const dueAt = await lapseOf(db, matter, now);
  return { status: 'claimed', claimedAt: at, activeAt: at, dueAt };
}

/**
 * What an officer typed to a person on the office's phone itself: it stands in the thread, and the
 * machine is quiet until the claim lapses, as after an officer's claim in the pages. A danger's alarm
 * goes on: nobody has said that they have it in hand. The contact must be held; `text` may be empty.
 */
export async function wordsFromPhone(context: ServiceContext, text: string): Promise<void> {
  const { db, now } = context;
  const matter = await spokenOf(context);
  if (text !== '') {
    const message = { matterId: matter.id, direction: 'out', text } as const;
    await addMatterMessage(db, message, now.getTime());
  }
  const patch = await heldByPhone(context, matter);
  if (!(await changeMatter(db, matter, patch, now.getTime())))
    throw new Error('a matter changed while it was held');
  await recordAudit(db, {
    at: now.getTime(),
    actor: 'phone',
    action: 'matter.words',
    subject: showNumber(matter.kind, matter.number),
  });
}
