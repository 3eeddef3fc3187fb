import { setImmediate as nextTurn } from 'node:timers/promises';
import { searchVacancies } from '../../src/services/vacancy-search.ts';
import { readWish } from '../../src/services/wish.ts';
import { tokenQuery } from '../../src/store/token-index.ts';
import type { Db } from '../../src/store/store.ts';
import { areaToken } from '../../src/store/vacancy-index.ts';
import { round } from './report.ts';

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
const others = [
  'jhait, supir pasirian, operaotr, kasri tempeh, admn, perawta, stapam',
  'semua, pasirian, lulusan sd, taiwan, batam, dokter gigi, kerja malam',
  'operator sopir, operator kasir lulusan sd, admin perawat kasir sopir, difabel',
].flatMap((line) => line.split(', '));

/** Searches as people write them: rare and common words, with and without place and school. */
export const questions: readonly string[] = [
  ...trades.flatMap((trade) =>
    places.flatMap((place) => schools.map((school) => `${trade} ${place} ${school}`.trim())),
  ),
  ...others,
];

const office = '35.08';

/** What one message of LOWONGAN asks of the database; true when something was found. */
export async function ask(db: Db, words: string, now: Date): Promise<boolean> {
  const asked = { words, place: null, education: null, kind: 'job', everything: false } as const;
  const result = await searchVacancies(db, { wanted: readWish(asked, office), office, now });
  return result.kind === 'found';
}

/** The same words in the full-text index alone, unranked: as fast as a search can be. */
export async function askBare({ sql, dialect }: Db, words: string): Promise<boolean> {
  const asked = { words, place: null, education: null, kind: 'job', everything: false } as const;
  const { words: wished } = readWish(asked, office);
  const groups = [...wished.map(({ roots }) => roots), [areaToken('job', office)]];
  const query = tokenQuery(groups, dialect);
  if (dialect === 'sqlite') {
    const rows: unknown[] = await sql.raw(
      'select rowid from vacancy_fts where vacancy_fts match ? order by rowid desc limit 5',
      [query],
    );
    return rows.length > 0;
  }
  const { rows } = await sql.raw<{ rows: unknown[] }>(
    'select vacancy_id from vacancy_search where tokens @@ ?::tsquery limit 5',
    [query],
  );
  return rows.length > 0;
}

/** What was measured, in milliseconds; `found` of how many asked. */
export interface Times {
  readonly p50: number;
  readonly p99: number;
  /** SQLite may hold the thread as long. */
  readonly longest: number;
  readonly asked: number;
  readonly found: number;
}

/** Asks everything, round after round, until `isOver`; a first round counts for nothing. */
export async function timeAll<Question>(
  all: readonly Question[],
  work: (question: Question) => Promise<boolean>,
  isOver: (rounds: number) => boolean,
): Promise<Times> {
  for (const question of all) await work(question);
  const times: number[] = [];
  let found = 0;
  for (let rounds = 0; !isOver(rounds); rounds += 1) {
    for (const question of all) {
      const began = performance.now();
      if (await work(question)) found += 1;
      times.push(performance.now() - began);
      await nextTurn(); // SQLite answers without one: whoever ends the laps would never be heard
    }
  }
  const sorted = times.toSorted((a, b) => a - b);
  const share = (part: number): number =>
    round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0, 2);
  const many = { asked: times.length, found };
  return { p50: share(0.5), p99: share(0.99), longest: share(1), ...many };
}
