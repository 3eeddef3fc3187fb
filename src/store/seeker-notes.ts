import { randomBytes } from 'node:crypto';
import type { Db } from './store.ts';

/** A note of guidance (bimbingan jabatan). */
export interface SeekerNote {
  readonly heldOn: string;
  readonly officer: string;
  readonly text: string;
}

const place = (key: string): string => `seeker_notes.text|${key}`;

export async function addSeekerNote(
  { sql, keys }: Db,
  note: {
    readonly seekerId: number;
    readonly officerId: number;
    readonly heldOn: string;
    readonly text: string;
    readonly at: number;
  },
): Promise<void> {
  const key = randomBytes(12).toString('hex');
  await sql('seeker_notes').insert({
    seeker_id: note.seekerId,
    officer_id: note.officerId,
    held_on: note.heldOn,
    key,
    text_sealed: keys.seal(note.text, place(key)),
    created_at: note.at,
  });
}

interface Row {
  readonly held_on: string;
  readonly key: string;
  readonly text_sealed: string;
  readonly officer: string;
}

/** The notes on a seeker, the newest first. */
export async function notesOfSeeker(
  { sql, keys }: Db,
  seekerId: number,
): Promise<readonly SeekerNote[]> {
  const rows: Row[] = await sql('seeker_notes as n')
    .join('officers as o', 'o.id', 'n.officer_id')
    .select('n.held_on', 'n.key', 'n.text_sealed', 'o.name as officer')
    .where({ 'n.seeker_id': seekerId })
    .orderBy('n.id', 'desc');
  return rows.map((row) => ({
    heldOn: row.held_on,
    officer: row.officer,
    text: keys.open(row.text_sealed, place(row.key)),
  }));
}
