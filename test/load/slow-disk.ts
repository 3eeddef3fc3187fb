import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makePlace, type Place } from '../helpers/server.ts';
import type { Benchmark } from './benchmark.ts';
import { registered } from './messages.ts';
import { Generator, inTurns, place as placeOn, tell, type Lap } from './race.ts';
import { report } from './report.ts';
import { checkTurns, pausedTwilio, startOurs } from './targets.ts';

const rounds = 5;
const seconds = 2.5;

/** The file in C lies beside the source of this one. */
const source = fileURLToPath(new URL('../../../test/load/slow-disk.c', import.meta.url));

/** Compiles what slows flushes down; gives why it cannot, where it cannot. */
function compile(library: string): string | undefined {
  if (process.platform !== 'linux') return 'flushes are slowed down on Linux only';
  const made = spawnSync('cc', ['-shared', '-fPIC', '-O2', '-o', library, source, '-ldl'], {
    encoding: 'utf8',
  });
  if (made.error) return 'there is no C compiler (cc)';
  return made.status === 0 ? undefined : `cc: ${made.stderr}`;
}

/** The laps of a server whose flushes take so many microseconds longer. */
async function run(data: Place, library: string, slower: number, connections: number) {
  const slow = { LD_PRELOAD: library, SLOW_MICROSECONDS: String(slower) };
  const ours = await startOurs(data, 'twilio', { ...pausedTwilio, ...slow });
  const generator = new Generator();
  try {
    placeOn(generator, [ours.process], false);
    const [laps = []] = await inTurns(rounds, [
      () => generator.drive(ours, { connections, seconds }),
    ]);
    await checkTurns(data, ours, registered(ours.sent));
    return laps;
  } finally {
    generator.close();
    ours.process.kill('SIGKILL');
  }
}

/** @throws Error when the flushes were not slower than the disk's own: the shim was not used then */
function checkSlow(laps: readonly Lap[], slower: number): void {
  const fastest = Math.min(...laps.map(({ p50 }) => p50));
  if (fastest < slower / 1000) throw new Error(`answered in ${fastest} ms: no flush was slower`);
}

/** Turns on a disk whose flushes take 5 ms longer: cloud volumes and old disks of offices. */
export const slowDisk: Benchmark = {
  name: 'slow-disk',
  long: false,
  run: async () => {
    for (const [slower, connections] of [
      [0, 50],
      [5_000, 50],
      [5_000, 200],
    ] as const) {
      const data = await makePlace('sqlite');
      const library = join(data.folder, 'slow-disk.so');
      const reason = compile(library);
      if (reason !== undefined) {
        report({ name: 'durable turn on a slow disk', value: 0, unit: 'skipped', reason });
        return data.clear();
      }
      try {
        const laps = await run(data, library, slower, connections);
        checkSlow(laps, slower);
        const name = `durable turn on SQLite, flushes ${slower / 1000} ms slower`;
        tell(name, laps, {
          connections,
          ...(connections === 50 && slower > 0 && { least: 2_500 }),
        });
      } finally {
        await data.clear();
      }
    }
  },
};
