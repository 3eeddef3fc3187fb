import type { Db } from './store.ts';

/** Who takes part in the comparison of KABARI. */
export interface AlertGroup {
  readonly contactId: number;
  readonly officeCode: string;
  /** True when told of everything a week later. */
  readonly later: boolean;
}

/** The group of a contact; undefined when it takes no part. */
export async function findGroup(
  { sql }: Db,
  contactId: number,
): Promise<Pick<AlertGroup, 'later'> | undefined> {
  const row: { later: number } | undefined = await sql('job_alert_groups')
    .first('later')
    .where({ contact_id: contactId });
  return row && { later: row.later === 1 };
}

/** The contact takes part from now on. */
export async function joinGroup({ sql }: Db, group: AlertGroup, now: number): Promise<void> {
  const { contactId, officeCode, later } = group;
  await sql('job_alert_groups')
    .insert({
      contact_id: contactId,
      office_code: officeCode,
      later: later ? 1 : 0,
      joined_at: now,
    })
    .onConflict('contact_id')
    .ignore();
}

/** The contact takes part no more, and nothing of it is counted. */
export async function leaveGroup({ sql }: Db, contactId: number): Promise<void> {
  await sql('job_alert_groups').where({ contact_id: contactId }).delete();
}
