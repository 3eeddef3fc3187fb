import { whenUnlocked } from './patience.ts';
import type { Db } from './store.ts';

/** What stands for a `?`; a list where the text says `in (?)`. Booleans are 0 and 1. */
export type Value = string | number | null | readonly number[] | readonly string[];

/** A prepared statement of better-sqlite3. */
export interface SqliteStatement {
  readonly reader: boolean;
  all(values: unknown): unknown[];
  run(values: unknown): { readonly changes: number; readonly lastInsertRowid: number };
}

export interface SqliteConnection {
  prepare(text: string): SqliteStatement; // remembered by sqlite-connection.ts
}

interface PostgresConnection {
  query(statement: object): Promise<{ readonly rows: unknown[] }>;
}

/** The part of knex that lends the connection of a transaction, or one of the pool. */
interface Lender {
  acquireConnection(): Promise<unknown>;
  releaseConnection(connection: unknown): Promise<void>;
  /** Tells whoever listens what is asked. */
  emit(
    event: 'query',
    query: { readonly sql: string; readonly bindings: readonly unknown[] },
  ): void;
}

/** A statement as one database writes it. */
interface Written {
  readonly text: string;
  /** PostgreSQL keeps the plan of a connection's prepared statement by this name. */
  readonly name: string;
}

const written = { sqlite: new Map<string, Written>(), postgres: new Map<string, Written>() };

function toPostgres(text: string): string {
  let count = 0;
  return text.replaceAll(/ in \(\?\)|\?/g, (mark) => {
    count += 1;
    return mark === '?' ? `$${count}` : ` = any($${count})`;
  });
}

const toSqlite = (text: string): string =>
  text.replaceAll(' in (?)', ' in (select value from json_each(?))');

/** The text as the database of `db` writes it. */
export function write({ dialect }: Db, text: string): Written {
  const known = written[dialect].get(text);
  if (known) return known;
  const made = {
    text: dialect === 'sqlite' ? toSqlite(text) : toPostgres(text),
    name: `sapakerja_${written[dialect].size}`,
  };
  written[dialect].set(text, made);
  return made;
}

const sqliteValue = (value: Value): string | number | null =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : value;

/** Runs `work` on the connection of `db`: its transaction's, else one of the pool. */
export async function onConnection<T>(
  db: Db,
  { text: asked }: Written,
  bindings: readonly unknown[],
  work: (connection: unknown) => T | Promise<T>,
): Promise<T> {
  if (db.held) {
    const { connection, client } = db.held; // asking for `sql` would make a builder
    client.emit('query', { sql: asked, bindings });
    return work(connection);
  }
  const lender = db.sql.client as Lender;
  lender.emit('query', { sql: asked, bindings });
  const connection = await lender.acquireConnection();
  try {
    return await whenUnlocked(connection, () => work(connection));
  } finally {
    await lender.releaseConnection(connection);
  }
}

/** What a statement returns; nothing for one that returns nothing. */
export function rowsOf(statement: SqliteStatement, values: readonly unknown[]): unknown[] {
  if (statement.reader) return statement.all(values);
  statement.run(values);
  return [];
}

const runSqlite = (connection: unknown, { text }: Written, values: readonly unknown[]): unknown[] =>
  rowsOf((connection as SqliteConnection).prepare(text), values);

async function runPostgres(
  connection: unknown,
  { text, name }: Written,
  values: readonly unknown[],
): Promise<unknown[]> {
  const { rows } = await (connection as PostgresConnection).query({ text, name, values });
  return rows;
}

/**
 * Runs a statement that is written out, with a `?` for each value, and gives its rows. For what each
 * turn does: it is prepared once a connection, and nothing is put together. The text must be
 * constant, for each is remembered, and name its columns: PostgreSQL refuses a prepared `*` after a
 * migration has added one.
 * @throws Error of the driver, with its code
 */
export async function allRows<Row>(
  db: Db,
  text: string,
  values: readonly Value[] = [],
): Promise<Row[]> {
  const statement = write(db, text);
  const isSqlite = db.dialect === 'sqlite';
  const given = isSqlite ? values.map(sqliteValue) : values;
  const run = isSqlite ? runSqlite : runPostgres;
  return onConnection(db, statement, given, (connection) =>
    run(connection, statement, given),
  ) as Promise<Row[]>;
}

/** The first row of `allRows`, or undefined. */
export async function firstRow<Row>(
  db: Db,
  text: string,
  values: readonly Value[] = [],
): Promise<Row | undefined> {
  const [row] = await allRows<Row>(db, text, values);
  return row;
}
