import { cpus } from 'node:os';
import type { Store } from '../../src/store/store.ts';
import { makePlace, openPlace, type Place } from '../helpers/server.ts';
import type { Benchmark } from './benchmark.ts';
import { cpuOf, cpuOfFamily, parentOf } from './cpu-time.ts';
import { Generator, type Drive, type Lap, type Target } from './race.ts';
import { median, report, round } from './report.ts';
import { pausedTwilio, startOurs } from './targets.ts';

const sizes = [1, 2, 4] as const;
const rounds = 5;

/** To each process: as many as one alone has, so that its batches are as full. */
const drive: Drive = { connections: 50, seconds: 2 };

/** A server and who asks it: its own people, so that no two servers have one person. */
interface Pair {
  readonly target: Target;
  readonly generator: Generator;
}

/** One round of so many processes. */
interface Measured {
  readonly rate: number;
  readonly p99: number;
  /** Microseconds of CPU a turn. */
  readonly node: number;
  readonly postgres: number;
  readonly generator: number;
  /** Share of all cores that was busy with the three. */
  readonly busy: number;
}

/** More than one process answers in a second: so many messages are made before a round. */
const fastest = 8_000;

/** Messages of one server, far apart from those of the next: 40,000 people of 8 messages. */
const apart = 320_000;

async function startPair(place: Place, at: number): Promise<Pair> {
  const target = await startOurs(place, 'twilio', pausedTwilio);
  return { target: { ...target, fastest, sent: at * apart }, generator: new Generator() };
}

/** The process that all of PostgreSQL's are children of. */
async function postmasterOf(store: Store): Promise<number> {
  const { rows } = await store.sql.raw<{ rows: { pid: number }[] }>(
    'select pg_backend_pid() as pid',
  );
  return parentOf(rows[0]?.pid ?? 0);
}

/** All CPU time so far, milliseconds. */
const spentBy = (pairs: readonly Pair[], postmaster: number) => ({
  node: cpuOf(pairs.map(({ target }) => target.process)),
  generator: cpuOf(pairs.map(({ generator }) => generator.process)),
  postgres: cpuOfFamily(postmaster),
});

async function measure(pairs: readonly Pair[], postmaster: number): Promise<Measured> {
  await Promise.all(pairs.map(({ target, generator }) => generator.prepare(target, drive)));
  const before = spentBy(pairs, postmaster);
  const laps = await Promise.all(
    pairs.map(({ target, generator }): Promise<Lap> => generator.drive(target, drive)),
  );
  const after = spentBy(pairs, postmaster);
  const answered = laps.reduce((sum, lap) => sum + lap.answered, 0);
  const took = Math.max(...laps.map(({ seconds }) => seconds));
  const each = (name: keyof typeof after): number =>
    round(((after[name] - before[name]) * 1_000) / answered);
  const cost = { node: each('node'), postgres: each('postgres'), generator: each('generator') };
  const all = (cost.node + cost.postgres + cost.generator) * answered;
  return {
    ...cost,
    rate: round(answered / took),
    p99: Math.max(...laps.map(({ p99 }) => p99)),
    busy: round(all / 1_000_000 / took / cpus().length, 2),
  };
}

const middle = (all: readonly Measured[], name: keyof Measured): number =>
  median(all.map((one) => one[name]));

/** Rate and CPU of one size, and where its limit lies. */
function tell(size: number, all: readonly Measured[]): void {
  report({
    name: `durable turn on PostgreSQL, ${size} ${size === 1 ? 'process' : 'processes'}`,
    value: middle(all, 'rate'),
    unit: 'messages/s',
    curve: { drawing: 'processes', line: 'all together', at: size },
    processes: size,
    p99_ms: middle(all, 'p99'),
    connections: drive.connections * size,
    rounds: all.map(({ rate }) => rate),
    cpu_us_node: middle(all, 'node'),
    cpu_us_postgres: middle(all, 'postgres'),
    cpu_us_generator: middle(all, 'generator'),
    cores_busy: middle(all, 'busy'),
  });
}

const work = (all: readonly Measured[]): number => middle(all, 'node') + middle(all, 'postgres');

/** How much more several carry than one, and by what a turn costs, whether they hinder each other. */
function tellGrowth(size: number, all: readonly Measured[], one: readonly Measured[]): void {
  const ratios = all.map(({ rate }, at) => round(rate / (one[at]?.rate ?? Number.NaN), 2));
  report({
    name: `${size} processes to one on PostgreSQL`,
    value: median(ratios),
    unit: 'ratio',
    ...(size === 2 && { goal: { atLeast: 1.6 } }),
    processes: size,
    rounds: ratios,
    // 1: a turn costs the same CPU, so with cores enough the rate grows with the processes.
    cpu_of_a_turn_to_that_of_one: round(work(all) / work(one), 2),
    // What the cores of this machine carry if the generator is another's.
    possible_here: round((cpus().length * 1_000_000) / work(all)),
  });
}

/** @throws Error unless every acknowledged message has exactly one reply row */
async function checkReplies(store: Store, pairs: readonly Pair[]): Promise<void> {
  const sent = pairs.reduce((sum, { target }, at) => sum + target.sent - at * apart, 0);
  const [found]: { n: number; different: number }[] = await store
    .sql('outbound_messages')
    .whereNotNull('inbound_id')
    .select(store.sql.raw('count(*) as n, count(distinct inbound_id) as different'));
  if (found?.n !== sent || found.different !== sent)
    throw new Error(`${sent} acknowledged, ${found?.n} replies to ${found?.different}`);
}

/** Each size in turn, so that whatever else the machine does meets them alike; the rounds of each. */
async function measureAll(
  store: Store,
  pairs: readonly Pair[],
): Promise<ReadonlyMap<number, readonly Measured[]>> {
  const postmaster = await postmasterOf(store);
  const measured = new Map<number, Measured[]>(sizes.map((size) => [size, []]));
  for (let n = -1; n < rounds; n += 1) {
    for (const size of sizes) {
      const one = await measure(pairs.slice(0, size), postmaster);
      if (n >= 0) measured.get(size)?.push(one); // the first round warms up
    }
  }
  await checkReplies(store, pairs);
  return measured;
}

/** Durable turns of 1, 2 and 4 processes on one PostgreSQL, with the CPU that each part takes. */
export const fleet: Benchmark = {
  name: 'fleet',
  long: false,
  run: async () => {
    const place = await makePlace('postgres');
    const store = await openPlace(place);
    const pairs: Pair[] = [];
    try {
      for (let at = 0; at < Math.max(...sizes); at += 1) pairs.push(await startPair(place, at));
      const measured = await measureAll(store, pairs);
      for (const [size, all] of measured) tell(size, all);
      const alone = measured.get(1) ?? [];
      for (const size of sizes.slice(1)) tellGrowth(size, measured.get(size) ?? [], alone);
    } finally {
      for (const { target, generator } of pairs) {
        generator.close();
        target.process.kill('SIGKILL');
      }
      await store.close();
      await place.clear();
    }
  },
};
