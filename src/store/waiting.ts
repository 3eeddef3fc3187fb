import { firstRow } from './statement.ts';
import { rootOf, type Db } from './store.ts';

interface Count {
  readonly n: number;
  readonly at: number;
}

/** Counting takes 40 us a thousand, and each question counts: more than these are counted once a minute. */
const many = 500;
const minute = 60_000;

/** The last count of each office, by database. */
const counts = new WeakMap<object, Map<string, Count>>();

async function count(db: Db, officeCode: string): Promise<number> {
  const row = await firstRow<{ n: number }>(
    db,
    `select count(*) as n from matters
     where status in ('open', 'claimed') and office_code = ?`,
    [officeCode],
  );
  return row?.n ?? 0;
}

/** How many matters of an office wait for an answer; of many, how many a minute ago. */
export async function countWaiting(db: Db, officeCode: string, now: number): Promise<number> {
  const known = counts.get(rootOf(db)) ?? new Map<string, Count>();
  counts.set(rootOf(db), known);
  const last = known.get(officeCode);
  if (last && last.n > many && Math.abs(now - last.at) < minute) return last.n;
  const n = await count(db, officeCode);
  known.set(officeCode, { n, at: now });
  return n;
}
