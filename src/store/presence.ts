import type { Db } from './store.ts';

/** An officer who has a matter open before them. */
export interface Present {
  readonly matterId: number;
  readonly officerId: number;
  readonly name: string;
}

/** How long an officer counts as present after the last sign of the page, in milliseconds. */
export const presenceLife = 45_000;

/**
 * Notes that the officer has the matter open at `now` (epoch milliseconds). True when they had not
 * a moment before: a new look, not the page renewing itself.
 */
export async function markPresent(
  { sql }: Db,
  { officerId, matterId }: Pick<Present, 'officerId' | 'matterId'>,
  now: number,
): Promise<boolean> {
  const key = { officer_id: officerId, matter_id: matterId };
  const known: { seen_at: number } | undefined = await sql('presence').first('seen_at').where(key);
  await sql('presence')
    .insert({ ...key, seen_at: now })
    .onConflict(['officer_id', 'matter_id'])
    .merge();
  return known === undefined || known.seen_at <= now - presenceLife;
}

/** The officer has left the matter's page. */
export async function endPresence(
  { sql }: Db,
  { officerId, matterId }: Pick<Present, 'officerId' | 'matterId'>,
): Promise<void> {
  await sql('presence').where({ officer_id: officerId, matter_id: matterId }).delete();
}

/** Who has which matter open at `now`, the first to come first. */
export async function listPresent({ sql }: Db, now: number): Promise<readonly Present[]> {
  const rows: { officer_id: number; matter_id: number; name: string }[] = await sql('presence as p')
    .join('officers as o', 'o.id', 'p.officer_id')
    .select('p.officer_id', 'p.matter_id', 'o.name')
    .where('p.seen_at', '>', now - presenceLife)
    .orderBy(['p.matter_id', 'p.officer_id']);
  return rows.map((row) => ({
    officerId: row.officer_id,
    matterId: row.matter_id,
    name: row.name,
  }));
}

/** Forgets who was present long ago. */
export async function forgetPresence({ sql }: Db, now: number): Promise<void> {
  await sql('presence')
    .where('seen_at', '<=', now - presenceLife)
    .delete();
}
