import { textOf } from '../core/json.ts';
import { comparedShare } from '../services/alert-comparison.ts';
import { alertTimes } from '../services/alert-times.ts';
import { keepWish, wishesFor } from '../services/alert-wishes.ts';
import { openBreath } from '../services/breath.ts';
import { wakeAlerts } from '../store/alert-marks.ts';
import { forgetWishes, type AlertWish } from '../store/alert-wishes.ts';
import { findAlert, listUnshared, shareWish } from '../store/job-alerts.ts';
import type { Db, Store } from '../store/store.ts';
import { dropNews, listNews, readFresh } from '../store/vacancy-news.ts';

/** Vacancies whose wishes are looked for at once; they may be thousands of each. */
const together = 2;

/** Alerts, or wishes, of one statement: 500 that were woken held up SQLite for 20 ms (measured). */
const step = 200;

/** Wishes that are understood anew in a round, each in a transaction of its own. */
const sharedAtOnce = 500;

/** The delay of an office's comparison in milliseconds; 0 while it has none. Read once. */
export function openDelays(db: Db): (office: string) => Promise<number> {
  const known = new Map<string, number>();
  return async (office) => {
    const delay =
      known.get(office) ?? ((await comparedShare(db, office)) > 0 ? alertTimes.delay : 0);
    known.set(office, delay);
    return delay;
  };
}

async function wake(
  store: Store,
  { id: wishId }: AlertWish,
  { now, delay, breathe }: { now: number; delay: number; breathe: () => Promise<void> },
): Promise<void> {
  const times = { now, delay, pause: alertTimes.pause };
  for (let after: number | undefined = 0; after !== undefined;) {
    await breathe();
    after = await wakeAlerts(store, { wishId, after, limit: step }, times);
  }
}

/**
 * Finds for vacancies that were published since whom they fit, and makes their alerts due, until
 * there are none or the time is over (`until`, of `performance.now()`). When it ends in the middle,
 * those vacancies are looked at again: that changes nothing.
 */
export async function matchNews(store: Store, now: Date, until: number): Promise<void> {
  const breathe = openBreath();
  const delayOf = openDelays(store);
  while (performance.now() < until) {
    const ids = await listNews(store, together);
    if (ids.length === 0) return;
    const fresh = await readFresh(store, ids);
    for await (const wish of wishesFor(store, fresh, { now, breathe })) {
      const delay = await delayOf(wish.officeCode);
      await wake(store, wish, { now: now.getTime(), delay, breathe });
    }
    await dropNews(store, ids);
  }
}

async function share(db: Db, contactId: number, now: Date): Promise<void> {
  const alert = await findAlert(db, contactId);
  if (!alert) return;
  const { officeCode: office, words } = alert;
  await shareWish(db, alert.id, await keepWish(db, { words: textOf(words), office }, now));
}

/** Understands what was wished under an older version, so that vacancies find it. */
export async function shareOldWishes(store: Store, now: Date): Promise<void> {
  const breathe = openBreath();
  for (const contactId of await listUnshared(store, sharedAtOnce)) {
    await breathe();
    await store.transaction((db) => share(db, contactId, now));
  }
}

/** A wish that nobody has any more is kept for a day: the next who wishes it finds it ready. */
const spare = 86_400_000;

/** Deletes wishes that nobody has any more. */
export async function forgetUnwished(store: Store, now: Date): Promise<void> {
  const breathe = openBreath();
  for (let after: number | undefined = 0; after !== undefined;) {
    await breathe();
    after = await forgetWishes(store, { after, limit: step, before: now.getTime() - spare });
  }
}
