import { setImmediate as nextTurn } from 'node:timers/promises';
import { allRows, type Value } from './statement.ts';
import type { Db, Dialect } from './store.ts';

/*
 * Rows found by words and filters alike: each row has tokens, a search asks for some of them. On
 * SQLite the tokens are a column of an FTS5 table, whose lists are walked from the newest id on and
 * no further than needed. PostgreSQL's GIN index gives every row that fits, in no order: there each
 * row also has the blocks of ids it stands in as tokens, and a function of migration 038 looks at the
 * newest block first, then at wider ones, until it has enough (measured at 100,000 vacancies, a
 * common word: 60 ms without, 2 ms with blocks).
 */

/** Widths of blocks as powers of two; the functions of migration 038 know the same. */
const shifts = [10, 12, 14, 16, 18];

/** The blocks in which a row stands. */
export const blockTokens = (id: number): string[] =>
  shifts.map((shift) => `y0${shift}x${id >> shift}`);

/** One token of each group must be there. Tokens are of a-z and 0-9. */
export type TokenGroups = readonly (readonly string[])[];

/** The groups as a full-text query. */
export function tokenQuery(groups: TokenGroups, dialect: Dialect): string {
  const [quote, or, and] = dialect === 'sqlite' ? ['"', ' OR ', ' AND '] : ["'", ' | ', ' & '];
  const group = (tokens: readonly string[]): string =>
    `(${tokens.map((token) => quote + token.replaceAll(/[^a-z0-9]/g, '') + quote).join(or)})`;
  return groups.map(group).join(and);
}

/** A condition on a column of the index: `s.closes_on >= ?`. */
type Condition = readonly [name: string, text: string];

/** Where SQLite keeps tokens: in `fts`; `table` has the column `id`. */
export interface SqliteIndex {
  readonly table: string;
  readonly fts: string;
  readonly id: string;
  /** What a row was written as: it differs when the row was written again. */
  readonly version: string;
  readonly conditions: readonly Condition[];
}

/** On PostgreSQL `table` has the column `tokens`, too. */
export interface TokenIndex extends SqliteIndex {
  /** PostgreSQL's function: the query, the id below which, how many, then a value a condition. */
  readonly find: string;
}

/** What is looked for: tokens, and values of the index's conditions; one that is left out does not count. */
export interface TokenSearch {
  readonly groups: TokenGroups;
  readonly where?: Readonly<Record<string, string | number | undefined>>;
  /** Ids below this one. */
  readonly below: number;
  readonly limit: number;
}

interface Statement {
  readonly text: string;
  readonly values: readonly Value[];
}

/** `cross join` keeps SQLite from asking the full-text index for each row of the table. */
function sqliteStatement(index: SqliteIndex, search: TokenSearch, low: number): Statement {
  const { table, fts, id, version, conditions } = index;
  const { groups, where = {}, below, limit } = search;
  const given = conditions.flatMap(([name, text]) => {
    const value = where[name];
    return value === undefined ? [] : [{ text, value }];
  });
  const more = given.map(({ text }) => ` and ${text}`).join('');
  return {
    text: `select f.rowid as id, ${version} as version from ${fts} as f cross join ${table} as s on s.${id} = f.rowid
      where ${fts} match ? and f.rowid >= ? and f.rowid < ?${more} order by f.rowid desc limit ?`,
    values: [tokenQuery(groups, 'sqlite'), low, below, ...given.map(({ value }) => value), limit],
  };
}

function postgresStatement({ find, conditions }: TokenIndex, search: TokenSearch): Statement {
  const { groups, where = {}, below, limit } = search;
  const given = conditions.map(([name]) => where[name] ?? null);
  return {
    text: `select id from ${find}(?, ?, ?${', ?'.repeat(given.length)}) as id`,
    values: [tokenQuery(groups, 'postgres'), below, limit, ...given],
  };
}

/** A row that fits, and what it was written as. */
export interface Found {
  readonly id: number;
  readonly version: number;
}

const run = (db: Db, { text, values }: Statement): Promise<readonly Found[]> =>
  allRows<Found>(db, text, values);

/** SQLite runs in this thread: it looks at so many ids at once, gives so many, and lets others in between. */
const idsAtOnce = 2 ** 18;
const rowsAtOnce = 2_000;

/** The highest id of an index on SQLite; 0 when it is empty. */
export async function highestOf(db: Db, { id, table }: SqliteIndex): Promise<number> {
  const text = `select coalesce(max(${id}), 0) as id, 0 as version from ${table}`;
  const [top] = await run(db, { text, values: [] });
  return top?.id ?? 0;
}

/** Rows that fit on SQLite, the newest first. Costs as much as there are ids below, found or not. */
export async function findOnSqlite(
  db: Db,
  index: SqliteIndex,
  search: TokenSearch,
): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (let { below } = search; below > 0;) {
    const low = Math.max(0, below - idsAtOnce);
    const part = { ...search, below, limit: Math.min(rowsAtOnce, search.limit - found.length) };
    const some = await run(db, sqliteStatement(index, part, low));
    found.push(...some);
    const next = some.length < part.limit ? low : (some.at(-1)?.id ?? low);
    below = found.length < search.limit ? next : 0;
    if (below > 0) await nextTurn();
  }
  return found;
}

async function findNewest(db: Db, index: SqliteIndex, search: TokenSearch) {
  const below = Math.min(search.below, (await highestOf(db, index)) + 1);
  return findOnSqlite(db, index, { ...search, below });
}

/** Ids of the rows that fit, the newest first: the same on both databases. */
export async function findByTokens(
  db: Db,
  index: TokenIndex,
  search: TokenSearch,
): Promise<readonly number[]> {
  const found = await (db.dialect === 'sqlite'
    ? findNewest(db, index, search)
    : run(db, postgresStatement(index, search)));
  return found.map(({ id }) => id).toSorted((a, b) => b - a);
}
