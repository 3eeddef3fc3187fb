import type { Dialect } from '../../src/store/store.ts';
import { makePlace } from '../helpers/server.ts';
import type { Benchmark } from './benchmark.ts';
import { registered } from './messages.ts';
import { Generator, race, tell, tellRatio, type Course } from './race.ts';
import { checkTurns, pausedTwilio, startBare, startOurs } from './targets.ts';

const full: Course = { drive: { connections: 50, seconds: 2 }, rounds: 5, pinned: false };

/** Measures the durable turn beside the bare signature check, in turns, on one database. */
async function measureOn(dialect: Dialect): Promise<void> {
  const place = await makePlace(dialect);
  const generator = new Generator();
  const bare = await startBare('express');
  const ours = await startOurs(place, 'twilio', pausedTwilio);
  try {
    for (const pinned of [false, true]) {
      const where = { cores: pinned ? 'one for the server' : 'two for all', beside: dialect };
      const [bareLaps = [], ourLaps = []] = await race(generator, [bare, ours], {
        ...full,
        pinned,
      });
      tell(bare.name, bareLaps, where);
      tell(ours.name, ourLaps, where);
      tellRatio(`${ours.name} to bare Express`, ourLaps, bareLaps, where);
    }
    await checkTurns(place, ours, registered(ours.sent));
  } finally {
    generator.close();
    for (const { process: child } of [bare, ours]) child.kill('SIGKILL');
    await place.clear();
  }
}

/** The figures of the durable turn, on both databases. */
export const turn: Benchmark = {
  name: 'turn',
  long: false,
  run: async () => {
    for (const dialect of ['sqlite', 'postgres'] as const) await measureOn(dialect);
  },
};
