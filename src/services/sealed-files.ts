import { open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { activeKey, keyIdOf, type Keyring } from '../core/keys.ts';
import { killPoint } from '../core/kill-points.ts';
import { standingOf, type FileStanding } from '../store/erased-attachments.ts';
import type { Store } from '../store/store.ts';
import { isMissing, placeOfFile, syncFolder, writeWhole } from './attachment-files.ts';

/** Where sealed bytes lie outside of the database: all are sealed anew. */
export interface SealedFolders {
  /** Of attachments. */
  readonly files: string;
  /** Of what waits for the database, and in `failed` for an officer. */
  readonly spool: string;
}

/** The first bytes of a file tell its key. */
const head = 100;

/** Times that the disk is others', of the time that a file took. */
const share = 2;

async function keyOfFile(path: string): Promise<string | undefined> {
  const file = await open(path, 'r').catch((error: unknown) => {
    if (isMissing(error)) return undefined; // it was removed just now
    throw error;
  });
  if (!file) return undefined;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(head), 0, head, 0);
    return keyIdOf(buffer.toString('latin1', 0, bytesRead));
  } finally {
    await file.close();
  }
}

/** Every file below a folder, by its path. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    },
  );
  return entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
}

/** How many sealed files each key has made, by its id. */
export async function countSealedFiles({
  files,
  spool,
}: SealedFolders): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const path of [...(await filesBelow(files)), ...(await filesBelow(spool))]) {
    const id = await keyOfFile(path);
    if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1);
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

/** Puts the same bytes under the active key in the file's place; false when it has gone, or does not open. */
async function resealFile(keys: Keyring, from: SealedFolder, name: string): Promise<boolean> {
  const path = join(from.folder, name);
  const draft = `${path}.part`;
  const before = await from.standing(name);
  const sealed = before !== 'erased' && (await readFile(path).catch(() => undefined));
  if (!sealed) return false;
  const place = from.placeOf(name);
  await rm(draft, { force: true }); // of one that was killed
  await writeWhole(draft, keys.sealBytes(keys.openBytes(sealed, place), place));
  killPoint('rotate.file');
  await rename(draft, path);
  killPoint('rotate.renamed');
  await syncFolder(from.folder);
  const after = await from.standing(name);
  if (after === 'erased' || (after === 'unknown' && before === 'kept')) await rm(path);
  return true;
}

async function resealFolder(keys: Keyring, from: SealedFolder): Promise<number> {
  const active = activeKey(keys);
  let done = 0;
  for (const name of await readdir(from.folder).catch(() => [])) {
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
    ofSpool(join(spool, 'failed')),
  ];
  let done = 0;
  for (const folder of folders) done += await resealFolder(store.keys, folder);
  return done;
}
