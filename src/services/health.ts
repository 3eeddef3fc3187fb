import { isMigrated } from '../store/migrate.ts';
import type { Db } from '../store/store.ts';

/** Passed on to services by those who may not query it themselves. */
export type { Db, Store } from '../store/store.ts';

/** Whether the database answers and no migration is missing. Never throws. */
export async function isReady(db: Db): Promise<boolean> {
  return isMigrated(db).catch(() => false);
}
