import type { Dialect, Store } from '../../src/store/store.ts';
import { makePlace, openPlace, type Place } from '../helpers/server.ts';
import type { Benchmark } from './benchmark.ts';
import { Generator } from './race.ts';
import { report } from './report.ts';
import { fillVacancies } from './search-fill.ts';
import { ask, askBare, questions, timeAll, type Times } from './search-laps.ts';
import { pausedTwilio, startOurs } from './targets.ts';
import { seedOffices } from '../../src/services/offices.ts';
import { migrate } from '../../src/store/migrate.ts';

const vacancies = 100_000;
const rounds = 5;

/** Turns a second beside the searches: an announcement day of one office. */
const turnsASecond = 200;
const seconds = 6;
/** Seconds in which the server warms up: some thousands of turns. */
const warmUp = 4;

const names: Readonly<Record<Dialect, string>> = { sqlite: 'SQLite', postgres: 'PostgreSQL' };

function tell(name: string, times: Times, more: Readonly<Record<string, unknown>> = {}): void {
  const { p50, p99, longest, asked, found } = times;
  const all = { p50_ms: p50, longest_ms: longest, asked, found, vacancies };
  report({ name: `${name} p99`, value: p99, unit: 'ms', ...all, ...more });
}

/** @throws Error when hardly anything was found: then nothing was searched */
function check({ asked, found }: Times): void {
  if (found < asked / 2) throw new Error(`${found} of ${asked} searches found something`);
}

const isOver = (done: number): boolean => done >= rounds;

async function idle(store: Store): Promise<void> {
  const name = names[store.dialect];
  const bare = await timeAll(questions, (words) => askBare(store, words), isOver);
  tell(`bare full-text query on ${name}`, bare, { beside: `search on ${name}` });
  const now = new Date();
  const times = await timeAll(questions, (words) => ask(store, words, now), isOver);
  check(times);
  tell(`search on ${name}`, times, { limit_ms: 5 });
}

/** The same on the same database while a server takes turns on it, both on the same two cores. */
async function besideTurns(place: Place, store: Store): Promise<void> {
  const server = await startOurs(place, 'twilio', pausedTwilio);
  const generator = new Generator();
  try {
    await generator.drive(server, { connections: 10, seconds: warmUp });
    let isStill = true;
    const turns = generator
      .drive(server, { connections: 10, seconds, rate: turnsASecond })
      .finally(() => {
        isStill = false;
      });
    const now = new Date();
    const times = await timeAll(
      questions,
      (words) => ask(store, words, now),
      () => !isStill,
    );
    const { rate, p99 } = await turns;
    check(times);
    const beside = { turns_a_second: rate, turn_p99_ms: p99, limit_ms: 5 };
    tell(`search beside turns on ${names[place.dialect]}`, times, beside);
  } finally {
    generator.close();
    server.process.kill('SIGKILL');
  }
}

async function measureOn(dialect: Dialect): Promise<void> {
  const place = await makePlace(dialect);
  const store = await openPlace(place);
  try {
    await migrate(store);
    await seedOffices(store);
    await fillVacancies(store, vacancies);
    await idle(store);
    await besideTurns(place, store);
  } finally {
    await store.close();
    await place.clear();
  }
}

/** How long a search among 100,000 vacancies takes, on both databases. */
export const search: Benchmark = {
  name: 'search',
  long: false,
  run: async () => {
    for (const dialect of ['sqlite', 'postgres'] as const) await measureOn(dialect);
  },
};
