import { makePlace, type Place } from '../helpers/server.ts';
import type { Benchmark } from './benchmark.ts';
import { metricOf, residentOf } from './memory.ts';
import { registered } from './messages.ts';
import { Generator, place as placeOn, type Target } from './race.ts';
import { median, report, round } from './report.ts';
import { checkTurns, pausedTwilio, startOurs } from './targets.ts';

const usual = 500_000;
const steps = 10;
const seconds = 3;

/** More than that, in megabytes, from the middle to the end is a leak: 80 bytes a turn. */
const mostGrowth = 20;

/** Memory after so many turns, in megabytes: of the heap what is left after it was tidied. */
interface Reading {
  readonly turns: number;
  readonly resident: number;
  readonly heap: number;
}

/** Drives until so many are answered; gives the least heap on the way: the rest is not yet tidied. */
async function driveTo(ours: Target, generator: Generator, goal: number): Promise<number> {
  let least = Infinity;
  while (ours.sent < goal) {
    await generator.drive(ours, { connections: 50, seconds });
    const heap = await metricOf(ours.url, 'sapakerja_heap_bytes');
    least = Math.min(least, heap / 2 ** 20);
  }
  return round(least, 1);
}

/** @throws Error when the last half needed more and more */
function checkGrowth(readings: readonly Reading[]): void {
  const half = readings.slice(readings.length / 2);
  const third = Math.ceil(half.length / 2);
  for (const kind of ['resident', 'heap'] as const) {
    const [first, last] = [half.slice(0, third), half.slice(-third)].map((some) =>
      median(some.map((reading) => reading[kind])),
    );
    const growth = (last ?? Infinity) - (first ?? 0);
    report({
      name: `growth of ${kind} memory`,
      value: round(growth, 1),
      unit: 'MB',
      limit: mostGrowth,
    });
    if (growth > mostGrowth) throw new Error(`${kind} memory grew by ${growth} MB`);
  }
}

interface Field {
  readonly data: Place;
  readonly ours: Target;
  readonly generator: Generator;
}

async function measure({ data, ours, generator }: Field, turns: number): Promise<void> {
  placeOn(generator, [ours.process], false);
  const readings: Reading[] = [];
  for (let n = 1; n <= steps; n += 1) {
    const heap = await driveTo(ours, generator, (turns * n) / steps);
    const reading = { turns: ours.sent, resident: residentOf(ours.process), heap };
    readings.push(reading);
    report({ name: 'memory after turns', value: reading.resident, unit: 'MB', ...reading });
  }
  await checkTurns(data, ours, registered(ours.sent));
  checkGrowth(readings);
}

/** Half a million turns in one process: its memory must not grow. */
export const longRun: Benchmark = {
  name: 'long-run',
  long: true,
  run: async ({ scale }) => {
    const data = await makePlace('sqlite');
    const generator = new Generator();
    const ours = await startOurs(data, 'twilio', pausedTwilio);
    try {
      await measure({ data, ours, generator }, usual * scale);
    } finally {
      generator.close();
      ours.process.kill('SIGKILL');
      await data.clear();
    }
  },
};
