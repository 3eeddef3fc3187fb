import type { Db } from './store.ts';
import type { VacancyKind } from './vacancies.ts';

/** What the search knows of one published vacancy. Roots are of a-z and 0-9. */
export interface IndexEntry {
  readonly vacancyId: number;
  readonly kind: VacancyKind;
  readonly officeCode: string;
  readonly regencyCode: string | null;
  readonly districtCode: string | null;
  /** Rank of the education asked for, 0 to 9. */
  readonly level: number;
  readonly closesOn: string;
  readonly titleRoots: readonly string[];
  readonly otherRoots: readonly string[];
}

/** How far the search looks: everywhere, or within one office's district, regency, kecamatan. */
export type SearchArea =
  | { readonly within: 'all' }
  | { readonly within: 'office' | 'regency' | 'district'; readonly code: string };

/** A root as a token; that of a title has two, so that titles can be asked for alone. */
const inTitle = (root: string): string => `t0${root}`;

const highestLevel = 9;

// Filters are tokens too: joining the table instead cost ten times as much at the 99th percentile
// (measured at 100,000 rows). Those that work is open to are listed for each level upwards.
const levelToken = (level: number): string => `x0level${level}`;

function areaToken(kind: VacancyKind, area: SearchArea): string {
  const place = area.within === 'all' ? '' : area.within + area.code.replaceAll('.', '');
  return `x0${kind}${place}`;
}

function areasOf(entry: IndexEntry): SearchArea[] {
  const areas = [
    { within: 'office', code: entry.officeCode },
    { within: 'regency', code: entry.regencyCode },
    { within: 'district', code: entry.districtCode },
  ] as const;
  const known = areas.flatMap(({ within, code }) => (code === null ? [] : [{ within, code }]));
  return [{ within: 'all' }, ...known];
}

function tokensOf(entry: IndexEntry): string[] {
  const levels = Array.from(
    { length: highestLevel + 1 - entry.level },
    (_, up) => entry.level + up,
  );
  return [
    ...new Set([
      ...entry.titleRoots,
      ...entry.titleRoots.map(inTitle),
      ...entry.otherRoots,
      ...areasOf(entry).map((area) => areaToken(entry.kind, area)),
      ...levels.map(levelToken),
    ]),
  ];
}

function toRow(entry: IndexEntry) {
  return {
    vacancy_id: entry.vacancyId,
    kind: entry.kind,
    office_code: entry.officeCode,
    regency_code: entry.regencyCode,
    district_code: entry.districtCode,
    level: entry.level,
    closes_on: entry.closesOn,
    roots: `${entry.titleRoots.join(' ')}|${entry.otherRoots.join(' ')}`,
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
    tokens: sql.raw('array_to_tsvector(?::text[])', [tokensOf(entry)]),
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

/** What candidates must have: one root of each group, an area, a last day not before `today`. */
export interface CandidateQuery {
  readonly kind: VacancyKind;
  readonly area: SearchArea;
  readonly groups: readonly (readonly string[])[];
  /** True when the roots must stand in the title. */
  readonly titleOnly: boolean;
  /** A person's own level: only work open to it. */
  readonly level: number | null;
  readonly today: string;
  readonly limit: number;
}

function alternatives(query: CandidateQuery): string[][] {
  const words = query.groups.map((group) => (query.titleOnly ? group.map(inTitle) : [...group]));
  const level = query.level === null ? [] : [[levelToken(query.level)]];
  return [...words, ...level, [areaToken(query.kind, query.area)]];
}

function expression(groups: readonly (readonly string[])[], dialect: Db['dialect']): string {
  const [quote, or, and] = dialect === 'sqlite' ? ['"', ' OR ', ' AND '] : ["'", ' | ', ' & '];
  const group = (words: readonly string[]): string =>
    `(${words.map((word) => quote + word.replaceAll(/[^a-z0-9]/g, '') + quote).join(or)})`;
  return groups.map(group).join(and);
}

const areaColumns = {
  office: 'office_code',
  regency: 'regency_code',
  district: 'district_code',
} as const;

/** Without words a plain index gives the newest at once; the full text would list them all first. */
function byColumns({ sql }: Db, { kind, area, level }: CandidateQuery) {
  const place = area.within === 'all' ? {} : { [`s.${areaColumns[area.within]}`]: area.code };
  return sql('vacancy_search as s')
    .where({ 's.kind': kind, ...place })
    .where('s.level', '<=', level ?? highestLevel);
}

function byTokens({ sql, dialect }: Db, query: CandidateQuery) {
  const match = expression(alternatives(query), dialect);
  if (dialect === 'postgres') {
    return sql('vacancy_search as s').whereRaw('s.tokens @@ ?::tsquery', [match]);
  }
  // `cross join` keeps SQLite from walking the table and asking the index for each row.
  return sql('vacancy_fts as f')
    .joinRaw('cross join vacancy_search as s on s.vacancy_id = f.rowid')
    .whereRaw('vacancy_fts match ?', [match]);
}

/** Ids of published vacancies that fit, the newest first: the same on both databases. */
export async function findCandidates(db: Db, query: CandidateQuery): Promise<number[]> {
  const rows = query.groups.length === 0 ? byColumns(db, query) : byTokens(db, query);
  const streamed = db.dialect === 'sqlite' && query.groups.length > 0;
  return rows
    .where('s.closes_on', '>=', query.today)
    .orderBy(streamed ? 'f.rowid' : 's.vacancy_id', 'desc')
    .limit(query.limit)
    .pluck('s.vacancy_id');
}
