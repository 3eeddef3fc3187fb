import knex, { type Knex } from 'knex';
import type pg from 'pg';
import { changeRing, type Keyring, type Ring } from '../core/keys.ts';
import { openReads, type Reads } from './reads.ts';
import { SqliteClient } from './sqlite-client.ts';
import { prepareSqlite, type SqliteConnection } from './sqlite-connection.ts';
import { allRows } from './statement.ts';
import { runTransaction, type Held } from './transaction.ts';

export type Dialect = 'sqlite' | 'postgres';

/** What every function of this folder takes first: the store, or a transaction of it. */
export interface Db {
  readonly sql: Knex;
  readonly dialect: Dialect;
  readonly keys: Keyring;
  /** The connection of the transaction; undefined outside of one. */
  readonly held?: Held;
}

export interface Store extends Db {
  /** Runs `work` in one transaction; tries again when PostgreSQL says 40P01 or 40001. */
  transaction<T>(work: (db: Db) => Promise<T>): Promise<T>;
  /** Runs what would hold up the main thread in another, on a connection that only reads. */
  readonly read: Reads['read'];
  /** Seals and opens with another ring from now on; resolves when every thread does. */
  changeKeys(ring: Ring): Promise<void>;
  close(): Promise<void>;
}

/** Where the data is: a file (SQLite) or `postgres://...`. */
export interface StoreAddress {
  readonly file?: string;
  readonly url?: string;
  /** Connections to PostgreSQL at most; left out: 10. */
  readonly pool?: number;
  /** Milliseconds after which PostgreSQL gives a statement up; left out: 30,000. */
  readonly statementTimeout?: number;
  /** Nothing can be written through it. */
  readonly readonly?: boolean;
}

type TypeId = Parameters<typeof pg.types.getTypeParser>[0];

/** OID of int8 in PostgreSQL's catalogue; node-postgres gives text for it, all of ours fit a number. */
const int8 = 20;

const bigintAsNumber = ({ getTypeParser }: typeof pg.types) => ({
  getTypeParser: (oid: TypeId, format?: 'text' | 'binary') =>
    oid.valueOf() === int8 ? Number : getTypeParser(oid, format),
});

function sqliteSettings({ file = ':memory:', readonly = false }: StoreAddress): Knex.Config {
  const place = { filename: file, options: { readonly } };
  return {
    client: SqliteClient as unknown as typeof Knex.Client,
    useNullAsDefault: true,
    acquireConnectionTimeout: 10_000,
    compileSqlOnError: false, // an error text must not hold what people wrote
    connection: place,
    pool: {
      min: 1,
      max: 1,
      afterCreate: (connection: SqliteConnection, done: (error: Error | null) => void) => {
        prepareSqlite(connection);
        done(null);
      },
    },
  };
}

async function postgresSettings(
  connectionString: string,
  address: StoreAddress,
): Promise<Knex.Config> {
  const { default: driver } = await import('pg'); // 12 MB that SQLite does without
  const { pool = 10, statementTimeout = 30_000, readonly = false } = address;
  return {
    client: 'pg',
    log: { warn: () => undefined }, // of a lost connection: its query fails, and that is logged
    acquireConnectionTimeout: 10_000,
    compileSqlOnError: false,
    connection: {
      connectionString,
      types: bigintAsNumber(driver.types),
      application_name: 'sapakerja',
      connectionTimeoutMillis: 5_000,
      ...(readonly && { options: '-c default_transaction_read_only=on' }),
      keepAlive: true, // a server that vanished without a word is noticed
      statement_timeout: statementTimeout,
      lock_timeout: Math.min(10_000, statementTimeout), // who asked is told before it gives up (15 s)
      idle_in_transaction_session_timeout: 30_000, // of a process that hangs: its locks are others' way
    } as Knex.PgConnectionConfig,
    pool: { min: 0, max: pool },
  };
}

/** A SQLite older than 3.51.3, or 3.52.0, can corrupt a WAL database or was withdrawn. @throws Error */
export function checkSqliteVersion(version: string): void {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  const number = major * 1_000_000 + minor * 1_000 + patch;
  if (number < 3_051_003 || number === 3_052_000) {
    throw new Error(`SQLite ${version} can damage its own files; 3.51.3 or newer is needed`);
  }
}

/** True when PostgreSQL ended a transaction for another's sake: deadlock, serialisation. It is to be run again. */
export function isConflict(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code === '40P01' || code === '40001';
}

async function transaction<T>(db: Db, work: (db: Db) => Promise<T>, attempt = 1): Promise<T> {
  try {
    return await runTransaction(db, work);
  } catch (error) {
    if (attempt >= 8 || !isConflict(error)) throw error;
    return transaction(db, work, attempt + 1);
  }
}

async function checkConnection(sql: Knex, dialect: Dialect): Promise<void> {
  const version = dialect === 'sqlite' ? 'sqlite_version()' : 'version()';
  const found: unknown = await sql.first(sql.raw(`${version} as version`));
  if (dialect === 'sqlite') checkSqliteVersion((found as { version: string }).version);
}

/** What an id holds at most on both databases: below it begins the first page of what is newest. */
export const highestId = 2_147_483_647;

/**
 * Opens the database; makes the file when there is none. Migrations are `migrate`'s.
 * @throws Error with the driver's code when it cannot be reached
 */
export async function openStore(address: StoreAddress, keys: Keyring): Promise<Store> {
  const dialect = address.url ? 'postgres' : 'sqlite';
  const sql = knex(
    address.url ? await postgresSettings(address.url, address) : sqliteSettings(address),
  );
  const close = (): Promise<void> => sql.destroy();
  try {
    await checkConnection(sql, dialect);
  } catch (error) {
    await close();
    throw error;
  }
  const db: Db = { sql, dialect, keys };
  const reads = openReads(address, db);
  return {
    ...db,
    transaction: (work) => transaction(db, work),
    read: reads.read,
    changeKeys: (ring) => {
      changeRing(keys, ring);
      return reads.renewKeys();
    },
    close: () => reads.stop().then(close),
  };
}

/**
 * SQLite keeps in memory from now on what it undoes a savepoint with, and sorts there. In a file each
 * savepoint of a turn costs several writes (measured: half of all pages written, 20 of 330 us a turn).
 * Not before migrating: an index over years of messages is sorted in a file.
 */
export async function undoInMemory({ sql, dialect }: Store): Promise<void> {
  if (dialect === 'sqlite') await sql.raw('pragma temp_store = MEMORY');
}

/** Runs `work` so that what it wrote is undone when it throws, and the transaction goes on. */
export async function savepoint<T>(db: Db, work: () => Promise<T>): Promise<T> {
  await allRows(db, 'savepoint one_message');
  try {
    const result = await work();
    await allRows(db, 'release savepoint one_message');
    return result;
  } catch (error) {
    await allRows(db, 'rollback to savepoint one_message');
    await allRows(db, 'release savepoint one_message');
    throw error;
  }
}

/** The same object for a store and its transactions: what is remembered of a database hangs on it. */
export const rootOf = (db: Db): object =>
  (db.held?.client ?? (db.sql.client as { readonly config: object })).config;

/** The database's own clock in epoch milliseconds: leases of several processes need one clock. */
export function databaseNow({ sql, dialect }: Db): Knex.Raw {
  return dialect === 'sqlite'
    ? sql.raw("cast(unixepoch('subsec') * 1000 as integer)")
    : sql.raw('(extract(epoch from clock_timestamp()) * 1000)::bigint');
}
