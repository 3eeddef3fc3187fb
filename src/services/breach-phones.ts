import { addressesOf, contactStandings, type ContactStanding } from '../store/holdings.ts';
import type { Db } from '../store/store.ts';

/** How somebody is to be told: by SMS, in another way, or only by who looks after them. */
export type Way = 'sms' | 'other' | 'careful';

const aTime = 500;

/** Ids in parts that one statement takes. */
export function* parts(ids: readonly number[]): Generator<readonly number[]> {
  for (let at = 0; at < ids.length; at += aTime) yield ids.slice(at, at + aTime);
}

/** Rows by a number of theirs. */
export function grouped<T>(
  rows: readonly T[],
  keyOf: (row: T) => number,
): ReadonlyMap<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
}

/** What is known of some contacts. */
export interface Phones {
  readonly standings: ReadonlyMap<number, ContactStanding>;
  readonly userIds: ReadonlyMap<number, readonly string[]>;
}

/** What is known of these contacts. */
export async function phonesOf(db: Db, ids: readonly number[]): Promise<Phones> {
  const standings = new Map<number, ContactStanding>();
  const userIds = new Map<number, readonly string[]>();
  for (const part of parts(ids)) {
    for (const standing of await contactStandings(db, part)) standings.set(standing.id, standing);
    const found = grouped(await addressesOf(db, part), ({ contactId }) => contactId);
    for (const [id, rows] of found)
      userIds.set(
        id,
        rows.map(({ userId }) => userId),
      );
  }
  return { standings, userIds };
}

const isForeign = (userId: string): boolean => userId.startsWith('+') && !userId.startsWith('+62');

/** Nothing unasked goes to who said STOP, is in danger or abroad: the law is kept in another way. */
export function wayOf(contacts: readonly number[], { standings, userIds }: Phones) {
  const known = contacts.flatMap((id) => standings.get(id) ?? []);
  const free = known.filter(({ id, stopped, guarded }) => {
    const own = userIds.get(id) ?? [];
    return stopped === 0 && guarded === 0 && own.length > 0 && !own.some(isForeign);
  });
  const guarded = known.some((one) => one.guarded === 1);
  const way: Way = guarded ? 'careful' : free.length > 0 ? 'sms' : 'other';
  return { way, contacts: guarded ? [] : free.map(({ publicId }) => publicId) };
}
