import { setTimeout as pause } from 'node:timers/promises';

/** Asks again until it is true; the test's own time limit ends it. */
export async function until<T>(ask: () => T | Promise<T>): Promise<NonNullable<T>> {
  for (;;) {
    const found = await ask();
    if (found !== undefined && found !== null && found !== false) return found;
    await pause(20);
  }
}
