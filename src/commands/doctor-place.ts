import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { seeSpool } from '../services/spool-files.ts';
import { entriesIn, writtenAt } from '../services/spool-names.ts';
import { isMigrated } from '../store/migrate.ts';
import { countDead, isOurKey, isWhole, storedMoments, waitingReplies } from '../store/diagnosis.ts';
import { listUsedKeys } from '../store/key-use.ts';
import type { Db } from '../store/store.ts';
import { ill, well, type Finding } from './doctor-finding.ts';

const gigabyte = 1024 ** 3;
/** Below this a database stops being able to write within days, and there is no time to act. */
const leastBytes = gigabyte;
/** A fifth of a disk is time to act; of a large one this is. */
const amplyBytes = 5 * gigabyte;
/** Clocks of machines that are set by the network differ by less. */
const clockTolerance = 60_000;
/** A reply leaves within seconds; what waits longer has a reason. */
const lateMs = 15 * 60_000;

/** Whether the database is whole and up to date. */
export async function examineDatabase(db: Db): Promise<Finding> {
  if (!(await isWhole(db))) return ill('database', 'broken');
  return (await isMigrated(db)) ? well('database', 'ok') : ill('database', 'old');
}

/** Whether the key is the one that the data was sealed with, and no other is missing. */
export async function examineKey(db: Db): Promise<Finding> {
  const lost = (await listUsedKeys(db)).find(({ retired, held }) => !retired && !held);
  if (lost) return ill('key', 'missing', { nama: lost.id });
  return (await isOurKey(db)) ? well('key', 'ok') : ill('key', 'wrong');
}

/** Whether there is room. `free` and `size` are in bytes. */
export function judgeDisk(free: number, size: number): Finding {
  const enoughBytes = Math.max(leastBytes, Math.min(size / 5, amplyBytes));
  const values = { ruang: `${(free / gigabyte).toFixed(1).replace('.', ',')} GB` };
  return free < enoughBytes ? ill('disk', 'low', values) : well('disk', 'ok', values);
}

/** Whether the folder of the data has room. */
export async function examineDisk({ dataDir }: Config): Promise<Finding> {
  const { bavail, blocks, bsize } = await statfs(dataDir);
  return judgeDisk(bavail * bsize, blocks * bsize);
}

/** A spool is taken in within seconds of the database's return. */
const soonTaken = 60_000;

/** Whether messages wait in files because they could not be stored. */
export async function examineSpool({ dataDir }: Config, now: Date): Promise<Finding> {
  const { waiting, failed } = await seeSpool(join(dataDir, 'spool'));
  if (failed.length > 0) return ill('spool', 'failed', { jumlah: String(entriesIn(failed)) });
  const isOld = waiting.some((name) => writtenAt(name) < now.getTime() - soonTaken);
  if (isOld) return ill('spool', 'waiting', { jumlah: String(entriesIn(waiting)) });
  return well('spool', 'ok');
}

/** Whether our clock, the database's and what is stored agree. */
export async function examineClock(db: Db, now: Date): Promise<Finding> {
  const stored = await storedMoments(db);
  const apart = Math.abs(stored.now - now.getTime());
  const isBack = stored.latest > now.getTime() + clockTolerance;
  return apart > clockTolerance || isBack ? ill('clock', 'wrong') : well('clock', 'ok');
}

/** Whether replies leave. */
export async function examineQueue(db: Db, now: Date): Promise<Finding> {
  const { all, late } = await waitingReplies(db, now.getTime() - lateMs);
  if (late > 0) return ill('queue', 'late', { jumlah: String(late) });
  return well('queue', 'ok', { jumlah: String(all) });
}

/** Whether officers have messages to see to that the machine could not take. */
export async function examineDead(db: Db): Promise<Finding> {
  const dead = await countDead(db);
  return dead > 0 ? ill('dead', 'some', { jumlah: String(dead) }) : well('dead', 'ok');
}
