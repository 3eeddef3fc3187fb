import type { Medium } from '../core/message.ts';
import { recordAudit } from '../store/audit.ts';
import { findDead, listDead, settleDead, type DeadMessage } from '../store/dead-messages.ts';
import type { Db } from '../store/store.ts';
import type { OfficerDeed } from './matter-held.ts';
import { openMatter } from './matter-people.ts';
import { eyesOf, maySee, type Beholder } from './matter-sight.ts';

/** A message that the machine could not take, as officers see it. */
export interface DeadLetter {
  readonly id: number;
  readonly medium: Medium;
  readonly userId: string;
  readonly text: string;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
}

/** What waits for this officer's eyes: of the own office, or of all. */
export async function deadLettersFor(db: Db, officer: Beholder): Promise<readonly DeadLetter[]> {
  const eyes = eyesOf(officer);
  return eyes ? listDead(db, eyes.office) : [];
}

const maySeeLetter = (officer: Beholder, { office: officeCode }: DeadMessage): boolean =>
  maySee(officer, { officeCode, hiddenFrom: [], audience: 'office' });

/** The message when this officer may see it and no colleague has seen to it; it is then settled. */
async function take(db: Db, id: number, deed: OfficerDeed): Promise<DeadMessage | undefined> {
  const { officer, now } = deed;
  const letter = await findDead(db, id);
  if (!letter || !maySeeLetter(officer, letter)) return undefined;
  if (!(await settleDead(db, id))) return undefined;
  await recordAudit(db, {
    at: now.getTime(),
    actor: `officer:${officer.id}`,
    action: 'message.settle',
    subject: `inbound:${id}`,
  });
  return letter;
}

/**
 * Opens a question of what the machine could not take, so that it is answered like any other. Gives
 * its number; undefined for what is not there, or not this officer's.
 */
export async function askFromDead(
  db: Db,
  id: number,
  deed: OfficerDeed,
): Promise<string | undefined> {
  const letter = await take(db, id, deed);
  if (!letter) return undefined;
  const { office, contactId, addressId, userId, medium, text } = letter;
  const contact = { id: contactId, userId, medium, addressId };
  const { number } = await openMatter({ db, now: deed.now, office, contact }, { kind: 'K', text });
  return number;
}

/** Nothing is to be answered: an advertisement, an empty text. False when it is not there. */
export async function dropDead(db: Db, id: number, deed: OfficerDeed): Promise<boolean> {
  return (await take(db, id, deed)) !== undefined;
}
