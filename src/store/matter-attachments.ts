import type { MediaRef } from '../core/message.ts';
import { openName, type AttachmentStatus } from './attachments.ts';
import type { Db } from './store.ts';

/** A file of a matter's thread. */
export interface MatterAttachment {
  readonly publicId: string;
  readonly matterId: number;
  readonly entryId: number | null;
  readonly kind: MediaRef['kind'];
  readonly status: AttachmentStatus;
  /** By content, once it is kept. */
  readonly type: string | null;
  /** What the sender called it. */
  readonly name: string | null;
  /** Bytes. */
  readonly size: number | null;
  /** Its name under DATA_DIR/files, once it is kept. */
  readonly file: string | null;
}

interface Row {
  readonly public_id: string;
  readonly matter_id: number;
  readonly entry_id: number | null;
  readonly kind: MediaRef['kind'];
  readonly status: AttachmentStatus;
  readonly type: string | null;
  readonly name_sealed: string | null;
  readonly size: number | null;
  readonly file: string | null;
}

/** How many files are kept of a contact; those of danger are not counted, as their matter is not. */
export async function countOwnAttachments({ sql }: Db, contactId: number): Promise<number> {
  const [row] = await sql('attachments as a')
    .leftJoin('matters as m', 'm.id', 'a.matter_id')
    .where({ 'a.contact_id': contactId })
    .whereIn('a.status', ['waiting', 'kept'])
    .where((calm) => void calm.whereNull('m.id').orWhere({ 'm.urgent': 0 }))
    .count({ n: '*' });
  return Number(row?.['n'] ?? 0);
}

/** The files of these matters in the order in which they came, in one statement. */
export async function listMatterAttachments(
  db: Db,
  matterIds: readonly number[],
): Promise<readonly MatterAttachment[]> {
  const rows: Row[] = await db
    .sql('attachments')
    .whereIn('matter_id', matterIds)
    .whereNot({ status: 'erased' })
    .orderBy('id');
  return rows.map((row) => ({
    publicId: row.public_id,
    matterId: row.matter_id,
    entryId: row.entry_id,
    kind: row.kind,
    status: row.status,
    type: row.type,
    name: openName(db, row),
    size: row.size,
    file: row.file,
  }));
}
