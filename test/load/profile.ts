import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makePlace } from '../helpers/server.ts';
import type { Benchmark } from './benchmark.ts';
import { registered } from './messages.ts';
import { Generator, place, type Target } from './race.ts';
import { report, round } from './report.ts';
import { checkTurns, pausedTwilio, startOurs } from './targets.ts';

/** A function as V8 names it. */
interface Frame {
  readonly functionName: string;
  readonly url: string;
}

/** A .cpuprofile: times in microseconds of the monotonic clock. */
interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: Frame;
    readonly children?: readonly number[];
  }[];
  readonly startTime: number;
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** Whose time it is: the innermost function of one of these decides. */
const owners: readonly (readonly [part: string, frame: RegExp])[] = [
  // Its functions have no file; where V8 has inlined the call, ours stands for it.
  ['SQLite itself, flushes included', /^(?:all|run) $|^(?:command|rowsOf|runSqlite) .*\/store\//],
  ['store and knex', /\/src\/store\/|node_modules\/knex\//],
  ['sealing', /\/src\/core\/keys\./],
  ['language', /\/src\/language\/|node_modules\/natural\//],
  ['flows', /\/src\/flows\//],
  ['services', /\/src\/services\//],
  ['channel: signature, form, message', /\/src\/channels\/|node_modules\/twilio\//],
  ['web', /\/src\/web\/|node_modules\/(express|router|body-parser)\//],
  ['gateway', /\/src\/gateway\/|\/src\/core\//],
  ['tidying the heap', /^\(garbage collector\)/],
];

const others = 'Node: HTTP and its event loop';

const ownerOf = ({ functionName, url }: Frame): string | undefined =>
  owners.find(([, pattern]) => pattern.test(`${functionName} ${url}`))?.[0];

/** Whose each node of the profile is; what is nobody's is its caller's. */
function ownersOf({ nodes }: CpuProfile): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  const callers = new Map<number, string>();
  for (const { id, callFrame, children = [] } of nodes) {
    const own = ownerOf(callFrame) ?? callers.get(id) ?? others;
    found.set(id, callFrame.functionName === '(idle)' ? 'idle' : own);
    for (const child of children) callers.set(child, own);
  }
  return found;
}

/** Microseconds of each part between two moments. */
function timesOf(profile: CpuProfile, from: number, to: number): ReadonlyMap<string, number> {
  const whose = ownersOf(profile);
  const times = new Map<string, number>();
  let now = profile.startTime;
  for (const [at, id] of profile.samples.entries()) {
    const took = profile.timeDeltas[at] ?? 0;
    now += took;
    const part = whose.get(id) ?? others;
    if (now > from && now < to) times.set(part, (times.get(part) ?? 0) + took);
  }
  times.delete('idle');
  return times;
}

const clock = (): number => Number(process.hrtime.bigint() / 1000n);

/** The profile of the main thread: the largest. */
async function readProfile(folder: string): Promise<CpuProfile> {
  const files = (await readdir(folder)).map((name) => join(folder, name));
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  const file = files[sizes.indexOf(Math.max(...sizes))];
  if (file === undefined) throw new Error('the server left no profile');
  return JSON.parse(await readFile(file, 'utf8')) as CpuProfile;
}

/** Starts what is given with these arguments to Node as well. */
async function startWith(args: readonly string[], start: () => Promise<Target>): Promise<Target> {
  const before = process.execArgv.length;
  process.execArgv.push(...args); // what the server is started with
  try {
    return await start();
  } finally {
    process.execArgv.length = before;
  }
}

function tell(times: ReadonlyMap<string, number>, turns: number): void {
  const all = [...times.values()].reduce((sum, time) => sum + time, 0);
  for (const [part, time] of [...times].toSorted((a, b) => b[1] - a[1])) {
    const share = round((time / all) * 100, 1);
    report({ name: part, value: round(time / turns, 1), unit: 'us', percent: share });
  }
  report({ name: 'a turn', value: round(all / turns, 1), unit: 'us', turns });
}

async function measure(target: Target, generator: Generator, folder: string): Promise<void> {
  place(generator, [target.process], true);
  const drive = { connections: 50, seconds: 4 };
  await generator.drive(target, drive); // warms up
  const [from, before] = [clock(), target.sent];
  await generator.drive(target, drive);
  const [to, turns] = [clock(), target.sent - before];
  const ended = new Promise((resolve) => void target.process.once('exit', resolve));
  target.process.kill('SIGTERM');
  await ended;
  tell(timesOf(await readProfile(folder), from, to), turns);
}

/** Where the time of a durable turn goes, by a sample of the main thread every half millisecond. */
export const profile: Benchmark = {
  name: 'profile',
  long: false,
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sapakerja-profile-'));
    const data = await makePlace('sqlite');
    const generator = new Generator();
    const args = ['--cpu-prof', `--cpu-prof-dir=${folder}`, '--cpu-prof-interval=500'];
    const ours = await startWith(args, () => startOurs(data, 'twilio', pausedTwilio));
    try {
      await measure(ours, generator, folder);
      await checkTurns(data, ours, registered(ours.sent));
    } finally {
      generator.close();
      ours.process.kill('SIGKILL');
      await data.clear();
      await rm(folder, { recursive: true });
    }
  },
};
