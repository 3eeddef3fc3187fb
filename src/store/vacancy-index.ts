import { randomInt } from 'node:crypto';
import type { Db } from './store.ts';
import { blockTokens, type SqliteIndex } from './token-index.ts';
import type { VacancyKind } from './vacancies.ts';

/** Published vacancies by roots and filters. */
export const vacancyIndex: SqliteIndex = {
  table: 'vacancy_search',
  fts: 'vacancy_fts',
  id: 'vacancy_id',
  version: 's.indexed',
  conditions: [['today', 's.closes_on >= ?']],
};

/** What the search knows of one published vacancy. Roots are of a-z and 0-9. */
export interface IndexEntry {
  readonly vacancyId: number;
  readonly number: number;
  readonly kind: VacancyKind;
  readonly officeCode: string;
  readonly regencyCode: string | null;
  readonly districtCode: string | null;
  readonly country: string | null;
  /** Rank of the education asked for, 0 to 9. */
  readonly level: number;
  /** AKL, AKAD, AKAN. */
  readonly scope: string | null;
  readonly disabilityFriendly: boolean;
  readonly closesOn: string;
  /** Epoch milliseconds. */
  readonly verifiedAt: number;
  readonly wageMin: number | null;
  readonly wageMax: number | null;
  readonly title: string;
  readonly titleRoots: readonly string[];
  readonly otherRoots: readonly string[];
}

/** A root of the title has a second token, so that titles can be asked for alone. */
export const titleToken = (root: string): string => `t0${root}`;

/** Work of this kind in an office's region, in a kecamatan, or anywhere (no code). */
export const areaToken = (kind: VacancyKind, code: string): string =>
  `x0${kind}${code.replaceAll('.', '')}`;

/** Any schooling is open to whoever has this level. */
export const highestLevel = 9;

/** Work that is open to a person of this level. */
export const levelToken = (level: number): string => `x0e${level}`;

export const scopeToken = (scope: string): string => `x0s${scope.toLowerCase()}`;

export const disabilityToken = 'x0d';

const levels = Array.from({ length: highestLevel }, (_, level) => level);

/** What the tokens of a vacancy are made of. */
export type TokenSource = Pick<
  IndexEntry,
  | 'kind'
  | 'officeCode'
  | 'districtCode'
  | 'level'
  | 'scope'
  | 'disabilityFriendly'
  | 'titleRoots'
  | 'otherRoots'
>;

/** What a search may narrow itself to, as tokens. */
function filterTokens(entry: TokenSource): string[] {
  const { kind, officeCode, districtCode, level, scope, disabilityFriendly } = entry;
  return [
    ...['', officeCode, ...(districtCode === null ? [] : [districtCode])].map((code) =>
      areaToken(kind, code),
    ),
    ...levels.filter((own) => own >= level).map(levelToken),
    ...(scope === null ? [] : [scopeToken(scope)]),
    ...(disabilityFriendly ? [disabilityToken] : []),
  ];
}

/** Everything that the vacancy is found by. */
export function tokensOf(entry: TokenSource): string[] {
  const { titleRoots, otherRoots } = entry;
  const words = [...titleRoots, ...titleRoots.map(titleToken), ...otherRoots];
  return [...new Set([...words, ...filterTokens(entry)])];
}

/**
 * What a row was written as (`indexed`): another number each time, so that what a process remembers
 * of it is known to be old. 0 is to be written anew; 1 stands for any version of before.
 */
export const firstVersion = 2;
const highestVersion = 2 ** 31 - 1;

const spaced = (roots: readonly string[]): string => ` ${roots.join(' ')} `;

function toRow(entry: IndexEntry) {
  return {
    vacancy_id: entry.vacancyId,
    number: entry.number,
    kind: entry.kind,
    office_code: entry.officeCode,
    regency_code: entry.regencyCode,
    district_code: entry.districtCode,
    country: entry.country,
    level: entry.level,
    closes_on: entry.closesOn,
    verified_at: entry.verifiedAt,
    wage_min: entry.wageMin,
    wage_max: entry.wageMax,
    title: entry.title,
    title_roots: spaced(entry.titleRoots),
    other_roots: spaced(entry.otherRoots),
    indexed: randomInt(firstVersion, highestVersion),
  };
}

async function addToSqlite({ sql }: Db, entries: readonly IndexEntry[]): Promise<void> {
  await sql('vacancy_search').insert(entries.map(toRow));
  const tokens = entries.map((entry) => [entry.vacancyId, tokensOf(entry).join(' ')]);
  await sql.raw(
    `insert into vacancy_fts (rowid, tokens) values ${tokens.map(() => '(?, ?)').join(', ')}`,
    tokens.flat(),
  );
}

async function addToPostgres({ sql }: Db, entries: readonly IndexEntry[]): Promise<void> {
  const rows = entries.map((entry) => ({
    ...toRow(entry),
    tokens: sql.raw('array_to_tsvector(?::text[])', [
      [...tokensOf(entry), ...blockTokens(entry.vacancyId)],
    ]),
  }));
  await sql('vacancy_search').insert(rows);
}

/** Takes vacancies out of the search; those that are not in it do not matter. */
export async function unindexVacancies(
  { sql, dialect }: Db,
  vacancyIds: readonly number[],
): Promise<void> {
  if (dialect === 'sqlite') await sql('vacancy_fts').whereIn('rowid', vacancyIds).delete();
  await sql('vacancy_search').whereIn('vacancy_id', vacancyIds).delete();
}

/** Puts published vacancies into the search (at most 500), in place of what was there of them. */
export async function indexVacancies(db: Db, entries: readonly IndexEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const ids = entries.map(({ vacancyId }) => vacancyId);
  await unindexVacancies(db, ids);
  await (db.dialect === 'sqlite' ? addToSqlite : addToPostgres)(db, entries);
}

/** Vacancies whose tokens are of before: to be put into the search again. */
export async function takeUnindexed({ sql }: Db, limit: number): Promise<readonly number[]> {
  return sql('vacancy_search')
    .where({ indexed: 0 })
    .orderBy('vacancy_id')
    .limit(limit)
    .pluck('vacancy_id');
}
