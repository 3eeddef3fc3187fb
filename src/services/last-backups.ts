import { backupState, type BackupState } from '../store/backups.ts';
import type { Db } from '../store/store.ts';

/** The last good backup and the last one at all, as any process of the fleet has noted them. */
export const lastBackups = (db: Db): Promise<BackupState> => backupState(db);

/** One a day, and some hours for one that was late. */
const oldAfter = 36 * 3_600_000;

/** How backups stand, by what was noted of them; where the files lie is the doctor's to look at. */
export type BackupHealth = 'ok' | 'never' | 'failed' | 'old';

export function healthOf({ good, last }: BackupState, now: Date): BackupHealth {
  if (last?.status === 'failed') return 'failed';
  if (!good) return 'never';
  return now.getTime() - good.begunAt > oldAfter ? 'old' : 'ok';
}
