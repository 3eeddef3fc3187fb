import type { DutyHours } from '../core/duty.ts';
import type { Medium } from '../core/message.ts';
import type { Db } from './store.ts';

/** Somebody who is called when a person is in danger. */
export interface DutyEntry extends DutyHours {
  /** An officer with an account here; null for somebody without one. */
  readonly officerId: number | null;
  readonly name: string;
  readonly medium: Medium;
  /** Phone number (`+62...`) or user id at the provider. */
  readonly userId: string;
  /** Called at any hour when nobody on duty answers. */
  readonly supervisor: boolean;
}

interface Row {
  readonly officer_id: number | null;
  readonly name: string;
  readonly medium: Medium;
  readonly user_id: string;
  readonly days: string;
  readonly starts: string;
  readonly ends: string;
  readonly supervisor: number;
}

function toEntry(row: Row): DutyEntry {
  const { officer_id: officerId, user_id: userId, name, medium, days, starts, ends } = row;
  return { officerId, name, medium, userId, days, starts, ends, supervisor: row.supervisor === 1 };
}

/** The duty list of an office in the order of calling. */
export async function listDuty({ sql }: Db, office: string): Promise<readonly DutyEntry[]> {
  const rows: Row[] = await sql('duty').where({ office_code: office }).orderBy('position');
  return rows.map(toEntry);
}

/** Puts a whole list in the place of the old one. */
export async function replaceDuty(
  { sql }: Db,
  office: string,
  entries: readonly DutyEntry[],
): Promise<void> {
  await sql('duty').where({ office_code: office }).delete();
  if (entries.length === 0) return;
  await sql('duty').insert(
    entries.map(({ officerId, userId, supervisor, ...entry }, position) => ({
      ...entry,
      office_code: office,
      position,
      officer_id: officerId,
      user_id: userId,
      supervisor: supervisor ? 1 : 0,
    })),
  );
}

/** The entry of an office with this phone or user id, the first of several. */
export async function findDutyPhone(
  { sql }: Db,
  phone: { readonly office: string; readonly medium: Medium; readonly userId: string },
): Promise<DutyEntry | undefined> {
  const { office, medium, userId } = phone;
  const row: Row | undefined = await sql('duty')
    .first()
    .where({ office_code: office, medium, user_id: userId })
    .orderBy('position');
  return row && toEntry(row);
}
