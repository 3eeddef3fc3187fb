import { existsSync } from 'node:fs';
import { stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { localDate, shownDate, shownTime } from '../core/format.ts';
import { healthOf } from '../services/last-backups.ts';
import { backupState, type BackupRun, type BackupState } from '../store/backups.ts';
import { hasPeople } from '../store/diagnosis.ts';
import type { Db } from '../store/store.ts';
import { shownSize } from './backup.ts';
import { ill, well, type Finding } from './doctor-finding.ts';

/** The next one, and the one that it replaces. */
const needed = 2;

/** What the folder of backups is like. */
export interface BackupPlace {
  /** The last good file is there. */
  readonly isThere: boolean;
  readonly isSameDisk: boolean;
  readonly isKeyBeside: boolean;
  /** Bytes that are free. */
  readonly free: number;
}

function shownAt(at: number, zone: string): string {
  const moment = new Date(at);
  return `${shownDate(localDate(moment, zone))} ${shownTime(moment, zone)}`;
}

/** What is wrong with the last good one or its place; undefined when nothing is. */
function faultOf(
  good: BackupRun,
  state: BackupState,
  { place, now }: { readonly place: BackupPlace; readonly now: Date },
): string | undefined {
  const health = healthOf(state, now);
  if (health !== 'ok') return health;
  if (!place.isThere) return 'gone';
  if (place.isKeyBeside) return 'key-beside';
  return place.free < needed * (good.bytes ?? 0) ? 'full' : undefined;
}

/** What there is to say of backups that are made by themselves. */
export function judgeBackups(
  state: BackupState,
  { place, now, zone }: { readonly place: BackupPlace; readonly now: Date; readonly zone: string },
): Finding {
  const { good, last } = state;
  const sebab = last?.code ?? '';
  if (!good) return last ? ill('backup', 'failed', { sebab, waktu: '-' }) : ill('backup', 'never');
  const waktu = shownAt(good.begunAt, zone);
  const values = { waktu, sebab, besar: shownSize(good.bytes ?? 0), ruang: shownSize(place.free) };
  const fault = faultOf(good, state, { place, now });
  if (fault !== undefined) return ill('backup', fault, values);
  return well('backup', place.isSameDisk ? 'same-disk' : 'ok', values);
}

async function seePlace(
  dir: string,
  dataDir: string,
  good: BackupRun | undefined,
): Promise<BackupPlace> {
  const [own, data, space] = await Promise.all([stat(dir), stat(dataDir), statfs(dir)]);
  return {
    isThere: existsSync(join(dir, good?.name ?? '')),
    isSameDisk: own.dev === data.dev,
    isKeyBeside: existsSync(join(dir, 'secret.key')),
    free: space.bavail * space.bsize,
  };
}

/** Whether there is a good backup of late, and where. */
export async function examineBackups(
  db: Db,
  { backup: { dir }, dataDir, timezone: zone }: Config,
  now: Date,
): Promise<Finding> {
  if (dir === undefined)
    return (await hasPeople(db)) ? ill('backup', 'off') : well('backup', 'not-needed');
  const state = await backupState(db);
  const place = await seePlace(dir, dataDir, state.good).catch(() => undefined);
  if (!place)
    return state.last ? ill('backup', 'no-folder', { folder: dir }) : ill('backup', 'never');
  return judgeBackups(state, { place, now, zone });
}
