import {
  countAudience,
  latestAlert,
  type Reached,
  type Wanted,
} from '../store/broadcast-audience.ts';
import type { Broadcast } from '../store/broadcasts.ts';
import type { Db } from '../store/store.ts';
import { alertTimes } from './alert-times.ts';
import { namedSince } from './broadcast-words.ts';

/** Who may get a broadcast now, by the accounts that may carry it. */
export function wantedOf(
  { officeCode, topic, districtCode, education, medium }: Broadcast,
  accounts: readonly number[],
  now: Date,
): Wanted {
  const version = namedSince[topic];
  const audience = { officeCode, districtCode, education, medium };
  return { ...audience, version, accounts, now: now.getTime(), pause: alertTimes.pause };
}

/** Alerts counted at once: some milliseconds. */
const countedAtOnce = 1_000;

/**
 * Counts whom a broadcast would reach, in parts between which others have their turn; by account.
 * Not in a transaction.
 */
export async function countReached(db: Db, wanted: Wanted): Promise<readonly Reached[]> {
  const sums = new Map<number, Reached>();
  const last = await latestAlert(db);
  for (let from = 0; from < last; from += countedAtOnce) {
    const part = await countAudience(db, wanted, { from, to: from + countedAtOnce });
    for (const { accountId, people, later } of part) {
      const sum = sums.get(accountId) ?? { accountId, people: 0, later: 0 };
      const added = { people: sum.people + people, later: sum.later + later };
      sums.set(accountId, { accountId, ...added });
    }
    await new Promise((next) => void setImmediate(next));
  }
  return [...sums.values()].toSorted((a, b) => a.accountId - b.accountId);
}
