import { setTimeout as pause } from 'node:timers/promises';
import { retain } from '../../src/gateway/retention.ts';
import { claimOutbound } from '../../src/store/outbox.ts';
import type { Dialect, Store } from '../../src/store/store.ts';
import { makePlace, openPlace, type Place } from '../helpers/server.ts';
import type { Benchmark } from './benchmark.ts';
import { grow, queueTenth, sendAll, sizeOf, type Grown } from './grown.ts';
import { Generator, pin, type Lap } from './race.ts';
import { median, report, round } from './report.ts';
import { pausedTwilio, startOurs } from './targets.ts';

const seconds = 2;
const rounds = 5;
const connections = 50;

const nameOf = (dialect: Dialect): string => (dialect === 'sqlite' ? 'SQLite' : 'PostgreSQL');

const countInbound = async ({ sql }: Store): Promise<number> =>
  Number((await sql('inbound_messages').count({ n: '*' }))[0]?.['n']);

/** Drives a server over what has grown. @throws Error when a message is missing */
async function driveTurns(place: Place, generator: Generator, sent: number) {
  const store = await openPlace(place);
  const before = await countInbound(store);
  const server = { ...(await startOurs(place, 'twilio', pausedTwilio)), sent };
  pin(server.process, '0');
  const laps: Lap[] = [];
  await generator.drive(server, { connections, seconds });
  for (let n = 0; n < rounds; n += 1) {
    laps.push(await generator.drive(server, { connections, seconds }));
  }
  server.process.kill('SIGKILL');
  const stored = (await countInbound(store)) - before;
  await store.close();
  const made = server.sent - sent;
  if (stored < made) throw new Error(`${made} acknowledged, ${stored} stored`);
  return { laps, sent: server.sent };
}

/** Milliseconds of a claim of sixteen at most, the median of 50. */
async function timeClaims(store: Store, accountId: number): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < 50; n += 1) {
    const begun = performance.now();
    await store
      .transaction(async (db) => {
        await claimOutbound(db, { accountId, limit: 16 });
        times.push(performance.now() - begun);
        throw new Error('undo');
      })
      .catch(() => undefined);
  }
  return round(median(times), 3);
}

/** Two months later, when all that was made is over 30 days old. */
const later = (): Date => new Date(Date.now() + 86_400_000 * 60);

/** Everything that is old goes, as fast as it may. */
async function timeRetention(store: Store, x: number, database: string): Promise<void> {
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const held: number[] = [];
  const timed: Store = {
    ...store,
    transaction: async (work) => {
      const begun = performance.now();
      const result = await store.transaction(work);
      held.push(performance.now() - begun);
      return result;
    },
  };
  const over = AbortSignal.timeout(10_000);
  const pace = { target: 4, rest: 0, busy: () => 0, wait: 1 };
  const begun = performance.now();
  const before = await countInbound(store);
  await retain({ store: timed, clock: later, log }, over, pace);
  const gone = before - (await countInbound(store));
  const sorted = held.toSorted((a, b) => a - b);
  report({
    name: `old messages deleted on ${database}`,
    x,
    value: round(gone / ((performance.now() - begun) / 1000)),
    unit: 'messages/s',
    longest_ms: round(sorted.at(-1) ?? 0, 1),
    p99_ms: round(sorted[Math.floor(sorted.length * 0.99)] ?? 0, 1),
  });
}

interface At {
  readonly grown: Grown;
  readonly database: string;
}

async function tellStore(store: Store, { grown, database }: At): Promise<void> {
  const x = grown.messages;
  const idle = await timeClaims(store, grown.accountId);
  report({ name: `claim when nothing waits on ${database}`, x, value: idle, unit: 'ms' });
  const waiting = await queueTenth(store);
  const claim = await timeClaims(store, grown.accountId);
  await sendAll(store);
  report({ name: `claim when a tenth waits on ${database}`, x, value: claim, unit: 'ms', waiting });
  const size = await sizeOf(store);
  report({
    name: `size on ${database}`,
    x,
    value: round(size / 1e6),
    unit: 'MB',
    per_million: round(size / x),
  });
}

function tellTurns(laps: readonly Lap[], { grown, database }: At): void {
  const x = grown.messages;
  const middle = (pick: (lap: Lap) => number): number => round(median(laps.map(pick)), 1);
  report({
    name: `turn after growth on ${database}`,
    x,
    value: middle(({ cpu }) => cpu ?? 0),
    unit: 'us CPU',
    rate: middle(({ rate }) => rate),
    p99_ms: middle(({ p99 }) => p99),
  });
}

/** A place that a server has begun, with its account and no message. */
export async function openGrown(place: Place): Promise<Grown> {
  const server = await startOurs(place, 'twilio', pausedTwilio);
  server.process.kill('SIGTERM');
  while (server.process.exitCode === null && server.process.signalCode === null) await pause(10);
  const store = await openPlace(place);
  const account: { id: number } = await store.sql('accounts').where({ channel: 'twilio' }).first();
  await store.close();
  return { accountId: account.id, messages: 0, contacts: 0 };
}

async function measureOn(dialect: Dialect, sizes: readonly number[]): Promise<void> {
  const place = await makePlace(dialect);
  const generator = new Generator();
  pin(generator.process, '1');
  const database = nameOf(dialect);
  try {
    let grown = await openGrown(place);
    let sent = 0;
    for (const messages of sizes) {
      const store = await openPlace(place);
      await sendAll(store); // what the server before has answered
      grown = await grow(store, grown, messages);
      await tellStore(store, { grown, database });
      await store.close();
      const turns = await driveTurns(place, generator, sent);
      sent = turns.sent;
      tellTurns(turns.laps, { grown, database });
    }
    const store = await openPlace(place);
    await timeRetention(store, grown.messages, database);
    await store.close();
  } finally {
    generator.close();
    await place.clear();
  }
}

/** Whether year five is as fast as day one: the same turns over ever more messages. */
export const growth: Benchmark = {
  name: 'growth',
  long: true,
  run: async ({ long, scale }) => {
    const all = [10_000, 100_000, 1_000_000, ...(long ? [10_000_000] : [])];
    const sizes = all.map((size) => Math.round(size * scale));
    for (const dialect of ['sqlite', 'postgres'] as const) await measureOn(dialect, sizes);
  },
};
