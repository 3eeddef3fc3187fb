import { performance } from 'node:perf_hooks';
import type { OutboundStatus } from '../core/message.ts';
import { countOutbound } from '../store/outbound.ts';
import { longRead } from '../store/reads.ts';
import type { Store } from '../store/store.ts';

export { countOutbound };

/** Every row is looked at: of ten million messages that takes seconds. */
const longCount = longRead(import.meta.url, countOutbound, 'sql');

/** After a count nobody counts for this many times as long as it took: at most a twentieth of a core. */
const rest = 20;

export type OutboxCounts = ReadonlyMap<OutboundStatus, number>;

/**
 * Rows of the outbox by status, as often as they are asked for: the same count again until enough
 * time has gone by. `steady` gives milliseconds of a clock that never jumps.
 */
export function openOutboxCounts(
  store: Pick<Store, 'read'>,
  steady: () => number = () => performance.now(),
): () => Promise<OutboxCounts> {
  let counted: Promise<OutboxCounts> | undefined;
  let until = 0;
  const count = async (): Promise<OutboxCounts> => {
    const begun = steady();
    try {
      return await store.read(longCount);
    } finally {
      const now = steady();
      until = now + (now - begun) * rest;
    }
  };
  return async () => {
    if (counted && steady() < until) return counted;
    until = Infinity; // until it is counted
    counted = count();
    counted.catch(() => {
      counted = undefined;
    });
    return counted;
  };
}
