import type { Db } from './store.ts';

/** True when an officer has noted more at the counter: the AK/II sheet, guidance. */
export async function hasCounterNotes({ sql }: Db, seekerId: number): Promise<boolean> {
  for (const table of ['seeker_profiles', 'seeker_notes']) {
    if (await sql(table).where({ seeker_id: seekerId }).first('seeker_id')) return true;
  }
  return false;
}
