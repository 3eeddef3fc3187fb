import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { dayOfBackup, expiredBackups } from '../core/backup-names.ts';
import { localDate } from '../core/format.ts';

const partial = /^sapakerja-[\d-]+\.backup\.[0-9a-f]+\.part$/;

/** No backup takes so long: what is older was left by a process that died. */
const longest = 6 * 3_600_000;

/** A renamed file is there after a power cut only when its folder was written too. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes the folder, for its owner only, and removes what backups that died have left there. */
export async function prepareFolder(dir: string, now: Date): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  for (const name of (await readdir(dir)).filter((one) => partial.test(one))) {
    const { mtimeMs } = await stat(join(dir, name));
    if (mtimeMs < now.getTime() - longest) await rm(join(dir, name), { force: true });
  }
}

/** Gives a whole file its final name. */
export async function publish(part: string, file: string): Promise<void> {
  await rename(part, file);
  await syncFolder(dirname(file));
}

/** Backups of a folder, the newest last; none where there is no folder. */
export async function listBackups(dir: string): Promise<readonly string[]> {
  const names = await readdir(dir).catch(() => []);
  return names.filter((name) => dayOfBackup(name) !== undefined).toSorted();
}

/** Removes the backups that are not kept any more; gives their names. */
export async function removeExpired(
  dir: string,
  now: Date,
  zone: string,
): Promise<readonly string[]> {
  const expired = expiredBackups(await listBackups(dir), localDate(now, zone));
  for (const name of expired) await rm(join(dir, name), { force: true });
  return expired;
}
