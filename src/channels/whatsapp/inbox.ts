import type { ChannelEvent } from '../../core/message.ts';

/** Waits so many milliseconds, or until the signal. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<void>;

export type Deliver = (events: readonly ChannelEvent[]) => Promise<void>;

/** What has arrived and is to be stored, one after the other. */
export interface Inbox {
  /** Reads and delivers, after all that was added before. */
  add(read: () => Promise<readonly ChannelEvent[]>): void;
  /** Resolves when nothing is under way any more. */
  idle(): Promise<void>;
}

/** Between two tries to store, in milliseconds: 1 s, doubled, at most this. */
const longestPause = 30_000;

/**
 * Opens a queue before `deliver`: Baileys awaits no listener, and WhatsApp has been told "delivered"
 * before we hear of a message, so that what cannot be stored now is kept here and tried again until
 * `signal`; then a last time.
 */
export function openInbox(deliver: Deliver, pause: Pause, signal: AbortSignal): Inbox {
  let last: Promise<void> = Promise.resolve();
  const store = async (read: () => Promise<readonly ChannelEvent[]>): Promise<void> => {
    const events = await read();
    if (events.length > 0) await deliver(events);
  };
  const persist = async (read: () => Promise<readonly ChannelEvent[]>): Promise<void> => {
    for (let wait = 1_000; ; wait = Math.min(longestPause, wait * 2)) {
      try {
        return await store(read);
      } catch {
        if (signal.aborted) return; // the process ends: nothing is left that could keep it
        await pause(wait, signal);
      }
    }
  };
  return {
    add: (read) => {
      last = last.then(() => persist(read));
    },
    idle: () => last,
  };
}
