import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../core/errors.ts';
import { syncFolder } from './backup-folder.ts';
import { backedUpFolders } from './backup-shape.ts';
import { openPhrases } from './phrases.ts';

const phrase = openPhrases('admin/restore.yaml');

/*
 * While a backup is put back, everything is made in a folder of its own inside DATA_DIR. As long as
 * that folder is there the place is not ready: nothing opens it (open.ts), and a restore that is
 * begun again clears away what the last one left.
 */

const folderName = '.restoring';
const orderName = 'order';
const databaseFiles = ['sapakerja.db', 'sapakerja.db-wal', 'sapakerja.db-shm'];
const folders = Object.values(backedUpFolders);

/** Where a restore works. */
export const restoringFolder = (dataDir: string): string => join(dataDir, folderName);

/** Whether a restore was begun here and has not come to its end. */
export const isRestoring = (dataDir: string): boolean => existsSync(restoringFolder(dataDir));

/** What is said to whoever wants to open the place meanwhile. */
export const notRestored = (dataDir: string): string => phrase('not-done', { folder: dataDir });

/** What the last restore was to do; undefined where there is none. */
export function lastOrder(dataDir: string): string | undefined {
  try {
    return readFileSync(join(restoringFolder(dataDir), orderName), 'utf8');
  } catch {
    return undefined;
  }
}

const listed = (folder: string): Promise<readonly string[]> => readdir(folder).catch(() => []);

/** @throws InputError where there is a database, or are files of people, already */
export async function checkEmpty(dataDir: string): Promise<void> {
  if (isRestoring(dataDir)) return; // whatever else is there is of that restore
  const files = await listed(dataDir);
  const full = await Promise.all(
    folders.map(async (folder) => (await listed(join(dataDir, folder))).length > 0),
  );
  if (files.includes('sapakerja.db') || full.includes(true))
    throw new InputError(phrase('not-empty', { folder: dataDir }));
}

/** Begins: from now on the place is not ready. `order` names the backup. */
export async function beginPlace(dataDir: string, order: string): Promise<string> {
  const folder = restoringFolder(dataDir);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of [...databaseFiles, ...folders])
    await rm(join(dataDir, name), { recursive: true, force: true });
  for (const name of await listed(folder))
    await rm(join(folder, name), { recursive: true, force: true });
  await writeFile(join(folder, orderName), order, { mode: 0o600 });
  await syncFolder(folder);
  await syncFolder(dataDir);
  return folder;
}

/** Puts the files of people where they belong. */
export async function placeFiles(dataDir: string): Promise<void> {
  const restoring = restoringFolder(dataDir);
  for (const name of folders) {
    if (!existsSync(join(restoring, name))) continue;
    await rm(join(dataDir, name), { recursive: true, force: true });
    await rename(join(restoring, name), join(dataDir, name));
  }
  await syncFolder(dataDir);
}

/** Puts the embedded database where it belongs: whole, closed, its log copied into it. */
export async function placeDatabase(dataDir: string): Promise<void> {
  await rename(join(restoringFolder(dataDir), 'sapakerja.db'), join(dataDir, 'sapakerja.db'));
  await syncFolder(dataDir);
}

/** From now on the place is ready. */
export async function endPlace(dataDir: string): Promise<void> {
  await rm(restoringFolder(dataDir), { recursive: true, force: true });
  await syncFolder(dataDir);
}

/** Clears away what a restore that failed has made. */
export async function clearPlace(dataDir: string): Promise<void> {
  if (!isRestoring(dataDir)) return;
  for (const name of [...databaseFiles, ...folders])
    await rm(join(dataDir, name), { recursive: true, force: true });
  await endPlace(dataDir);
}
