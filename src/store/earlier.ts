import { randomBytes } from 'node:crypto';
import { joinContacts, type PickState } from './joins.ts';
import { allRows } from './statement.ts';
import type { Db } from './store.ts';

/** What is a person's and not a number's: column by table. The wish for news stays with the number. */
const partedTables: Readonly<Record<string, string>> = {
  contact_persons: 'contact_id',
  matters: 'contact_id',
  applicants: 'contact_id',
  attachments: 'contact_id',
  inbound_messages: 'contact_id',
  outbound_messages: 'contact_id',
  unasked_questions: 'contact_id',
  survey_invitations: 'contact_id',
  ak1_reports: 'contact_id',
  seekers: 'registered_by',
};

/** Tables of which one row is enough to part a contact from what it had. */
const personal = ['contact_persons', 'matters', 'applicants'];

async function hasPersonal({ sql }: Db, contactId: number): Promise<boolean> {
  for (const table of personal) {
    if (await sql(table).where({ contact_id: contactId }).first('contact_id')) return true;
  }
  return false;
}

/** Remembers that these contacts have written. */
export async function markHeard(db: Db, contactIds: readonly number[], now: number): Promise<void> {
  if (contactIds.length === 0) return;
  await allRows(db, 'update contacts set heard_at = ? where id in (?)', [now, contactIds]);
}

/** What a new contact inherits of what held for the number: danger, and nothing else. */
async function addEarlier({ sql }: Db, contactId: number, now: number): Promise<number> {
  const from: { guarded_at: number | null } | undefined = await sql('contacts')
    .where({ id: contactId })
    .first('guarded_at');
  const public_id = `c_${randomBytes(9).toString('base64url')}`;
  const row = { public_id, created_at: now, guarded_at: from?.guarded_at ?? null };
  const [added]: { id: number }[] = await sql('contacts').insert(row).returning('id');
  if (!added) throw new Error('the contact was not stored');
  return added.id;
}

/**
 * Parts a contact, which must be held, from the persons, matters, applications and messages of who had
 * its number before; gives the contact that has them now and no address, undefined when there was nothing.
 * Who can prove nothing, because nobody was registered, begins anew.
 */
export async function partEarlier(
  db: Db,
  contactId: number,
  now: number,
): Promise<number | undefined> {
  if (!(await hasPersonal(db, contactId))) return undefined;
  const { sql } = db;
  const earlier = await addEarlier(db, contactId, now);
  for (const [table, column] of Object.entries(partedTables)) {
    await sql(table)
      .where({ [column]: contactId })
      .update({ [column]: earlier });
  }
  await sql('consents')
    .where({ contact_id: contactId })
    .whereNot({ purpose: 'push' })
    .update({ contact_id: earlier });
  const provable = await sql('contact_persons').where({ contact_id: earlier }).first('person_id');
  const earlier_id = provable ? earlier : null;
  await sql('contacts').where({ id: contactId }).update({ earlier_id });
  return earlier;
}

/** The contact that keeps what an earlier holder of the number may have had; undefined when none does. */
export async function earlierOf({ sql }: Db, contactId: number): Promise<number | undefined> {
  const row: { earlier_id: number | null } | undefined = await sql('contacts')
    .where({ id: contactId })
    .first('earlier_id');
  return row?.earlier_id ?? undefined;
}

/** The number is somebody else's now: what the earlier holder had is not asked for any more. */
export async function forgetEarlier({ sql }: Db, contactId: number): Promise<void> {
  await sql('contacts').where({ id: contactId }).update({ earlier_id: null });
}

const newest: PickState = (states) => states[0] ?? null;

/** It is the same person: gives back what was parted. */
export async function rejoinEarlier(
  db: Db,
  contactId: number,
  earlier: number,
  now: number,
): Promise<void> {
  await forgetEarlier(db, contactId);
  await joinContacts(db, { winner: contactId, loser: earlier }, newest, now);
}
