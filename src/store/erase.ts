import { setTimeout as pause } from 'node:timers/promises';
import { leaveGroup } from './alert-groups.ts';
import { deleteAlert } from './job-alerts.ts';
import { databaseFileOf, LogCopier, logSizeOf } from './log-copier.ts';
import { longRead } from './reads.ts';
import type { Db } from './store.ts';

/** What a person is found by in messages. */
export interface PersonTraces {
  readonly personId: number;
  readonly nik: string | null;
  readonly name: string;
  /** D number, null when the person is not registered. */
  readonly number: number | null;
  /** Epoch milliseconds. */
  readonly registeredAt: number | null;
}

/** The person with all that goes with it: registration, cards, reports, notes, search words. */
export async function deletePerson({ sql }: Db, personId: number): Promise<void> {
  await sql('applicants').where({ person_id: personId }).delete();
  await sql('contact_persons').where({ person_id: personId }).delete();
  await sql('seekers').where({ person_id: personId }).delete();
  await sql('persons').where({ id: personId }).delete();
}

/** Empties a matter: its number, state and times stay, what was said goes. */
export async function emptyMatter({ sql }: Db, matterId: number): Promise<void> {
  await sql('matter_messages').where({ matter_id: matterId }).delete();
  await sql('matters').where({ id: matterId }).update({ details_sealed: null, address_id: null });
}

/** What the machine remembers of a contact besides messages: dialogue, questions, invitations. */
export async function deleteMemory(db: Db, contactId: number): Promise<void> {
  const { sql } = db;
  const own = { contact_id: contactId };
  for (const table of ['conversations', 'unasked_questions', 'survey_invitations']) {
    await sql(table).where(own).delete();
  }
  await sql('applicants').where(own).delete();
  await deleteAlert(db, contactId);
  await leaveGroup(db, contactId);
}

/** Parts a contact from the registrations it has made and the reports it has sent. */
export async function disownRecords({ sql }: Db, contactId: number): Promise<void> {
  await sql('seekers').where({ registered_by: contactId }).update({ registered_by: null });
  await sql('ak1_reports').where({ contact_id: contactId }).update({ contact_id: null });
  await sql('contact_persons').where({ contact_id: contactId }).delete();
}

/** A key of a message, as `inbound_keys` has it. */
export interface KeyRow {
  readonly account_id: number;
  readonly key: string;
}

/** What a key holds that names this sender; too short a number would name others. */
const patternsOf = (userIds: readonly string[]): string[] =>
  userIds
    .map((userId) => userId.replace(/\D/gu, ''))
    .filter(({ length }) => length >= 8)
    .map((digits) => `%${digits}%`);

/** Keys of messages in which the provider wrote one of these senders. All keys are looked through. */
export async function keysNaming(
  { sql }: Db,
  userIds: readonly string[],
): Promise<readonly KeyRow[]> {
  const patterns = patternsOf(userIds);
  if (patterns.length === 0) return [];
  return sql('inbound_keys')
    .select('account_id', 'key')
    .where((one) => {
      for (const pattern of patterns) void one.orWhereLike('key', pattern);
    });
}

/** The same in the reading thread: ten million keys take a second or two. */
export const longKeysNaming = longRead(import.meta.url, keysNaming, 'sql');

/** Forgets these keys, and those of what the contact has written since they were read. */
export async function deleteKeys(
  { sql }: Db,
  keys: readonly KeyRow[],
  { contactId, userIds }: { readonly contactId: number; readonly userIds: readonly string[] },
): Promise<void> {
  const mine: KeyRow[] = await sql('inbound_messages')
    .select('account_id', 'key')
    .where({ contact_id: contactId });
  const digits = patternsOf(userIds).map((pattern) => pattern.slice(1, -1));
  const named = mine.filter(({ key }) => digits.some((one) => key.includes(one)));
  const all = [...keys, ...named].map(({ account_id, key }) => [account_id, key]);
  for (let at = 0; at < all.length; at += 500) {
    await sql('inbound_keys')
      .whereIn(['account_id', 'key'], all.slice(at, at + 500))
      .delete();
  }
}

/** User ids of a contact. */
export async function userIdsOf({ sql }: Db, contactId: number): Promise<readonly string[]> {
  return sql('addresses').where({ contact_id: contactId }).pluck('user_id');
}

/**
 * The phone numbers of a contact, and the contact itself unless a record that is kept names its
 * opaque id.
 */
export async function deleteContact({ sql }: Db, contactId: number): Promise<void> {
  await sql('addresses').where({ contact_id: contactId }).delete();
  for (const table of ['matters', 'consents']) {
    if (await sql(table).where({ contact_id: contactId }).first('id')) return;
  }
  await sql('joined_contacts').where({ contact_id: contactId }).delete();
  await sql('contacts').where({ id: contactId }).delete();
}

/** True when the contact has written since. */
export async function hasWritten({ sql }: Db, contactId: number): Promise<boolean> {
  return (await sql('inbound_messages').where({ contact_id: contactId }).first('id')) !== undefined;
}

/** A log of so many bytes is emptied beside the main thread: 64 MB took 50 ms on it (measured). */
const longLog = 1_000_000;

/** So often it is tried to find nobody who writes, so many milliseconds apart. */
const tries = { most: 20, between: 10 };

/** True when nothing is in the log now. */
async function emptyLog(copier: LogCopier): Promise<boolean> {
  await copier.copy(); // most of it, with nobody waiting
  for (let n = 0; n < tries.most; n += 1) {
    const { busy } = await copier.copy('TRUNCATE');
    if (busy === 0) return true;
    await pause(tries.between);
  }
  return false;
}

/** True when there was a long log, and nothing is in it now. */
async function emptyLongLog(db: Db): Promise<boolean> {
  const file = await databaseFileOf(db);
  if (file === undefined || (await logSizeOf(file)) < longLog) return false;
  let copier: LogCopier | undefined;
  try {
    copier = new LogCopier(file);
    return await emptyLog(copier);
  } catch {
    return false; // it is done as that of a short log
  } finally {
    await copier?.end();
  }
}

/**
 * Writes what was deleted over in the files too: SQLite keeps old pages in its write-ahead log until
 * a checkpoint. On PostgreSQL the rows go with the next vacuum. Somebody who reads meanwhile, a
 * backup or Litestream, is not waited for, which would hold up everybody: false then, and it is to
 * be tried again.
 */
export async function flushDeleted(db: Db): Promise<boolean> {
  const { sql, dialect } = db;
  if (dialect !== 'sqlite') return true;
  if (await emptyLongLog(db)) return true;
  const [before]: { timeout: number }[] = await sql.raw('pragma busy_timeout');
  await sql.raw('pragma busy_timeout = 0');
  try {
    const [done]: { busy: number }[] = await sql.raw('pragma wal_checkpoint(TRUNCATE)');
    return done?.busy === 0;
  } finally {
    await sql.raw(`pragma busy_timeout = ${before?.timeout ?? 5_000}`);
  }
}
