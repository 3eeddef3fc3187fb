import { open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { activeKey, keyIdOf, type Keyring } from '../core/keys.ts';
import { killPoint } from '../core/kill-points.ts';
import { standingOf, type FileStanding } from '../store/erased-attachments.ts';
import type { Store } from '../store/store.ts';
import { missing, placeOfFile, syncFolder, writeWhole } from './attachment-files.ts';

/** Where sealed bytes lie outside of the database: all are sealed anew. */
export interface SealedFolders {
  /** Of attachments. */
  readonly files: string;
  /** Of what waits for the database, and in `failed` for an officer. */
  readonly spool: string;
}

/** What the spool could not take in. */
const failedOf = (spool: string): string => join(spool, 'failed');

/** The first bytes of a file tell its key. */
const head = 100;

/** Times that the disk is others', of the time that a file took. */
const share = 2;

async function keyOfFile(path: string): Promise<string | undefined> {
  const file = await open(path, 'r').catch(missing); // it was removed just now
  if (!file) return undefined;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(head), 0, head, 0);
    return keyIdOf(buffer.toString('latin1', 0, bytesRead));
  } finally {
    await file.close();
  }
}

/** Names of the files in a folder; none where there is no folder. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = (await readdir(folder, { withFileTypes: true }).catch(missing)) ?? [];
  return entries.filter((one) => one.isFile()).map(({ name }) => name);
}

/** How many sealed files each key has made, by its id. */
export async function countSealedFiles({
  files,
  spool,
}: SealedFolders): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const folder of [files, spool, failedOf(spool)]) {
    for (const name of await filesIn(folder)) {
      const id = await keyOfFile(join(folder, name));
      if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
  }
  return counts;
}

/** A folder of sealed files, each bound to its own name. */
interface SealedFolder {
  readonly folder: string;
  readonly placeOf: (name: string) => string;
  /** Whether a file is to be there: what is erased must not come back. */
  readonly standing: (name: string) => Promise<FileStanding>;
}

/** Puts the same bytes under the active key in the file's place; false when it has gone. @throws Error when it does not open */
async function resealFile(keys: Keyring, from: SealedFolder, name: string): Promise<boolean> {
  const path = join(from.folder, name);
  const draft = `${path}.part`;
  const before = await from.standing(name);
  if (before === 'erased') await rm(path, { force: true });
  const sealed = await readFile(path).catch(missing);
  if (!sealed) return false;
  const place = from.placeOf(name);
  await rm(draft, { force: true }); // of one that was killed
  await writeWhole(draft, keys.sealBytes(keys.openBytes(sealed, place), place));
  killPoint('rotate.file');
  await rename(draft, path);
  killPoint('rotate.renamed');
  await syncFolder(from.folder);
  const after = await from.standing(name);
  if (after === 'erased' || (after === 'unknown' && before === 'kept'))
    await rm(path, { force: true });
  return true;
}

async function resealFolder(keys: Keyring, from: SealedFolder): Promise<number> {
  const active = activeKey(keys);
  let done = 0;
  for (const name of await filesIn(from.folder)) {
    if (name.endsWith('.part')) continue; // being written, or left by one that was killed and swept
    const id = await keyOfFile(join(from.folder, name));
    if (id === undefined || id === active) continue;
    const begun = performance.now();
    if (await resealFile(keys, from, name).catch(() => false)) done += 1;
    await pause((performance.now() - begun) * share);
  }
  return done;
}

const ofSpool = (folder: string): SealedFolder => ({
  folder,
  placeOf: (name) => `spool|${name}`,
  standing: async () => 'kept',
});

/**
 * Seals the files with the active key that another has sealed; gives how many. An entry of the spool
 * that is taken in meanwhile may come back: its messages are known by their keys then.
 */
export async function resealFiles(store: Store, { files, spool }: SealedFolders): Promise<number> {
  const folders = [
    { folder: files, placeOf: placeOfFile, standing: (name: string) => standingOf(store, name) },
    ofSpool(spool),
    ofSpool(failedOf(spool)),
  ];
  let done = 0;
  for (const folder of folders) done += await resealFolder(store.keys, folder);
  return done;
}
