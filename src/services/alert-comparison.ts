import { recordAudit } from '../store/audit.ts';
import { findGroup, joinGroup } from '../store/alert-groups.ts';
import { changeOfficeSettings, findOffice } from '../store/offices.ts';
import type { Db } from '../store/store.ts';
import type { Editor } from './content-edit.ts';

/*
 * Whether KABARI helps can only be told by comparing people who differ in nothing but chance. While
 * an office has it on, a share of those who begin is told of everything a week later, and the text
 * that they agree to says so. Off by default.
 */

/** More would make a service worse for the many to learn what the few can tell. */
export const mostCompared = 50;

/** Which percentage of those who begin is told a week later; 0: no comparison. */
export async function comparedShare(db: Db, office: string): Promise<number> {
  return (await findOffice(db, office))?.settings.alertComparison ?? 0;
}

/** Turns the comparison of an office on (1 to 50) or off (0), in the caller's transaction. */
export async function saveComparison(db: Db, share: number, editor: Editor): Promise<void> {
  const { office, officerId, now } = editor;
  await changeOfficeSettings(db, office, (settings) => ({ ...settings, alertComparison: share }));
  await recordAudit(db, {
    at: now.getTime(),
    actor: `officer:${officerId}`,
    action: 'content.change',
    subject: 'content:alert-comparison',
    detail: { office, share },
  });
}

/** A place from 0 to 100 that a contact has for ever, by the office's own key: nobody chooses it. */
function lotOf({ keys }: Db, contactId: number): number {
  const hash = keys.index('job-alert-comparison', String(contactId)).slice(0, 8);
  return (Number.parseInt(hash, 16) / 2 ** 32) * 100;
}

/**
 * Who has agreed to be compared joins a group, the same one for ever; true for the one that is told
 * a week later. False while the office has no comparison.
 */
export async function drawGroup(
  db: Db,
  { contactId, office }: { readonly contactId: number; readonly office: string },
  now: Date,
): Promise<boolean> {
  const share = await comparedShare(db, office);
  if (share === 0) return false;
  const known = await findGroup(db, contactId);
  if (known) return known.later;
  const later = lotOf(db, contactId) < share;
  await joinGroup(db, { contactId, officeCode: office, later }, now.getTime());
  return later;
}

/** True when who asks for KABARI now is to be told of the comparison before the YA. */
export async function isCompared(
  db: Db,
  { contactId, office, isNew }: { contactId: number; office: string; isNew: boolean },
): Promise<boolean> {
  if ((await comparedShare(db, office)) === 0) return false;
  return isNew || (await findGroup(db, contactId)) !== undefined;
}
