import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Db, Dialect } from './store.ts';

/*
 * Rows found by words and filters alike: each row has tokens, a search asks for some of them. On
 * SQLite the tokens are a column of an FTS5 table, whose lists are walked from the newest id on and
 * no further than needed. PostgreSQL's GIN index gives every row that fits, in no order: there each
 * row also has the blocks of ids it stands in as tokens, and a search looks at the newest block
 * first, then at blocks four times as wide, until it has enough (measured at 100,000 vacancies, a
 * common word: 60 ms without, 2 ms with blocks).
 */

/** Widths of blocks as powers of two; `search_windows` of migration 035 knows the same. */
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

/** Where tokens are kept: `table` has the column `id`, and on PostgreSQL `tokens`; SQLite has `fts`. */
export interface TokenIndex {
  readonly table: string;
  readonly fts: string;
  readonly id: string;
}

/** A search in the rows `s` of the index: tokens, and what columns must be. */
export interface TokenSearch {
  readonly groups: TokenGroups;
  /** Further conditions on `s`, each with its value. */
  readonly where: readonly (readonly [text: string, value: string | number])[];
  /** Ids below this one. */
  readonly below: number;
  readonly limit: number;
}

interface Statement {
  readonly text: string;
  readonly values: readonly (string | number)[];
}

/** `cross join` keeps SQLite from asking the full-text index for each row of the table. */
function sqliteStatement(index: TokenIndex, search: TokenSearch, low: number): Statement {
  const { table, fts, id } = index;
  const more = search.where.map(([text]) => ` and ${text}`).join('');
  return {
    text: `select f.rowid as id from ${fts} as f cross join ${table} as s on s.${id} = f.rowid
      where ${fts} match ? and f.rowid >= ? and f.rowid < ?${more} order by f.rowid desc limit ?`,
    values: [
      tokenQuery(search.groups, 'sqlite'),
      low,
      search.below,
      ...search.where.map(([, value]) => value),
      search.limit,
    ],
  };
}

/** `+ 0`: the planner else walks the primary key and tests each row. */
function postgresStatement({ table, id }: TokenIndex, search: TokenSearch): Statement {
  const more = search.where.map(([text]) => ` and ${text}`).join('');
  return {
    text: `select c.* from search_windows((select coalesce(max(t.${id}), 0) from ${table} as t
        where t.${id} < ?)) as w cross join lateral (
        select s.${id} as id from ${table} as s
        where s.tokens @@ (w.blocks || ?)::tsquery
          and s.${id} + 0 >= w.low and s.${id} + 0 < w.high${more}
        order by s.${id} + 0 desc limit ?) as c limit ?`,
    values: [
      search.below,
      tokenQuery(search.groups, 'postgres'),
      ...search.where.map(([, value]) => value),
      search.limit,
      search.limit,
    ],
  };
}

interface Found {
  readonly id: number;
}

type Rows = readonly Found[] | { readonly rows: readonly Found[] };

async function run({ sql }: Db, { text, values }: Statement): Promise<readonly number[]> {
  const result: Rows = await sql.raw(text, [...values]);
  return ('rows' in result ? result.rows : result).map(({ id }) => id);
}

/** SQLite runs in this thread: it looks at so many ids at once, and lets others in between. */
const idsAtOnce = 2 ** 18;

async function findOnSqlite(
  db: Db,
  index: TokenIndex,
  search: TokenSearch,
): Promise<readonly number[]> {
  const highest = `select coalesce(max(${index.id}), 0) as id from ${index.table}`;
  const [top = 0] = await run(db, { text: highest, values: [] });
  const found: number[] = [];
  for (let below = Math.min(search.below, top + 1); below > 0;) {
    const low = Math.max(0, below - idsAtOnce);
    const part = { ...search, below, limit: search.limit - found.length };
    found.push(...(await run(db, sqliteStatement(index, part, low))));
    below = found.length < search.limit ? low : 0;
    if (below > 0) await nextTurn();
  }
  return found;
}

/** Ids of the rows that fit, the newest first: the same on both databases. */
export async function findByTokens(
  db: Db,
  index: TokenIndex,
  search: TokenSearch,
): Promise<readonly number[]> {
  if (db.dialect === 'sqlite') return findOnSqlite(db, index, search);
  const found = await run(db, postgresStatement(index, search));
  return found.toSorted((a, b) => b - a);
}
