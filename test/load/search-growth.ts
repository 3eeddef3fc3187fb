import { searchSeekers } from '../../src/services/seeker-search.ts';
import { seekerList, type DeskFilter, type Viewer } from '../../src/services/seeker-desk.ts';
import { seedOffices } from '../../src/services/offices.ts';
import { migrate } from '../../src/store/migrate.ts';
import type { Db, Dialect, Store } from '../../src/store/store.ts';
import { makePlace, openPlace } from '../helpers/server.ts';
import type { Benchmark, Extent } from './benchmark.ts';
import { report, round } from './report.ts';
import { fillSeekers, fillVacancies } from './search-fill.ts';
import { ask, questions, timeAll, type Times } from './search-laps.ts';

const vacancyCounts = [1_000, 10_000, 100_000, 1_000_000];
const seekerCounts = [10_000, 100_000, 1_000_000];
/** All working people of East Java who ever registered: half an hour to fill, and gigabytes. */
const allSeekers = 5_000_000;
const rounds = 3;

const names: Readonly<Record<Dialect, string>> = { sqlite: 'SQLite', postgres: 'PostgreSQL' };

interface Line {
  readonly drawing: 'vacancies' | 'seekers';
  readonly line: string;
  readonly limit_ms: number;
}

/** One point of a curve: `at` is how many there are. */
function tell({ drawing, line, limit_ms }: Line, at: number, times: Times): void {
  const { p50, p99, longest, asked, found } = times;
  const more = { p50_ms: p50, longest_ms: longest, asked, found, limit_ms };
  const name = `${line} p99 among ${at} ${drawing}`;
  report({ name, value: p99, unit: 'ms', curve: { drawing, line, at }, ...more });
}

/** Bytes of the whole database. */
async function sizeOf({ sql, dialect }: Db): Promise<number> {
  const text =
    dialect === 'sqlite'
      ? 'select page_count * page_size as size from pragma_page_count, pragma_page_size'
      : 'select pg_database_size(current_database()) as size';
  const result: { size: number }[] | { rows: { size: number }[] } = await sql.raw(text);
  return Number(('rows' in result ? result.rows : result)[0]?.size);
}

/** Fills, and tells how many MB came with it. */
async function grow(store: Store, what: string, x: number, fill: () => Promise<void>) {
  const before = await sizeOf(store);
  const began = performance.now();
  await fill();
  const filled_s = round((performance.now() - began) / 1000, 1);
  const value = round(((await sizeOf(store)) - before) / 2 ** 20);
  report({ name: `${what} on ${names[store.dialect]}, added`, x, value, unit: 'MB', filled_s });
}

const isOver = (done: number): boolean => done >= rounds;

async function growVacancies(store: Store, scale: number): Promise<void> {
  const now = new Date();
  for (const x of vacancyCounts.map((count) => Math.round(count * scale))) {
    await grow(store, 'vacancies', x, () => fillVacancies(store, x));
    const times = await timeAll(questions, (words) => ask(store, words, now), isOver);
    const line = `search on ${names[store.dialect]}`;
    tell({ drawing: 'vacancies', line, limit_ms: 5 }, x, times);
  }
}

interface Look {
  readonly office?: string;
  /** Looks for a name, or without it at a list. */
  readonly text?: string;
  readonly filter?: DeskFilter;
}

const texts = [
  'siti',
  'muhammad',
  'siti muhammad',
  'nur dewi',
  'wahyuni',
  'sit',
  'ma',
  'sity',
  'd5001',
];
const filters: readonly DeskFilter[] = [
  {},
  { area: '35.08' },
  { area: '35.08.04', education: 'SMK' },
  { stage: 'verified', education: 'S1' },
  { skills: 'las' },
  { area: '35.08.04', skills: 'komputer', education: 'D3', stage: 'registered' },
  { from: Date.parse('2024-01-01T00:00:00+07:00'), to: Date.parse('2024-01-02T00:00:00+07:00') },
];

/** What officers of the province and of one office look for. */
const looks: readonly Look[] = [{}, { office: '35.08' }].flatMap((whose) => [
  ...texts.flatMap((text) => filters.map((filter) => ({ ...whose, text, filter }))),
  ...filters.map((filter) => ({ ...whose, filter })),
]);

async function look(store: Store, { office, text, filter = {} }: Look): Promise<boolean> {
  const viewer: Viewer = { officerId: 1, now: new Date(), office };
  return store.transaction(async (db) => {
    if (text === undefined) return (await seekerList(db, viewer, filter)).items.length > 0;
    return (await searchSeekers(db, viewer, { text, filter })).lines.length > 0;
  });
}

async function growSeekers(store: Store, { long, scale }: Extent): Promise<void> {
  const counts = [...seekerCounts, ...(long ? [allSeekers] : [])];
  let there = 0;
  for (const x of counts.map((count) => Math.ceil((count * scale) / 500) * 500)) {
    const from = there;
    await grow(store, 'seekers', x, () => fillSeekers(store, from, x));
    there = x;
    const times = await timeAll(looks, (one) => look(store, one), isOver);
    const line = `first page on ${names[store.dialect]}`;
    tell({ drawing: 'seekers', line, limit_ms: 50 }, x, times);
  }
}

async function measureOn(dialect: Dialect, extent: Extent): Promise<void> {
  const place = await makePlace(dialect);
  const store = await openPlace(place);
  try {
    await migrate(store);
    await seedOffices(store);
    await growVacancies(store, extent.scale);
    await growSeekers(store, extent);
  } finally {
    await store.close();
    await place.clear();
  }
}

/**
 * Searches among 1,000 to 1,000,000 vacancies, officers' pages among 10,000 to 1,000,000 seekers, with
 * `--long` 5,000,000.
 */
export const searchGrowth: Benchmark = {
  name: 'search-growth',
  long: true,
  run: async (extent) => {
    for (const dialect of ['sqlite', 'postgres'] as const) await measureOn(dialect, extent);
  },
};
