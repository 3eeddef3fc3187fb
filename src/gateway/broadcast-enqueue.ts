import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { wantedOf } from '../services/broadcasts.ts';
import { addRecipients, longRecipients, type RecipientsPart } from '../store/broadcast-outbox.ts';
import type { Broadcast } from '../store/broadcasts.ts';
import type { Dialect } from '../store/store.ts';
import type { Route } from './send.ts';
import { nextSize, type Part } from './share.ts';
import type { GatewayTools } from './tools.ts';

/** What broadcasts need besides the store. */
export interface BroadcastTools extends Pick<GatewayTools, 'store' | 'clock' | 'log'> {
  readonly routes: () => readonly Route[];
  readonly wake: () => void;
}

/** The senders of an office that may carry what nobody asked for. */
export const carriers = (routes: readonly Route[], office: string): readonly Route[] =>
  routes.filter(
    ({ account, channel }) => account.officeCode === office && channel.replyOnly !== true,
  );

/** Alerts that a part looks at on SQLite, where it holds the one connection. */
const sizes = { first: 2_000, least: 1_000, most: 8_000 } as const;

/**
 * And on PostgreSQL, where nobody waits for its connection: a part costs a plan and a commit, so
 * small ones cost more than they spare.
 */
const onPostgres = 8_000;

/** How large the next part is to be, after one that went so. */
const sizeAfter = (dialect: Dialect, size: number, went: Part): number =>
  dialect === 'sqlite' ? nextSize(size, went, sizes) : onPostgres;

const firstSize: Readonly<Record<Dialect, number>> = { sqlite: sizes.first, postgres: onPostgres };

/**
 * There it takes processors from turns: it rests half as long as it has worked, while the next part
 * is read.
 */
const restOf = (worked: number): number => Math.min(100, Math.round(worked / 2));

/** Between parts of enqueueing others are looked after as often, milliseconds. */
const look = 1_000;

async function breathe(tools: BroadcastTools, worked: number): Promise<void> {
  if (tools.store.dialect === 'postgres') await pause(restOf(worked));
  else await new Promise((next) => void setImmediate(next));
}

/** A released broadcast, and the last alert that gets it. */
type Released = Broadcast & { readonly lastAlert: number };

interface Read {
  readonly part: RecipientsPart;
  /** Milliseconds. */
  readonly took: number;
}

async function readPart(
  { store, clock, routes }: BroadcastTools,
  broadcast: Released,
  { from, size }: { readonly from: number; readonly size: number },
): Promise<Read> {
  const begun = performance.now();
  const accounts = carriers(routes(), broadcast.officeCode).map(({ account }) => account.id);
  const wanted = wantedOf(broadcast, accounts, clock());
  const range = { from, to: Math.min(broadcast.lastAlert, from + size) };
  const recipients = await store.read(longRecipients, wanted, range);
  const part = { ...range, recipients, pause: wanted.pause };
  return { part, took: performance.now() - begun };
}

/** Reads one part ahead: in a thread of its own where the database works within the call. */
async function* partsOf(
  tools: BroadcastTools,
  broadcast: Released,
  sizeNow: () => number,
): AsyncGenerator<Read> {
  const { lastAlert } = broadcast;
  const read = (from: number): Promise<Read> | undefined =>
    from < lastAlert ? readPart(tools, broadcast, { from, size: sizeNow() }) : undefined;
  let next = read(broadcast.cursor);
  try {
    while (next) {
      const now: Read = await next;
      next = read(now.part.to);
      yield now;
    }
  } finally {
    await next?.catch(() => undefined);
  }
}

/** Puts a part into the outbox; undefined when the broadcast is not any more as it was read. */
async function addPart({ store }: BroadcastTools, broadcast: Released, part: RecipientsPart) {
  const asked = performance.now();
  let begun = asked;
  const isAdded = await store.transaction((db) => {
    begun = performance.now();
    return addRecipients(db, broadcast.id, part);
  });
  return isAdded ? { waited: begun - asked, worked: performance.now() - begun } : undefined;
}

/**
 * Puts the recipients of a released broadcast into its outbox, from where it stood, for a second or
 * until the signal comes. True when all are in.
 */
export async function enqueue(
  tools: BroadcastTools,
  broadcast: Broadcast,
  over?: AbortSignal,
): Promise<boolean> {
  const { dialect } = tools.store;
  const { lastAlert } = broadcast;
  if (lastAlert === null) return true;
  const until = performance.now() + look;
  let size = firstSize[dialect];
  for await (const { part, took } of partsOf(tools, { ...broadcast, lastAlert }, () => size)) {
    if (over?.aborted || performance.now() > until) return false;
    const went = await addPart(tools, { ...broadcast, lastAlert }, part);
    if (!went) return false;
    size = sizeAfter(dialect, size, went);
    await breathe(tools, went.worked + took);
  }
  return true;
}
