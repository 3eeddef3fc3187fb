import { officerColumns, toOfficer, type Officer } from './officers.ts';
import type { Db } from './store.ts';

/** A bearer token: only its keyed hash is kept. */
export interface NewToken {
  readonly officerId: number;
  readonly hash: string;
  readonly expiresAt: number;
  readonly at: number;
}

export async function insertToken({ sql }: Db, token: NewToken): Promise<void> {
  await sql('tokens').insert({
    officer_id: token.officerId,
    hash: token.hash,
    expires_at: token.expiresAt,
    created_at: token.at,
  });
}

/** Whose token this is: only while it lasts, and only while the officer works here. */
export async function officerOfToken(
  { sql }: Db,
  hash: string,
  now: number,
): Promise<Officer | undefined> {
  const row: Parameters<typeof toOfficer>[0] | undefined = await sql('tokens')
    .join('officers', 'officers.id', 'tokens.officer_id')
    .first(officerColumns)
    .where({ 'tokens.hash': hash, 'officers.active': 1 })
    .where('tokens.expires_at', '>', now);
  return row && toOfficer(row);
}
