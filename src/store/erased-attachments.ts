import type { Knex } from 'knex';
import { isOpen } from './attachments.ts';
import type { Db } from './store.ts';

/** Whose files go: all of a matter, or those of a contact that are of no matter. */
export type Owner = { readonly matterId: number } | { readonly contactId: number };

/** What is left of a file until its bytes are removed: nothing that names anybody. */
const nobodys = {
  status: 'erased',
  contact_id: null,
  inbound_id: null,
  matter_id: null,
  entry_id: null,
  ref_sealed: null,
  name_sealed: null,
  size: null,
  type: null,
} as const;

async function disown(query: Knex.QueryBuilder): Promise<void> {
  await query.whereNot({ status: 'erased' }).update({ ...nobodys, next_at: 0 });
}

/** Takes files away from everybody, in the transaction of the deed; their bytes go soon after it. */
export async function eraseAttachments({ sql }: Db, owner: Owner): Promise<void> {
  const files = sql('attachments');
  if ('matterId' in owner) return disown(files.where({ matter_id: owner.matterId }));
  return disown(files.where({ contact_id: owner.contactId }).whereNull('matter_id'));
}

/** Takes away what was sent before a moment and came to no matter: nobody will ever see it. */
export async function eraseLoose({ sql }: Db, before: number): Promise<void> {
  await disown(sql('attachments').whereNull('matter_id').where('received_at', '<', before));
}

/** A file whose bytes are to be removed; null when none were kept. */
export interface ErasedAttachment {
  readonly id: number;
  readonly file: string | null;
}

export async function listErasedAttachments(
  { sql }: Db,
  limit: number,
): Promise<readonly ErasedAttachment[]> {
  return sql('attachments')
    .select('id', 'file')
    .where({ status: 'erased' })
    .whereRaw(isOpen)
    .where('next_at', '<=', 0)
    .limit(limit);
}

/** Gives up what was never fetched: of a sender that the office has ended meanwhile. */
export async function giveUpWaiting({ sql }: Db, before: number): Promise<void> {
  await sql('attachments')
    .where({ status: 'waiting' })
    .whereRaw(isOpen)
    .where('received_at', '<', before)
    .update({ status: 'gone', ref_sealed: null });
}

/** Forgets files whose bytes are gone. */
export async function deleteAttachments({ sql }: Db, ids: readonly number[]): Promise<void> {
  await sql('attachments').whereIn('id', ids).delete();
}

/** Those of these names that no attachment has. */
export async function unknownFiles(
  { sql }: Db,
  names: readonly string[],
): Promise<readonly string[]> {
  const known = new Set<string>();
  for (let at = 0; at < names.length; at += 500) {
    const some: string[] = await sql('attachments')
      .whereIn('file', names.slice(at, at + 500))
      .pluck('file');
    for (const name of some) known.add(name);
  }
  return names.filter((name) => !known.has(name));
}

/** `unknown`: no row names it, not yet or no more. */
export type FileStanding = 'kept' | 'erased' | 'unknown';

/** Whether a file is still somebody's. */
export async function standingOf({ sql }: Db, name: string): Promise<FileStanding> {
  const row: { status: string } | undefined = await sql('attachments')
    .first('status')
    .where({ file: name });
  if (!row) return 'unknown';
  return row.status === 'erased' ? 'erased' : 'kept';
}
