import type { DumpedTable } from './dump-tables.ts';
import { readCounted, readKeys } from './move-tables.ts';
import { addShares, batch, readRows, type Content, type Row } from './move.ts';
import type { Db, Store } from './store.ts';

/*
 * What a backup reads: everything as it was at one moment, while others go on writing. On SQLite a
 * read transaction of a connection of its own sees the log up to its beginning, and holds up no
 * writer; what is written meanwhile stays in the log until the snapshot ends. On PostgreSQL it is
 * one transaction at REPEATABLE READ, as pg_dump has it.
 */

/** Reads on one snapshot of the database. `store` is to have one connection, which nobody else uses. */
export async function withSnapshot<T>(store: Store, work: (db: Db) => Promise<T>): Promise<T> {
  if (store.dialect === 'postgres') {
    return store.sql.transaction(
      async (sql) => {
        await sql.raw('set local statement_timeout = 0');
        await sql.raw('set local idle_in_transaction_session_timeout = 0'); // a slow disk is waited for
        return work({ ...store, sql });
      },
      { isolationLevel: 'repeatable read', readOnly: true },
    );
  }
  await store.sql.raw('begin deferred'); // knex's own would ask for the write lock
  try {
    return await work(store);
  } finally {
    await store.sql.raw('commit');
  }
}

async function* rowsOfSqlite(db: Db, table: DumpedTable): AsyncGenerator<readonly Row[]> {
  const keys = await readKeys(db);
  const ordered = { ...table, order: keys.get(table.name) ?? ['rowid'] };
  let after: Row | undefined;
  for (;;) {
    const rows = await readRows(db, ordered, after);
    after = rows.at(-1);
    if (!after) return;
    yield rows;
  }
}

async function* rowsOfPostgres(
  { sql }: Db,
  { name, columns }: DumpedTable,
): AsyncGenerator<readonly Row[]> {
  const wanted = columns.map(() => '??').join(', ');
  await sql.raw(`declare dumped no scroll cursor for select ${wanted} from ??`, [...columns, name]);
  for (;;) {
    const { rows } = await sql.raw<{ rows: Row[] }>(`fetch forward ${batch} from dumped`);
    if (rows.length === 0) break;
    yield rows;
  }
  await sql.raw('close dumped');
}

/** Everything in a table, a thousand rows at a time. */
export const rowsOf = (db: Db, table: DumpedTable): AsyncGenerator<readonly Row[]> =>
  db.dialect === 'sqlite' ? rowsOfSqlite(db, table) : rowsOfPostgres(db, table);

/** What a table holds, read row by row. */
export async function readContent(db: Db, table: DumpedTable): Promise<Content> {
  let content: Content = { rows: 0, sum: 0n };
  for await (const rows of rowsOf(db, table)) content = addShares(content, rows, table.columns);
  return content;
}

/** What counts by itself: the last id given in each table, the last number of each letter. */
export interface Counts {
  readonly ids: Readonly<Record<string, number>>;
  /** D, L, K, A. */
  readonly numbers: Readonly<Record<string, number>>;
}

async function countsOfSqlite({ sql }: Db): Promise<Counts> {
  const ids: { name: string; seq: number }[] = await sql('sqlite_sequence').select('name', 'seq');
  const numbers: { name: string; value: number }[] = await sql('counters').select('name', 'value');
  return {
    ids: Object.fromEntries(ids.map(({ name, seq }) => [name, seq])),
    numbers: Object.fromEntries(numbers.map(({ name, value }) => [name, value])),
  };
}

interface SequenceRow {
  readonly name: string;
  readonly last: number | null;
}

/** Sequences stand outside of transactions: read behind the rows, they are never before them. */
async function countsOfPostgres(db: Db): Promise<Counts> {
  const counted = await readCounted(db);
  const ids: [string, number][] = [];
  for (const [table, column] of counted) {
    const found = await db.sql.raw<{ rows: SequenceRow[] }>(
      'select pg_sequence_last_value(pg_get_serial_sequence(?, ?)::regclass) as last',
      [table, column],
    );
    ids.push([table, found.rows[0]?.last ?? 0]);
  }
  const { rows } = await db.sql.raw<{ rows: SequenceRow[] }>(
    `select upper(substr(sequencename, length('numbers_') + 1)) as name, last_value as last
       from pg_sequences where schemaname = current_schema() and sequencename like 'numbers\\_%'`,
  );
  return {
    ids: Object.fromEntries(ids),
    numbers: Object.fromEntries(rows.map(({ name, last }) => [name, last ?? 1_000])),
  };
}

/** How far the counting of ids and numbers has come. */
export const readCounts = (db: Db): Promise<Counts> =>
  db.dialect === 'sqlite' ? countsOfSqlite(db) : countsOfPostgres(db);

/** The migrations that were applied, in their order. */
export async function appliedMigrations({ sql }: Db): Promise<readonly string[]> {
  return sql('knex_migrations').orderBy('id').pluck('name');
}

/** Names of the files that attachments refer to. */
export async function* attachmentFiles({ sql }: Db): AsyncGenerator<string> {
  let after = 0;
  for (;;) {
    const rows: { id: number; file: string }[] = await sql('attachments')
      .select('id', 'file')
      .where('id', '>', after)
      .whereNotNull('file')
      .whereNot({ status: 'erased' })
      .orderBy('id')
      .limit(batch);
    for (const { file } of rows) yield file;
    const last = rows.at(-1);
    if (!last) return;
    after = last.id;
  }
}
