import type { AttachmentFiles } from '../services/attachment-files.ts';
import {
  deleteAttachments,
  eraseLoose,
  giveUpWaiting,
  listErasedAttachments,
  unknownFiles,
} from '../store/erased-attachments.ts';
import type { Store } from '../store/store.ts';

const batch = 100;
const day = 24 * 3_600_000;
/** A file is written before its row says so. */
const young = 3_600_000;

/** Removes the bytes of what was erased, then the rows; gives how many. */
export async function removeErased(store: Store, files: AttachmentFiles): Promise<number> {
  let removed = 0;
  for (;;) {
    const erased = await listErasedAttachments(store, batch);
    if (erased.length === 0) return removed;
    for (const { file } of erased) if (file !== null) await files.remove(file);
    await deleteAttachments(
      store,
      erased.map(({ id }) => id),
    );
    removed += erased.length;
  }
}

/**
 * Forgets what came to no matter within a day, gives up what could not be fetched in a day, and
 * removes files that no row knows: of a process that died between the two.
 */
export async function sweepFiles(store: Store, files: AttachmentFiles, now: Date): Promise<void> {
  await store.transaction((db) => eraseLoose(db, now.getTime() - day));
  await giveUpWaiting(store, now.getTime() - day - young);
  const old = await files.olderThan(now.getTime() - young);
  for (const name of await unknownFiles(store, old)) await files.remove(name);
}
