import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Dialect } from '../../src/store/store.ts';
import { freshPostgres } from '../helpers/databases.ts';
import { makePlace, type Place } from '../helpers/server.ts';
import type { Benchmark } from './benchmark.ts';
import { registered } from './messages.ts';
import {
  Generator,
  inTurns,
  place,
  runAlone,
  tell,
  tellRatio,
  type Drive,
  type Lap,
  type Target,
} from './race.ts';
import { median, report, round, type Goal } from './report.ts';
import { checkTurns, pausedTwilio, startBare, startOurs } from './targets.ts';

const seconds = 1.5;
const full: Drive = { connections: 50, seconds };
const rounds = 5;

/** What a durable turn is measured beside on a database. */
interface Field {
  readonly ours: Target;
  readonly bare: readonly Target[];
  /** Commits of one message and of 64. */
  readonly commits: readonly { readonly name: string; readonly process: ChildProcess }[];
}

const names: Readonly<Record<Dialect, string>> = { sqlite: 'SQLite', postgres: 'PostgreSQL' };

function startCommits(dialect: Dialect, address: string, size: number) {
  const program = fileURLToPath(new URL('./bare/commits.js', import.meta.url));
  const name = `bare commits of ${size} on ${names[dialect]}`;
  return { name, process: fork(program, [address, String(size)], { execArgv: [] }) };
}

/** Half of the bare check is the least, on SQLite; PostgreSQL has no such goal. */
const goalOf = ({ commits, ours }: Field, at: number): { readonly goal?: Goal } =>
  at === 0 && commits.length > 0 && ours.name.endsWith('SQLite')
    ? { goal: { atLeast: 0.5, hope: 1 } }
    : {};

/** Tells every lap, and how ours compares with bare Express. */
function tellAll(field: Field, laps: readonly Lap[][], cores: string): void {
  const others = [...field.bare, ...field.commits];
  const [ourLaps = [], ...rest] = laps;
  const beside = field.ours.name;
  for (const [at, { name }] of others.entries()) {
    const lap = rest[at];
    if (lap) tell(name, lap, { cores, beside });
  }
  tell(field.ours.name, ourLaps, { cores });
  for (const [at, { name }] of field.bare.entries()) {
    const lap = rest[at];
    if (lap)
      tellRatio(`${field.ours.name} to ${name}`, ourLaps, lap, { cores, ...goalOf(field, at) });
  }
}

/** All on the same two cores, as an office's machine would run them. */
async function onTwoCores(generator: Generator, field: Field): Promise<number> {
  const { ours, bare, commits } = field;
  place(
    generator,
    [ours, ...bare, ...commits].map(({ process: child }) => child),
    false,
  );
  const laps = await inTurns(rounds, [
    ...[ours, ...bare].map((target) => () => generator.drive(target, full)),
    ...commits.map(
      ({ process: child }) =>
        () =>
          runAlone(child, seconds),
    ),
  ]);
  tellAll(field, laps, 'two for all');
  return median((laps[0] ?? []).map(({ rate }) => rate));
}

/** The server on one core, the generator on the other: what the same processor time carries. */
async function onOneCore(generator: Generator, field: Field): Promise<void> {
  const pair = { ...field, bare: field.bare.slice(0, 1), commits: [] };
  const targets = [pair.ours, ...pair.bare];
  place(
    generator,
    targets.map(({ process: child }) => child),
    true,
  );
  const runs = targets.map((target) => () => generator.drive(target, full));
  tellAll(pair, await inTurns(rounds, runs), 'one for the server');
}

/** Half of what it carries, sent evenly: how long people wait on an ordinary day. */
async function atHalfLoad(generator: Generator, { ours }: Field, most: number): Promise<void> {
  place(generator, [ours.process], false);
  const drive = { ...full, rate: round(most / 2) };
  const [laps = []] = await inTurns(rounds, [() => generator.drive(ours, drive)]);
  const name = `${ours.name} at half load`;
  tell(name, laps, { cores: 'two for all' });
  const waits = laps.map(({ p99 }) => p99);
  report({
    name: `${name}, p99`,
    value: median(waits),
    unit: 'ms',
    rounds: waits,
    goal: { atMost: 50 },
  });
}

async function measure(field: Field): Promise<void> {
  const generator = new Generator();
  try {
    const most = await onTwoCores(generator, field);
    await onOneCore(generator, field);
    await atHalfLoad(generator, field, most);
  } finally {
    generator.close();
  }
}

async function startField(data: Place, database: string | undefined): Promise<Field> {
  const isSqlite = database === undefined;
  const bare: Target[] = [];
  for (const kind of isSqlite ? (['express', 'hmac', 'http'] as const) : (['express'] as const)) {
    bare.push(await startBare(kind));
  }
  const ours = await startOurs(data, 'twilio', pausedTwilio);
  const commits = [1, 64].map((size) =>
    startCommits(data.dialect, database ?? join(data.folder, `commits-${size}.db`), size),
  );
  return { ours, bare, commits };
}

async function measureOn(dialect: Dialect): Promise<void> {
  const data = await makePlace(dialect);
  const database = dialect === 'postgres' ? await freshPostgres() : undefined;
  const field = await startField(data, database?.url);
  try {
    await measure(field);
    await checkTurns(data, field.ours, registered(field.ours.sent));
  } finally {
    const { ours, bare, commits } = field;
    for (const { process: child } of [ours, ...bare, ...commits]) child.kill('SIGKILL');
    await database?.drop();
    await data.clear();
  }
}

/** The durable turn: a signed webhook of Twilio in, its reply committed. Sending is paused. */
export const turn: Benchmark = {
  name: 'turn',
  long: false,
  run: async () => {
    for (const dialect of ['sqlite', 'postgres'] as const) await measureOn(dialect);
  },
};
