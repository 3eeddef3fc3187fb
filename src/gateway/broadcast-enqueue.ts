import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { wantedOf } from '../services/broadcasts.ts';
import { enqueueChunk } from '../store/broadcast-outbox.ts';
import type { Broadcast } from '../store/broadcasts.ts';
import type { Route } from './send.ts';
import { nextSize } from './share.ts';
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

/** Alerts that a part looks at: on SQLite it holds the one connection, on PostgreSQL its plan is dear. */
const sizes = {
  sqlite: { first: 500, least: 250, most: 8_000 },
  postgres: { first: 4_000, least: 1_000, most: 8_000 },
} as const;

/** On PostgreSQL another processor works: it rests as long as it has worked. */
const restOf = (worked: number): number => Math.min(100, Math.round(worked));

/** Between parts of enqueueing others are looked after as often, milliseconds. */
const look = 1_000;

async function breathe(tools: BroadcastTools, worked: number): Promise<void> {
  if (tools.store.dialect === 'postgres') await pause(restOf(worked));
  else await new Promise((next) => void setImmediate(next));
}

/** One part; undefined when there is no more to do, or not for this broadcast as it was read. */
async function enqueuePart(
  { store, clock, routes }: BroadcastTools,
  broadcast: Broadcast & { readonly lastAlert: number },
  size: number,
) {
  const accounts = carriers(routes(), broadcast.officeCode).map(({ account }) => account.id);
  const wanted = wantedOf(broadcast, accounts, clock());
  const asked = performance.now();
  let begun = asked;
  const left = await store.transaction((db) => {
    begun = performance.now();
    return enqueueChunk(db, broadcast, wanted, size);
  });
  return left === undefined
    ? undefined
    : { left, waited: begun - asked, worked: performance.now() - begun };
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
  const until = performance.now() + look;
  let size: number = sizes[dialect].first;
  let { cursor } = broadcast;
  while (lastAlert !== null && cursor < lastAlert) {
    if (over?.aborted || performance.now() > until) return false;
    const part = await enqueuePart(tools, { ...broadcast, lastAlert, cursor }, size);
    if (!part) return false;
    cursor = lastAlert - part.left;
    size = nextSize(size, part, sizes[dialect]);
    await breathe(tools, part.worked);
  }
  return true;
}
