import { backupState, type BackupState } from '../store/backups.ts';
import type { Db } from '../store/store.ts';

/** The last good backup and the last one at all, as any process of the fleet has noted them. */
export const lastBackups = (db: Db): Promise<BackupState> => backupState(db);
