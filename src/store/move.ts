import { createHash } from 'node:crypto';
import type { MovedTable } from './move-tables.ts';
import type { Db } from './store.ts';

/** Rows of one statement: about a megabyte of sealed messages. */
export const batch = 1_000;

/** Between the fields of a row, in no text that people write. */
const unit = '\u001F';

export type Value = string | number | null;
export type Row = Readonly<Record<string, Value>>;

/** What a table holds: how many rows, and a sum that changes with any field of any of them. */
export interface Content {
  readonly rows: number;
  /** Sum over the rows of the first 52 bits of their MD5: in any order, no row twice unnoticed. */
  readonly sum: bigint;
}

const written = (value: Value | undefined): string =>
  value === null || value === undefined ? '-' : `+${value}`;

/** A row's share of the sum, the same that PostgreSQL makes of it. */
function shareOf(row: Row, columns: readonly string[]): bigint {
  const text = columns.map((column) => written(row[column])).join(unit);
  const digest = createHash('md5').update(text, 'utf8').digest('hex');
  return BigInt(Number.parseInt(digest.slice(0, 13), 16));
}

/** What was read so far, and more rows. */
export function addShares(
  content: Content,
  rows: readonly Row[],
  columns: readonly string[],
): Content {
  let { sum } = content;
  for (const row of rows) sum += shareOf(row, columns);
  return { rows: content.rows + rows.length, sum };
}

/** PostgreSQL keeps no NUL in a text, SQLite does: what stands for an unreadable sign takes its place. */
const readable = (value: Value): Value =>
  typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value;

const readableRow = (row: Row): Row =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, readable(value)])) as Row;

/** The next rows of a table of SQLite behind that one, or its first. */
export async function readRows(
  { sql }: Db,
  { name, columns, order }: Omit<MovedTable, 'counted'>,
  after?: Row,
): Promise<Row[]> {
  const marks = (mark: string): string => order.map(() => mark).join(', ');
  const last = order.map((column) => after?.[column] ?? null);
  const query = sql(name)
    .select(...columns)
    .limit(batch);
  // Named, because SQLite calls the rowid by the column that holds it.
  if (order.includes('rowid')) void query.select({ rowid: 'rowid' });
  for (const column of order) void query.orderBy(column);
  if (after) void query.whereRaw(`(${marks('??')}) > (${marks('?')})`, [...order, ...last]);
  const rows: Row[] = await query;
  return rows.map(readableRow);
}

/** One text for all rows: half the time of one value for each field (measured). */
export async function writeRows(
  { sql }: Db,
  { name, columns }: Pick<MovedTable, 'name' | 'columns'>,
  rows: readonly Row[],
) {
  const names = columns.map(() => '??').join(', ');
  await sql.raw(
    `insert into ?? (${names}) select ${names} from json_populate_recordset(null::??, ?)`,
    [name, ...columns, ...columns, name, JSON.stringify(rows)],
  );
}

/**
 * Copies a table from SQLite into the same of PostgreSQL, the next rows are read while the last
 * are written; gives what it read.
 */
export async function copyTable(from: Db, to: Db, table: MovedTable): Promise<Content> {
  let content: Content = { rows: 0, sum: 0n };
  let after: Row | undefined;
  let writing: Promise<unknown> = Promise.resolve();
  for (;;) {
    const rows = await readRows(from, table, after);
    after = rows.at(-1);
    await writing;
    if (!after) return content;
    writing = writeRows(to, table, rows);
    content = addShares(content, rows, table.columns);
  }
}

/** What a table of PostgreSQL holds. */
export async function contentOf(
  to: Db,
  { name, columns }: Pick<MovedTable, 'name' | 'columns'>,
): Promise<Content> {
  const fields = columns.map(() => `case when ?? is null then '-' else concat('+', ??) end`);
  const text = fields.join(` || chr(31) || `);
  const found: { rows: { n: number; sum: string }[] } = await to.sql.raw(
    `select count(*) as n,
            coalesce(sum(('x' || substr(md5(${text}), 1, 13))::bit(52)::bigint), 0)::text as sum
       from ??`,
    [...columns.flatMap((column) => [column, column]), name],
  );
  const [row = { n: 0, sum: '0' }] = found.rows;
  return { rows: row.n, sum: BigInt(row.sum) };
}

/** How many rows a table of SQLite has. */
export async function countRows({ sql }: Db, { name }: Pick<MovedTable, 'name'>): Promise<number> {
  const [row]: { n: number }[] = await sql(name).count({ n: '*' });
  return row?.n ?? 0;
}

/** The last id that SQLite gave in a table, also where its row is gone; 0: none. */
async function lastGiven({ sql }: Db, { name, counted }: MovedTable): Promise<number> {
  const [highest]: { n: number | null }[] = await sql(name).max({ n: counted ?? 'rowid' });
  const given: { seq: number } | undefined = await sql('sqlite_sequence')
    .first('seq')
    .where({ name });
  return Math.max(highest?.n ?? 0, given?.seq ?? 0);
}

/** Ids go on behind the last one that was given. */
export async function moveCount(from: Db, to: Db, table: MovedTable): Promise<void> {
  const { name, counted } = table;
  if (counted === undefined) return;
  const last = await lastGiven(from, table);
  await to.sql.raw('select setval(pg_get_serial_sequence(?, ?), ?, ?)', [
    name,
    counted,
    Math.max(last, 1),
    last > 0,
  ]);
}

/** The numbers that people are told (D, L, K, A) go on behind the last one. */
export async function moveNumbers(from: Db, to: Db): Promise<void> {
  const rows: { name: string; value: number }[] = await from.sql('counters').orderBy('name');
  for (const { name, value } of rows)
    await to.sql.raw('select setval(?, ?)', [`numbers_${name.toLowerCase()}`, value]);
}
