import { setTimeout as pause } from 'node:timers/promises';
import type { Dialect, Store } from '../../src/store/store.ts';
import { makePlace, openPlace, type Place } from '../helpers/server.ts';
import type { Benchmark } from './benchmark.ts';
import { Generator, tell, type Lap, type Target } from './race.ts';
import { median, report, round } from './report.ts';
import { addSubscribers, releaseMany } from './subscribers.ts';
import { pausedTwilio, startOurs } from './targets.ts';

/** Recipients of a wave: several broadcasts to all subscribers, or one. */
const most = 1_000_000;
/** Broadcasts of a wave, unless it is one to all. */
const several = 10;

const limits: Readonly<Record<Dialect, number>> = { sqlite: 10, postgres: 15 };
const names: Readonly<Record<Dialect, string>> = { sqlite: 'SQLite', postgres: 'PostgreSQL' };

const short = { connections: 50, seconds: 3 };
const rounds = 3;

/** Alerts that the broadcasts of a wave have looked at. */
async function comeTo({ sql }: Store, ids: readonly number[]): Promise<number> {
  const cursors: number[] = await sql('broadcasts')
    .whereIn('id', [...ids])
    .pluck('cursor');
  return cursors.reduce((sum, cursor) => sum + cursor, 0);
}

/** A wave under way: when it began, and how to wait for its end. */
interface Wave {
  readonly ids: readonly number[];
  /** Seconds from the first row to the last. */
  readonly ended: () => Promise<number>;
  readonly isOver: () => Promise<boolean>;
}

/** Lets a wave go and waits until its first rows are in. */
async function begin({ store, subscribers, many }: Field): Promise<Wave> {
  const rows = subscribers * many;
  const ids = await releaseMany(store, many);
  while ((await comeTo(store, ids)) === 0) await pause(2);
  const began = performance.now();
  const isOver = async (): Promise<boolean> => (await comeTo(store, ids)) >= rows;
  return {
    ids,
    isOver,
    ended: async () => {
      while (!(await isOver())) await pause(5);
      return (performance.now() - began) / 1000;
    },
  };
}

/** @throws Error unless each subscriber is in each broadcast of the wave exactly once. */
async function checkWave({ sql }: Store, { ids }: Wave, subscribers: number): Promise<void> {
  for (const id of ids) {
    const waiting: number[] = await sql('broadcast_outbox')
      .where({ broadcast_id: id })
      .pluck('address_id');
    const taken: number[] = await sql('outbound_messages')
      .where({ broadcast_id: id })
      .pluck('address_id');
    const all = [...waiting, ...taken];
    if (all.length !== subscribers || new Set(all).size !== subscribers) {
      throw new Error(`${all.length} rows of ${new Set(all).size} people, not ${subscribers}`);
    }
  }
}

/** Takes a wave away, so that the next finds the office as this one did. */
async function clear({ sql }: Store, { ids }: Wave): Promise<void> {
  await sql('broadcasts')
    .whereIn('id', [...ids])
    .update({ state: 'done', ended_at: 1 });
  await sql('broadcast_outbox')
    .whereIn('broadcast_id', [...ids])
    .delete();
}

interface Field {
  readonly store: Store;
  readonly target: Target;
  readonly generator: Generator;
  readonly dialect: Dialect;
  readonly subscribers: number;
  /** Broadcasts at once. */
  readonly many: number;
}

function tellTime(what: string, field: Field, times: readonly number[]): void {
  const { dialect, subscribers, many } = field;
  const count = (subscribers * many).toLocaleString('en');
  report({
    name: `${count} recipients enqueued on ${names[dialect]}, ${what}`,
    value: round(median(times), 2),
    unit: 's',
    limit: limits[dialect],
    rounds: times.map((time) => round(time, 2)),
  });
}

async function alone(field: Field): Promise<void> {
  const times: number[] = [];
  for (let n = 0; n < rounds; n += 1) {
    const wave = await begin(field);
    times.push(await wave.ended());
    await checkWave(field.store, wave, field.subscribers);
    await clear(field.store, wave);
  }
  tellTime('nothing else to do', field, times);
}

/** Turns alone, then turns while rows come in all the time. */
async function pair(field: Field) {
  const { store, target, generator } = field;
  const before = await generator.drive(target, short);
  await generator.prepare(target, short);
  const wave = await begin(field);
  const beside = await generator.drive(target, short);
  const covered = !(await wave.isOver());
  await wave.ended();
  await clear(store, wave);
  return { before, beside, covered };
}

/** How long a wave takes while turns go on from its beginning to its end. */
async function besideTurns(field: Field) {
  const { store, target, generator, subscribers, dialect } = field;
  const long = { connections: 50, seconds: limits[dialect] * 1.5 };
  await generator.prepare(target, long);
  const wave = await begin(field);
  const driving = generator.drive(target, long);
  const time = await wave.ended();
  await driving;
  await checkWave(store, wave, subscribers);
  await clear(store, wave);
  return time;
}

function tellRatios({ dialect }: Field, laps: readonly (readonly [before: Lap, beside: Lap])[]) {
  const rates = laps.map(([before, beside]) => round(beside.rate / before.rate, 3));
  const waits = laps.map(([before, beside]) => round(beside.p99 / before.p99, 2));
  const name = `turns on ${names[dialect]} while a broadcast is enqueued, to turns alone`;
  report({
    name: `rate of ${name}`,
    value: median(rates),
    unit: 'ratio',
    least: 0.7,
    rounds: rates,
  });
  report({ name: `p99 of ${name}`, value: median(waits), unit: 'ratio', most: 2, rounds: waits });
}

async function measure(field: Field): Promise<void> {
  const { generator, target } = field;
  await generator.drive(target, short); // warms up
  await alone(field);
  const laps: (readonly [Lap, Lap])[] = [];
  let covered = 0;
  for (let n = 0; n < rounds; n += 1) {
    const lap = await pair(field);
    laps.push([lap.before, lap.beside]);
    covered += lap.covered ? 1 : 0;
  }
  const more = { covered };
  tell(
    `${target.name} before a broadcast`,
    laps.map(([before]) => before),
  );
  tell(
    `${target.name} while one is enqueued`,
    laps.map(([, beside]) => beside),
    more,
  );
  tellRatios(field, laps);
  tellTime(`beside turns of 50 connections`, field, [await besideTurns(field)]);
}

async function measureOn(
  dialect: Dialect,
  { subscribers, many }: { readonly subscribers: number; readonly many: number },
): Promise<void> {
  const data: Place = await makePlace(dialect);
  const ours = await startOurs(data, 'twilio', pausedTwilio);
  const store = await openPlace(data);
  const generator = new Generator();
  try {
    await addSubscribers(store, subscribers);
    const target = { ...ours, fastest: 5_000 };
    await measure({ store, target, generator, dialect, subscribers, many });
  } finally {
    generator.close();
    ours.process.kill('SIGKILL');
    await store.close();
    await data.clear();
  }
}

/**
 * A million recipients of broadcasts: ten broadcasts to 100,000 subscribers, with `--long` one to a
 * million. How long they take to be enqueued, and what turns feel of it.
 */
export const push: Benchmark = {
  name: 'push',
  long: false,
  run: async ({ long, scale }) => {
    const many = long ? 1 : several;
    for (const dialect of ['sqlite', 'postgres'] as const) {
      await measureOn(dialect, { subscribers: Math.round((most / many) * scale), many });
    }
  },
};
