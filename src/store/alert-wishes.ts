import type { Json } from '../core/json.ts';
import type { Db } from './store.ts';

/** What somebody, or many, are to be told of: equal wishes of an office share one. */
export interface AlertWish {
  readonly id: number;
  readonly officeCode: string;
  /** As it was understood. */
  readonly wish: Json;
}

/** A wish to be kept, with what a vacancy finds it by. */
export interface NewAlertWish extends Omit<AlertWish, 'id'> {
  /** Keyed hash of office and wish. */
  readonly sign: string;
  /** Rank of the schooling named, 0 to 9. */
  readonly level: number | null;
  /** Keyed hashes of its roots, made only when the wish is new. */
  readonly tokens: () => Promise<readonly number[]>;
}

const place = (sign: string): string => `job_alert_wishes.wish|${sign}`;

/** An SQLite statement takes 32,766 values; shorter ones are planned faster. */
const mostTokens = 500;

/** A common word alone may have a thousand wishes: so many tokens are read in some milliseconds. */
const tokensRead = 20;

const chunks = <One>(list: readonly One[], size: number): One[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, at) =>
    list.slice(at * size, (at + 1) * size),
  );

async function addWish(db: Db, wish: NewAlertWish, now: number): Promise<number> {
  const { sign, officeCode, level } = wish;
  const row = {
    sign,
    office_code: officeCode,
    level,
    wish_sealed: db.keys.seal(JSON.stringify(wish.wish), place(sign)),
    used_at: now,
  };
  const added: { id: number }[] = await db
    .sql('job_alert_wishes')
    .insert(row)
    .onConflict('sign')
    .merge({ used_at: now })
    .returning('id');
  const id = added[0]?.id ?? 0;
  const words = (await wish.tokens()).map((token) => ({ token, wish_id: id }));
  for (const some of chunks(words, mostTokens)) {
    await db.sql('job_alert_words').insert(some).onConflict(['token', 'wish_id']).ignore();
  }
  return id;
}

/** The id of this wish, which is kept when nobody has wished it yet. */
export async function ensureWish(db: Db, wish: NewAlertWish, now: number): Promise<number> {
  const known: { id: number }[] = await db
    .sql('job_alert_wishes')
    .where({ sign: wish.sign })
    .update({ used_at: now })
    .returning('id');
  return known[0]?.id ?? addWish(db, wish, now);
}

/** A wish that has a word of the vacancies asked about. */
export interface WishHit {
  readonly token: number;
  readonly wishId: number;
  /** Rank of the schooling named. */
  readonly level: number | null;
}

/** Which wishes are kept under these tokens, some at a time. */
export async function* findWishes(
  { sql }: Db,
  tokens: readonly number[],
): AsyncGenerator<readonly WishHit[]> {
  for (const some of chunks(tokens, tokensRead)) {
    const rows: WishHit[] = await sql('job_alert_words as w')
      .join('job_alert_wishes as j', 'j.id', 'w.wish_id')
      .select({ token: 'w.token', wishId: 'w.wish_id', level: 'j.level' })
      .whereIn('w.token', some);
    yield rows;
  }
}

/** These wishes, by their ids (at most 500). */
export async function openWishes(
  { sql, keys }: Db,
  ids: readonly number[],
): Promise<ReadonlyMap<number, AlertWish>> {
  const rows: { id: number; sign: string; office_code: string; wish_sealed: string }[] = await sql(
    'job_alert_wishes',
  )
    .select('id', 'sign', 'office_code', 'wish_sealed')
    .whereIn('id', ids);
  return new Map(
    rows.map(({ id, sign, office_code: officeCode, wish_sealed: sealed }) => [
      id,
      { id, officeCode, wish: JSON.parse(keys.open(sealed, place(sign))) as Json },
    ]),
  );
}

/** A step of the walk over all wishes that forgets the unused. */
export interface Forgetting {
  /** The id that the last step ended with. */
  readonly after: number;
  readonly limit: number;
  /** Only those not wished since, in epoch milliseconds. */
  readonly before: number;
}

/**
 * Deletes those of the next `limit` wishes that nobody has any more and nobody wished since `before`;
 * gives the id to go on behind, undefined at the end. Who wishes one just now has written to its row,
 * which this waits for and then leaves alone.
 */
export async function forgetWishes(
  { sql }: Db,
  { after, limit, before }: Forgetting,
): Promise<number | undefined> {
  const ids: number[] = await sql('job_alert_wishes')
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .pluck('id');
  await sql('job_alert_wishes')
    .whereIn('id', ids)
    .where('used_at', '<', before)
    .whereNotExists(
      sql('job_alerts as a').select('a.id').whereRaw('a.wish_id = job_alert_wishes.id'),
    )
    .delete();
  return ids.length < limit ? undefined : ids.at(-1);
}
