import { once } from 'node:events';
import type { ServiceContext } from '../../src/services/action.ts';
import { search as findVacancies } from '../../src/services/vacancies.ts';
import type { Dialect, Store } from '../../src/store/store.ts';
import { makePlace, openPlace, spawnCommand, type Place } from '../helpers/server.ts';
import type { Benchmark } from './benchmark.ts';
import { report, round } from './report.ts';

const vacancies = 100_000;
const rounds = 5;

const trades = [
  'jahit',
  'sopir',
  'las',
  'admin',
  'kasir',
  'perawat',
  'satpam',
  'operator produksi',
];
const places = ['', 'pasirian', 'tempeh', 'kunir', 'di lumajang', 'sekitar klakah'];
const schools = ['', 'lulusan smp', 'SMK'];
const mistyped = [
  'jhait',
  'supir pasirian',
  'operaotr',
  'kasri tempeh',
  'admn',
  'perawta',
  'stapam',
];

/** 151 searches as people write them: rare and common words, with and without place and school. */
const questions = [
  ...trades.flatMap((trade) =>
    places.flatMap((place) => schools.map((school) => `${trade} ${place} ${school}`.trim())),
  ),
  ...mistyped,
];

async function fill(place: Place): Promise<void> {
  const args = ['demo', '--vacancies', String(vacancies), '--seekers', '0', '--seed', '1'];
  const demo = spawnCommand(args, place.env, place.folder);
  demo.stdout?.resume();
  demo.stderr?.pipe(process.stderr);
  const [code] = (await once(demo, 'close')) as [number];
  if (code !== 0) throw new Error(`sapakerja demo ended with ${code}`);
}

const share = (sorted: readonly number[], part: number): number =>
  round(sorted[Math.floor(sorted.length * part)] ?? 0, 2);

async function measure(store: Store): Promise<{ times: number[]; found: number }> {
  const context: ServiceContext = {
    db: store,
    now: new Date(),
    office: '35.08',
    contact: { id: 1, userId: '+6281230000000', medium: 'sms' },
  };
  const times: number[] = [];
  let found = 0;
  for (let n = 0; n <= rounds; n += 1) {
    for (const kata of questions) {
      const began = performance.now();
      const { name } = await findVacancies.run({ kata, jenis: 'lowongan' }, context);
      if (n === 0) continue; // warms up
      times.push(performance.now() - began);
      if (name === 'found' || name === 'last') found += 1;
    }
  }
  return { times: times.toSorted((a, b) => a - b), found: found / rounds };
}

async function measureOn(dialect: Dialect): Promise<void> {
  const place = await makePlace(dialect);
  try {
    const began = performance.now();
    await fill(place);
    const filled = round((performance.now() - began) / 1000, 1);
    const store = await openPlace(place);
    if (dialect === 'postgres') await store.sql.raw('analyze');
    const { times, found } = await measure(store);
    await store.close();
    const details = { vacancies, queries: questions.length, found, rounds, filled_s: filled };
    report({ name: `search on ${dialect} p50`, value: share(times, 0.5), unit: 'ms', ...details });
    report({ name: `search on ${dialect} p99`, value: share(times, 0.99), unit: 'ms' });
  } finally {
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
