import { escalateOverdue, settleDue } from '../services/matter-jobs.ts';
import type { Db, Store } from '../store/store.ts';

type Job = (db: Db, now: Date) => Promise<number>;

/** A hundred a transaction until there is none left; gives how many. */
async function untilDone(store: Store, job: Job, now: Date): Promise<number> {
  let done = 0;
  for (;;) {
    const some = await store.transaction((db) => job(db, now));
    if (some === 0) return done;
    done += some;
  }
}

/**
 * What the clock does to questions and complaints: a forgotten claim lapses, an answer that nobody
 * objects to closes the matter, an overdue one is pointed to. Gives how many it looked at.
 */
export async function tendMatters(store: Store, now: Date): Promise<number> {
  return (await untilDone(store, settleDue, now)) + (await untilDone(store, escalateOverdue, now));
}
