import { writeActivity } from '../store/account-health.ts';
import type { Store } from '../store/store.ts';

/** When accounts last heard and last sent: noted in memory, written now and then. */
export class ActivityNotes {
  #heard = new Map<number, number>();
  #sent = new Map<number, number>();

  heard(accountId: number, now: Date): void {
    this.#heard.set(accountId, now.getTime());
  }

  sent(accountId: number, now: Date): void {
    this.#sent.set(accountId, now.getTime());
  }

  /** Writes what was noted since the last time: one row an account, not one a message. */
  async write(store: Store): Promise<void> {
    const [heard, sent] = [this.#heard, this.#sent];
    [this.#heard, this.#sent] = [new Map(), new Map()];
    const ids = new Set([...heard.keys(), ...sent.keys()].toSorted((a, b) => a - b));
    for (const accountId of ids) {
      const [lastInAt, lastOutAt] = [heard.get(accountId), sent.get(accountId)];
      const seen = {
        accountId,
        ...(lastInAt !== undefined && { lastInAt }),
        ...(lastOutAt !== undefined && { lastOutAt }),
      };
      await writeActivity(store, seen, Math.max(lastInAt ?? 0, lastOutAt ?? 0));
    }
  }
}
