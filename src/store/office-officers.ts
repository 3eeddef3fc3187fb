import { officerColumns, toOfficer, type Officer } from './officers.ts';
import type { Db } from './store.ts';

/** Everybody who works for an office now, the oldest first. */
export async function officersOf({ sql }: Db, office: string): Promise<readonly Officer[]> {
  const rows: Parameters<typeof toOfficer>[0][] = await sql('officers')
    .select(officerColumns)
    .where({ office_code: office, active: 1 })
    .orderBy('id');
  return rows.map(toOfficer);
}
