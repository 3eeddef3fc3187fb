import type { Db } from './store.ts';

/** Keeps the keyed hash of a printed slip's token; the token itself is on the paper alone. */
export async function addSlip(
  { sql, keys }: Db,
  slip: {
    readonly seekerId: number;
    readonly officerId: number;
    readonly token: string;
    readonly at: number;
    readonly expiresAt: number;
  },
): Promise<void> {
  await sql('seeker_slips').where('expires_at', '<=', slip.at).delete();
  await sql('seeker_slips').insert({
    seeker_id: slip.seekerId,
    officer_id: slip.officerId,
    token_index: keys.index('slip', slip.token),
    created_at: slip.at,
    expires_at: slip.expiresAt,
  });
}

/** The D number, without its letter, that a token still opens. */
export async function seekerOfSlip(
  { sql, keys }: Db,
  token: string,
  now: number,
): Promise<number | undefined> {
  const row: { number: number } | undefined = await sql('seeker_slips as p')
    .join('seekers as s', 's.id', 'p.seeker_id')
    .first('s.number')
    .where({ 'p.token_index': keys.index('slip', token) })
    .where('p.expires_at', '>', now);
  return row?.number;
}
