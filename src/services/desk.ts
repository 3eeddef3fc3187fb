import { forgetPresence, listPresent, markPresent, type Present } from '../store/presence.ts';
import type { Db } from '../store/store.ts';

export { readDrafts, saveDraft, type DraftKey, type DraftKind } from '../store/drafts.ts';
export { readStamps, type Stamp } from '../store/matter-changes.ts';
export { endPresence, markPresent, presenceLife, type Present } from '../store/presence.ts';

/** Who has which matter open at `now`, without the officer who asks: names by the matter's id. */
export async function colleaguesAt(
  db: Db,
  officer: { readonly id: number },
  now: Date,
): Promise<ReadonlyMap<number, readonly string[]>> {
  const others = (await listPresent(db, now.getTime())).filter(
    ({ officerId }) => officerId !== officer.id,
  );
  const names = new Map<number, string[]>();
  for (const { matterId, name } of others) {
    names.set(matterId, [...(names.get(matterId) ?? []), name]);
  }
  return names;
}

/**
 * The officer opens a matter's page, or the page renews itself. True for a new look: that is what
 * the audit trail is to tell.
 */
export async function lookAt(
  db: Db,
  key: Pick<Present, 'officerId' | 'matterId'>,
  now: Date,
): Promise<boolean> {
  await forgetPresence(db, now.getTime() - 3_600_000);
  return markPresent(db, key, now.getTime());
}
