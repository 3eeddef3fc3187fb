import { keepWish } from '../../src/services/alert-wishes.ts';
import type { Db, Store } from '../../src/store/store.ts';

/** Subscribers of KABARI as if each had said YA; all rest, as after a look that found nothing. */
export interface Subscribers {
  readonly accountId: number;
  readonly count: number;
  readonly now: Date;
  readonly wish: (n: number) => { readonly words: string; readonly office: string };
}

const together = 500;
const day = 86_400_000;

async function addSome(
  db: Db,
  { accountId, now, wish }: Subscribers,
  { from, to, wishIds }: { from: number; to: number; wishIds: Map<string, number> },
): Promise<void> {
  const { sql, keys } = db;
  const numbers = Array.from({ length: to - from }, (_, at) => from + at);
  const at = now.getTime();
  const contacts: { id: number }[] = await sql('contacts')
    .insert(numbers.map((n) => ({ public_id: `c_sub${n}`, created_at: at })))
    .returning('id');
  const ids = contacts.map(({ id }) => id);
  await sql('addresses').insert(
    numbers.map((n, one) => ({
      account_id: accountId,
      user_id: `+62811${10_000_000 + n}`,
      contact_id: ids[one],
      created_at: at,
    })),
  );
  await sql('consents').insert(
    ids.map((contact_id) => ({
      contact_id,
      purpose: 'push',
      text: 'Boleh?',
      version: 'x',
      given_at: at,
    })),
  );
  const alerts = [];
  for (const [one, n] of numbers.entries()) {
    const { words, office } = wish(n);
    const known = `${office} ${words}`;
    const wishId = wishIds.get(known) ?? (await keepWish(db, { words, office }, now));
    wishIds.set(known, wishId);
    const key = `sub${n}`;
    alerts.push({
      contact_id: ids[one],
      office_code: office,
      key,
      wish_sealed: keys.seal(JSON.stringify(words), `job_alerts.wish|${key}`),
      wish_id: wishId,
      next_at: at + 14 * day,
      ends_at: at + 90 * day,
      created_at: at,
    });
  }
  await sql('job_alerts').insert(alerts);
}

/** Adds them in steps; gives how many different wishes they have. */
export async function addSubscribers(store: Store, all: Subscribers): Promise<number> {
  const wishIds = new Map<string, number>();
  for (let from = 0; from < all.count; from += together) {
    const to = Math.min(all.count, from + together);
    await store.transaction((db) => addSome(db, all, { from, to, wishIds }));
  }
  return new Set(wishIds.values()).size;
}
