import { closeExpired } from '../services/vacancy-status.ts';
import type { Store } from '../store/store.ts';

/**
 * Closes vacancies whose last day is over, a few hundred a transaction so that messages go on
 * between them; gives how many. Several processes may do it at once.
 */
export async function expire(store: Store, now: Date): Promise<number> {
  let closed = 0;
  for (;;) {
    const some = await store.transaction((db) => closeExpired(db, now));
    if (some === 0) return closed;
    closed += some;
  }
}
