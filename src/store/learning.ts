import { randomUUID } from 'node:crypto';
import { insertRows } from './insert.ts';
import type { Db } from './store.ts';

/** new: nobody has looked; assigned: waits for a review; example: is learnt; dismissed: is no help. */
export type LearningStatus = 'new' | 'assigned' | 'example' | 'dismissed';

/** A text that was not understood. */
export interface LearningText {
  readonly id: string;
  readonly officeCode: string;
  readonly text: string;
  readonly status: LearningStatus;
  /** As `understand` names it; null until an officer has said it. */
  readonly service: string | null;
  readonly assignedBy: number | null;
  readonly createdAt: number;
}

interface Row {
  readonly id: string;
  readonly office_code: string;
  readonly text_sealed: string;
  readonly status: LearningStatus;
  readonly service: string | null;
  readonly assigned_by: number | null;
  readonly created_at: number;
}

const place = (id: string): string => `learning_texts.text|${id}`;

/** Keeps a text; what identifies a person must have been taken out of it. */
export async function addLearningText(
  db: Db,
  { officeCode, text }: Pick<LearningText, 'officeCode' | 'text'>,
  now: number,
): Promise<void> {
  const id = randomUUID();
  const row = {
    id,
    office_code: officeCode,
    text_sealed: db.keys.seal(text, place(id)),
    status: 'new',
    created_at: now,
    updated_at: now,
  };
  await insertRows(db, 'learning_texts', [row]);
}

/** Which texts: of one office, or of all when it is left out; at most `limit`, the newest first. */
export interface LearningQuery {
  readonly status: LearningStatus;
  readonly office?: string | undefined;
  readonly limit: number;
}

/** Texts of one status, the newest first. */
export async function listLearningTexts(
  { sql, keys }: Db,
  { status, office, limit }: LearningQuery,
): Promise<readonly LearningText[]> {
  const rows: Row[] = await sql('learning_texts')
    .where({ status, ...(office !== undefined && { office_code: office }) })
    .orderBy('created_at', 'desc')
    .limit(limit);
  return rows.map((row) => ({
    id: row.id,
    officeCode: row.office_code,
    text: keys.open(row.text_sealed, place(row.id)),
    status: row.status,
    service: row.service,
    assignedBy: row.assigned_by,
    createdAt: row.created_at,
  }));
}

/** What an officer made of texts. */
export interface LearningChange {
  readonly status: LearningStatus;
  readonly service?: string;
  readonly assignedBy?: number;
  readonly reviewedBy?: number;
}

/** Moves texts on from a status; gives how many were still there. */
export async function moveLearningTexts(
  { sql }: Db,
  { ids, from, office }: MoveWhich,
  change: LearningChange,
  now: number,
): Promise<number> {
  return sql('learning_texts')
    .whereIn('id', [...ids])
    .where({ status: from, ...(office !== undefined && { office_code: office }) })
    .update({
      status: change.status,
      updated_at: now,
      ...(change.service !== undefined && { service: change.service }),
      ...(change.assignedBy !== undefined && { assigned_by: change.assignedBy }),
      ...(change.reviewedBy !== undefined && { reviewed_by: change.reviewedBy }),
    });
}

/** Which texts are moved: by their ids, of this status, of one office when it is said. */
export interface MoveWhich {
  readonly ids: readonly string[];
  readonly from: LearningStatus;
  readonly office?: string | undefined;
}

/** Drops texts that nobody needs any more; gives how many. */
export async function dropLearningTexts(
  { sql }: Db,
  { status, before }: { readonly status: LearningStatus; readonly before: number },
): Promise<number> {
  return sql('learning_texts').where({ status }).where('updated_at', '<', before).delete();
}
