import { setImmediate as others } from 'node:timers/promises';

/** Milliseconds that long work may hold the main thread; a search may add a few more. */
const longest = 5;

/**
 * For work that is long because it is much: lets everything else that waits (requests, replies) go
 * first when more than 5 ms have passed since it last did. SQLite answers before the event loop turns.
 */
export function openBreath(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < longest) return;
    await others();
    last = performance.now();
  };
}
