import { isQuiet, usualQuietHours } from '../core/quiet-hours.ts';
import { findOffice } from '../store/offices.ts';
import type { Db } from '../store/store.ts';

/** Whether an office lets nothing leave now that nobody asked for. */
export async function isQuietAt(db: Db, office: string, now: Date): Promise<boolean> {
  const settings = (await findOffice(db, office))?.settings;
  return isQuiet(settings?.quietHours ?? usualQuietHours, now);
}
