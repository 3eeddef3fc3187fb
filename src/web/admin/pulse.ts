import { setTimeout as pause } from 'node:timers/promises';
import { faultOf } from '../../core/fault.ts';
import { readStamps, type Stamp } from '../../services/desk.ts';
import type { WebParts } from '../parts.ts';

/** What looks otherwise than a moment ago. */
export type Change = Pick<Stamp, 'office' | 'matterId'>;

/** Tells pages that show something when it has changed. */
export interface Pulse {
  /**
   * Calls `hear` with what changed since it resolved, until the function that it gives is called.
   * Deliveries are looked at for the matter that is named.
   */
  listen(
    matterId: number | undefined,
    hear: (changes: readonly Change[]) => void,
  ): Promise<() => void>;
}

/** How often the database is asked while a page is open, in milliseconds. */
const beat = 1_000;

interface Listener {
  readonly matterId: number | undefined;
  readonly hear: (changes: readonly Change[]) => void;
}

/** Whether it has gone when it is not there any more; others are only no longer among the latest. */
const canGo = ({ key }: Stamp): boolean => key.startsWith('present|') || key.startsWith('dead|');

/** What is new or gone between two looks. */
export function changesBetween(
  before: ReadonlyMap<string, Stamp>,
  after: ReadonlyMap<string, Stamp>,
): readonly Change[] {
  const came = [...after.values()].filter(({ key, stamp }) => before.get(key)?.stamp !== stamp);
  const went = [...before.values()].filter((stamp) => canGo(stamp) && !after.has(stamp.key));
  return [...came, ...went];
}

/**
 * One for a process, however many pages are open. The database is asked, not told: another process
 * or a command may have written.
 */
export function openPulse({ store, clock, log }: WebParts): Pulse {
  const listeners = new Set<Listener>();
  let known: ReadonlyMap<string, Stamp> | undefined;
  let running = false;

  const look = async (): Promise<void> => {
    const watched = [...listeners].flatMap(({ matterId }) => matterId ?? []);
    const stamps = await readStamps(store, watched, clock().getTime());
    const after = new Map(stamps.map((stamp) => [stamp.key, stamp]));
    const changes = known ? changesBetween(known, after) : [];
    known = after;
    if (changes.length > 0) listeners.forEach(({ hear }) => hear(changes));
  };
  const run = async (): Promise<void> => {
    running = true;
    while (listeners.size > 0) {
      await pause(beat, undefined, { ref: false });
      await look().catch((error: unknown) => log.error(faultOf(error), 'pulse failed'));
    }
    known = undefined;
    running = false;
  };
  return {
    listen: async (matterId, hear) => {
      const listener = { matterId, hear };
      if (known === undefined) await look();
      listeners.add(listener);
      if (!running) void run();
      return () => listeners.delete(listener);
    },
  };
}
