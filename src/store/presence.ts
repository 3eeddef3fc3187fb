import type { MatterKind } from './matters.ts';
import type { Db } from './store.ts';

/** An officer who has a matter open before them. */
export interface Present {
  readonly matterId: number;
  /** Of the matter: K and 1311 are K1311. */
  readonly kind: MatterKind;
  readonly number: number;
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

/** A page that is read anew is gone for a moment. */
const grace = 3_000;

/** The officer has left the matter's page at `now`; a page that comes back at once is the same look. */
export async function endPresence(
  { sql }: Db,
  { officerId, matterId }: Pick<Present, 'officerId' | 'matterId'>,
  now: number,
): Promise<void> {
  await sql('presence')
    .where({ officer_id: officerId, matter_id: matterId })
    .update({ seen_at: now - presenceLife + grace });
}

/** Who has which matter open at `now`, the first to come first. */
export async function listPresent({ sql }: Db, now: number): Promise<readonly Present[]> {
  return sql('presence as p')
    .join('officers as o', 'o.id', 'p.officer_id')
    .join('matters as m', 'm.id', 'p.matter_id')
    .select('p.officer_id as officerId', 'p.matter_id as matterId', 'm.kind', 'm.number', 'o.name')
    .where('p.seen_at', '>', now - presenceLife)
    .orderBy(['p.matter_id', 'p.officer_id']);
}

/** Forgets who was present long ago. */
export async function forgetPresence({ sql }: Db, now: number): Promise<void> {
  await sql('presence')
    .where('seen_at', '<=', now - presenceLife)
    .delete();
}
