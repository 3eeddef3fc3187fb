import type { Db } from './store.ts';

/** How often something was tried, until when that counts (epoch milliseconds). */
export interface Limit {
  readonly points: number;
  readonly endsAt: number;
}

interface Row {
  readonly points: number;
  readonly ends_at: number;
}

const spend = `insert into sign_in_limits (key, points, ends_at) values (?, 1, ?)
  on conflict (key) do update set
    points = case when sign_in_limits.ends_at > ? then sign_in_limits.points + 1 else 1 end,
    ends_at = case when sign_in_limits.ends_at > ? then sign_in_limits.ends_at else excluded.ends_at end
  returning points, ends_at`;

/** Counts one more try, in one statement: tries at the same moment are all counted. */
export async function spendPoint(
  { sql, dialect }: Db,
  key: string,
  { at, life }: { readonly at: number; readonly life: number },
): Promise<Limit> {
  const answer: unknown = await sql.raw(spend, [key, at + life, at, at]);
  const rows = (dialect === 'sqlite' ? answer : (answer as { rows: unknown }).rows) as Row[];
  const [row] = rows;
  if (!row) throw new Error('the try was not counted');
  return { points: row.points, endsAt: row.ends_at };
}

/** Takes one counted try back. */
export async function refundPoint({ sql }: Db, key: string): Promise<void> {
  await sql('sign_in_limits').where({ key }).where('points', '>', 0).decrement('points', 1);
}

/** Nothing may be tried under this key until then. */
export async function pauseUntil({ sql }: Db, key: string, endsAt: number): Promise<void> {
  await sql('sign_in_limits')
    .insert({ key, points: 1, ends_at: endsAt })
    .onConflict('key')
    .merge(['ends_at']);
}

/** Until when it is paused; 0 when it is not known. */
export async function pausedUntil({ sql }: Db, key: string): Promise<number> {
  const row: Row | undefined = await sql('sign_in_limits').first('ends_at').where({ key });
  return row?.ends_at ?? 0;
}

export async function removeLimits({ sql }: Db, keys: readonly string[]): Promise<void> {
  await sql('sign_in_limits').whereIn('key', keys).delete();
}

/** Removes what no longer counts. */
export async function removeEndedLimits({ sql }: Db, at: number): Promise<void> {
  await sql('sign_in_limits').where('ends_at', '<=', at).delete();
}
