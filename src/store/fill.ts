import type { Counts } from './dump.ts';
import type { DumpedTable } from './dump-tables.ts';
import { readContent } from './dump.ts';
import { isCopied, readColumns, readCounted } from './move-tables.ts';
import { contentOf, writeRows, type Content, type Row } from './move.ts';
import type { Db } from './store.ts';

/** Nothing of a restore ends because it takes long. PostgreSQL; SQLite knows no such limits. */
export async function takeTime({ sql, dialect }: Db): Promise<void> {
  if (dialect === 'sqlite') return;
  await sql.raw('set local statement_timeout = 0');
  await sql.raw('set local lock_timeout = 0');
  await sql.raw('set local idle_in_transaction_session_timeout = 0');
}

/** Empties what migrations have put into the tables of a new database. */
export async function clearTables({ sql }: Db, tables: readonly DumpedTable[]): Promise<void> {
  for (const { name } of tables.toReversed()) await sql(name).delete();
}

/** Tables of a database that hold something, offices left out: every migrated one has them. */
export async function tablesWithRows(db: Db): Promise<readonly string[]> {
  const filled: string[] = [];
  for (const name of (await readColumns(db)).keys()) {
    if (!isCopied(name) || name === 'offices') continue;
    if (await db.sql(name).first(db.sql.raw('1 as one'))) filled.push(name);
  }
  return filled;
}

/** One text for all rows, as on PostgreSQL: `->>` gives each value in its own type. */
async function writeIntoSqlite({ sql }: Db, table: DumpedTable, rows: readonly Row[]) {
  const names = table.columns.map(() => '??').join(', ');
  const values = table.columns.map((_name, at) => `value ->> '$[${at}]'`).join(', ');
  const lists = rows.map((row) => table.columns.map((column) => row[column] ?? null));
  await sql.raw(`insert into ?? (${names}) select ${values} from json_each(?)`, [
    table.name,
    ...table.columns,
    JSON.stringify(lists),
  ]);
}

/** Puts rows into a table as they are. */
export const fillTable = (db: Db, table: DumpedTable, rows: readonly Row[]): Promise<void> =>
  db.dialect === 'sqlite' ? writeIntoSqlite(db, table, rows) : writeRows(db, table, rows);

/** What a table holds now, computed from what is stored. */
export const storedContent = (db: Db, table: DumpedTable): Promise<Content> =>
  db.dialect === 'sqlite' ? readContent(db, table) : contentOf(db, table);

async function countOnSqlite({ sql }: Db, { ids, numbers }: Counts): Promise<void> {
  for (const [name, seq] of Object.entries(ids)) {
    await sql('sqlite_sequence').where({ name }).delete();
    await sql('sqlite_sequence').insert({ name, seq });
  }
  for (const [name, value] of Object.entries(numbers)) {
    await sql('counters').insert({ name, value }).onConflict('name').merge();
  }
}

/** A count of 0 is of a table that never had a row: its first id is 1. */
async function countOnPostgres(db: Db, { ids, numbers }: Counts): Promise<void> {
  const { sql } = db;
  for (const [table, column] of await readCounted(db)) {
    const [highest]: { n: number | null }[] = await sql(table).max({ n: column });
    const last = Math.max(ids[table] ?? 0, highest?.n ?? 0);
    await sql.raw('select setval(pg_get_serial_sequence(?, ?), ?, ?)', [
      table,
      column,
      Math.max(last, 1),
      last > 0,
    ]);
  }
  for (const [name, value] of Object.entries(numbers))
    await sql.raw('select setval(?, ?)', [`numbers_${name.toLowerCase()}`, value]);
}

/** Ids and numbers go on behind the last ones that were given. */
export const setCounts = (db: Db, counts: Counts): Promise<void> =>
  db.dialect === 'sqlite' ? countOnSqlite(db, counts) : countOnPostgres(db, counts);

/** Whether the whole database is sound, each reference too. PostgreSQL has checked both as it wrote. */
export async function isSound({ sql, dialect }: Db): Promise<boolean> {
  if (dialect === 'postgres') return true;
  const rows: { integrity_check: string }[] = await sql.raw('pragma integrity_check(1)');
  const strays: unknown[] = await sql.raw('pragma foreign_key_check');
  return rows[0]?.integrity_check === 'ok' && strays.length === 0;
}
