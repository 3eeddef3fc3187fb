import { createHash } from 'node:crypto';
import { insertRows } from './insert.ts';
import type { Db } from './store.ts';

/** The words that people are told what their data is for, and the version that the office gave them. */
export interface Notice {
  readonly version: string;
  readonly text: string;
}

/** Keeps the words once, and gives by which hash they are found. */
export async function addNotice(db: Db, { version, text }: Notice, now: number): Promise<string> {
  const hash = createHash('sha256').update(`${version}\n${text}`).digest('hex').slice(0, 32);
  const row = { hash, version, text, first_at: now };
  await insertRows(db, 'notices', [row], 'on conflict (hash) do nothing');
  return hash;
}

/** What a seeker was told, and its version; `text` is null where the words were not kept yet. */
export async function noticeOfSeeker(
  { sql }: Db,
  seekerId: number,
): Promise<{ readonly version: string; readonly text: string | null } | undefined> {
  const row: { version: string; text: string | null } | undefined = await sql('seekers as s')
    .leftJoin('notices as n', 'n.hash', 's.notice_hash')
    .first('s.notice_version as version', 'n.text as text')
    .where({ 's.id': seekerId });
  return row;
}
