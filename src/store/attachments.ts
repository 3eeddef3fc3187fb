import { randomBytes } from 'node:crypto';
import type { MediaRef } from '../core/message.ts';
import { allRows } from './statement.ts';
import type { Db } from './store.ts';

/**
 * waiting -> kept, refused (a kind of file that we do not take), too-large or gone (the provider has
 * it no more). erased: nobody's any more, its file is to be removed.
 */
export type AttachmentStatus = 'waiting' | 'kept' | 'refused' | 'too-large' | 'gone' | 'erased';

interface Row {
  readonly id: number;
  readonly public_id: string;
  readonly account_id: number;
  readonly ref_sealed: string | null;
  readonly size: number | null;
  readonly attempts: number;
  readonly received_at: number;
}

/** In the very words of the partial index, else SQLite reads all rows. */
export const isOpen = "status in ('waiting', 'erased')";

const place = (column: 'ref' | 'name', publicId: string): string =>
  `attachments.${column}|${publicId}`;

const sealed = (db: Db, column: 'ref' | 'name', publicId: string, text?: string): string | null =>
  text === undefined ? null : db.keys.seal(text, place(column, publicId));

/** What the sender called a file; null when it was not said or is not to be known any more. */
export function openName(
  { keys }: Db,
  { public_id: publicId, name_sealed: name }: { public_id: string; name_sealed: string | null },
): string | null {
  return name === null ? null : keys.open(name, place('name', publicId));
}

/** Whose files they are, and where they lie. */
export interface Sent {
  readonly accountId: number;
  readonly contactId: number;
  readonly media: readonly MediaRef[];
}

/** Notes files that are to be fetched, of no message and no matter yet; gives their ids. */
export async function addAttachments(
  db: Db,
  { accountId, contactId, media }: Sent,
  now: number,
): Promise<readonly number[]> {
  const rows = media.map(({ kind, ref, name, size }) => {
    const publicId = `f_${randomBytes(12).toString('base64url')}`;
    return {
      public_id: publicId,
      account_id: accountId,
      contact_id: contactId,
      kind,
      ref_sealed: sealed(db, 'ref', publicId, ref),
      name_sealed: sealed(db, 'name', publicId, name),
      size: size ?? null,
      status: 'waiting',
      attempts: 0,
      next_at: now,
      received_at: now,
    };
  });
  const added: { id: number }[] = await db.sql('attachments').insert(rows).returning('id');
  return added.map(({ id }) => id);
}

/** How many files a contact has sent since a moment, epoch milliseconds. */
export async function countAttachments(
  { sql }: Db,
  contactId: number,
  since: number,
): Promise<number> {
  const [row] = await sql('attachments')
    .where({ contact_id: contactId })
    .where('received_at', '>', since)
    .count({ n: '*' });
  return Number(row?.['n'] ?? 0);
}

/** Says with which message files came. */
export async function tieToInbound(
  { sql }: Db,
  ids: readonly number[] = [],
  inboundId?: number,
): Promise<void> {
  if (ids.length === 0 || inboundId === undefined) return;
  await sql('attachments').whereIn('id', ids).update({ inbound_id: inboundId });
}

/** The kinds of the files that came with a message. */
export async function kindsOfInbound(
  { sql }: Db,
  inboundId: number,
): Promise<readonly MediaRef['kind'][]> {
  return sql('attachments').where({ inbound_id: inboundId }).orderBy('id').pluck('kind');
}

/** A contact's files that are of no matter yet, received since a moment. */
const loose = ({ sql }: Db, contactId: number, since: number) =>
  sql('attachments')
    .where({ contact_id: contactId })
    .whereNull('matter_id')
    .where('received_at', '>', since);

/** The kinds of such files. */
export async function kindsOfLoose(
  db: Db,
  contactId: number,
  since: number,
): Promise<readonly MediaRef['kind'][]> {
  return loose(db, contactId, since).orderBy('id').pluck('kind');
}

/** Joins such files with an entry of a matter's thread. */
export async function attachLoose(
  db: Db,
  contactId: number,
  entry: { readonly matterId: number; readonly entryId: number },
  since: number,
): Promise<void> {
  await allRows(
    db,
    `update attachments set matter_id = ?, entry_id = ?
     where contact_id = ? and matter_id is null and received_at > ?`,
    [entry.matterId, entry.entryId, contactId, since],
  );
}

/** A file that this process is to fetch. */
export interface ClaimedAttachment {
  readonly id: number;
  readonly accountId: number;
  readonly ref: string;
  /** Bytes, as the sender says. */
  readonly size: number | null;
  readonly attempts: number;
  readonly receivedAt: number;
}

/**
 * Takes files that are due, the longest due first, and moves their next try `pause` milliseconds
 * ahead so that no other process takes them meanwhile.
 */
export async function claimAttachments(
  db: Db,
  wanted: {
    readonly accountIds: readonly number[];
    readonly limit: number;
    readonly now: number;
    readonly pause: number;
  },
): Promise<readonly ClaimedAttachment[]> {
  const { sql, dialect, keys } = db;
  const due = sql('attachments')
    .select('id')
    .where({ status: 'waiting' })
    .whereRaw(isOpen)
    .where('next_at', '<=', wanted.now)
    .whereIn('account_id', wanted.accountIds)
    .orderBy(['next_at', 'id'])
    .limit(wanted.limit);
  if (dialect === 'postgres') void due.forUpdate().skipLocked();
  const rows: Row[] = await sql('attachments')
    .whereIn('id', due)
    .update({ attempts: sql.raw('attempts + 1'), next_at: wanted.now + wanted.pause })
    .returning('*');
  return rows.map((row) => ({
    id: row.id,
    accountId: row.account_id,
    ref: keys.open(row.ref_sealed ?? '', place('ref', row.public_id)),
    size: row.size,
    attempts: row.attempts,
    receivedAt: row.received_at,
  }));
}

/** What became of a file. */
export type Fetched =
  | { readonly status: 'kept'; readonly type: string; readonly size: number; readonly file: string }
  | { readonly status: 'refused' | 'too-large' | 'gone' }
  /** To be tried again then, epoch milliseconds. */
  | { readonly status: 'waiting'; readonly nextAt: number };

/** Records it; false when another process has the file meanwhile, or it was erased: nothing is written. */
export async function markAttachment(
  { sql }: Db,
  { id, attempts }: ClaimedAttachment,
  fetched: Fetched,
): Promise<boolean> {
  const own = sql('attachments').where({ id, attempts, status: 'waiting' });
  const changed: number = await (fetched.status === 'waiting'
    ? own.update({ next_at: fetched.nextAt })
    : own.update({ ...fetched, ref_sealed: null }));
  return changed > 0;
}
