import { faultOf } from '../core/fault.ts';
import type { Log } from '../core/log.ts';
import type { SpoolEntry, SpoolFiles } from '../services/spool-files.ts';
import type { Store } from '../store/store.ts';
import { openDrain } from './drain.ts';
import type { Receive } from './recover.ts';
import type { Repeat } from './repeat.ts';
import type { Route } from './send.ts';
import { Spool } from './spool.ts';

/** A provider that is told to call us hears no answer for a few seconds (Meta 3, Twilio 4 as we set it up). */
const patience = 2_500;

/** The database is not refused, it only takes too long. */
class TooSlow extends Error {
  override readonly name = 'TooSlow';
}

/** As `work`, which goes on, but given up after the time. */
async function within(work: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((_, reject) => {
    timer = setTimeout(() => reject(new TooSlow()), ms);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Names of the channels whose messages are kept here, because nobody offers them again. */
function openKept(routes: () => readonly Route[]): (channel: string) => boolean {
  let last: readonly Route[] | undefined;
  let kept = new Set<string>();
  return (channel) => {
    const now = routes();
    if (now !== last) {
      last = now;
      const channels = now.map((route) => route.channel);
      const wanted = channels.filter(({ offersAgain, local }) => !offersAgain && !local);
      kept = new Set(wanted.map(({ name }) => name));
    }
    return kept.has(channel);
  };
}

/** How a channel is, is told again within a minute. */
const worthKeeping = ({ channel, events }: SpoolEntry): SpoolEntry => ({
  channel,
  events: events.filter(({ kind }) => kind !== 'health'),
});

/**
 * `receive` with a spool behind it: what the database does not take, or not in time, is kept in a
 * file and taken in later by the same way. What is taken twice by that has one effect: its key is known.
 * Nobody's words overtake their earlier ones.
 */
export function openSpooling(
  receive: Receive,
  parts: {
    readonly spool: Spool;
    readonly routes: () => readonly Route[];
    readonly log: Log;
    /** Other processes write into this folder too: what they have acknowledged must not be overtaken. */
    readonly isShared?: boolean;
  },
): Receive {
  const { spool, routes, log, isShared = false } = parts;
  const isKept = openKept(routes);
  const keep = async (entry: SpoolEntry, why: Error): Promise<void> => {
    const worth = worthKeeping(entry);
    if (worth.events.length === 0) throw why;
    try {
      await spool.add(worth, why);
    } catch (error) {
      log.error({ channel: entry.channel, ...faultOf(error) }, 'spool not written');
      throw why; // neither
    }
  };
  return async (channel, events) => {
    if (!isKept(channel)) return receive(channel, events);
    if (isShared && spool.hasNews()) await spool.look();
    const entry = { channel, events };
    const behind = spool.isDown || spool.holds(entry);
    if (behind && worthKeeping(entry).events.length > 0) return spool.add(worthKeeping(entry));
    try {
      return await within(receive(channel, events), patience);
    } catch (error) {
      return keep(entry, error as Error);
    }
  };
}

/** Of how many webhooks something waits in the spool, and of how many it was put aside. */
export type Spooled = Spool['counts'];

/** The way in, with the spool behind it. */
export interface WayIn {
  readonly receive: Receive;
  /** What empties the spool. */
  readonly jobs: readonly Repeat[];
  readonly spooled: () => Spooled;
  /** Resolves when nothing is being written into the spool. */
  idle(): Promise<void>;
}

const nothing = (): Spooled => ({ waiting: 0, failed: 0 });

/** Opens the way in: past the spool alone where there is none. */
export async function openWayIn(
  parts: { readonly spool?: SpoolFiles; readonly store: Store; readonly log: Log },
  routes: () => readonly Route[],
  direct: Receive,
): Promise<WayIn> {
  const { spool: files, store, log } = parts;
  if (!files) return { receive: direct, jobs: [], spooled: nothing, idle: async () => undefined };
  const spool = new Spool(files, log);
  await spool.look(); // before the first message: it may be of somebody who has one here
  return {
    receive: openSpooling(direct, { spool, routes, log, isShared: store.dialect === 'postgres' }),
    jobs: openDrain({ ...parts, spool, receive: direct }),
    idle: () => spool.idle(),
    spooled: () => spool.counts,
  };
}
