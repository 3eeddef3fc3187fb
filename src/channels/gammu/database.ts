import { access } from 'node:fs/promises';
import type { Knex } from 'knex';
import { SendError, type SendErrorCode } from '../../core/errors.ts';
import type { RunSql } from '../channel.ts';

/** Gammu SMSD's database: tables inbox, outbox, outbox_multipart, sentitems and phones. */
export interface GammuDatabase {
  readonly dialect: 'sqlite' | 'postgres';
  /** One statement. @throws SendError */
  readonly run: RunSql;
  /** Several, all or none; the first is to be a write. @throws SendError */
  transaction<T>(work: (run: RunSql) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** What went wrong by the driver's code (PostgreSQL's appendix A, SQLite's result codes, errno). */
const meanings: readonly (readonly [RegExp, SendErrorCode])[] = [
  [
    /^(ECONN|ENOENT|EACCES|ENOTFOUND|EAI_|EHOST|ENET|57P|08|3D|KnexTimeoutError|SQLITE_CANTOPEN)/,
    'unreachable',
  ],
  [/^(28|42|SQLITE_(ERROR|NOTADB|READONLY|PERM|AUTH))/, 'misconfigured'],
  [/^(22|23|SQLITE_(CONSTRAINT|TOOBIG|MISMATCH))/, 'refused'],
  [/^57014$/, 'provider-down'], // it took too long and was undone
];

/** The driver's code; an error of a lost connection has only words, of a pool only a name. */
function driverCode(error: unknown): string {
  if (!(error instanceof Error)) return 'database';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.message.includes('Connection terminated') ? 'ECONNRESET' : error.name;
}

/**
 * A driver's error, without its words: they may hold what people wrote. Nothing was kept: a
 * statement is whole or not at all, and what was sent twice is known by our id.
 */
function toSendError(error: unknown): SendError {
  if (error instanceof SendError) return error;
  const providerCode = driverCode(error);
  const meaning = meanings.find(([pattern]) => pattern.test(providerCode))?.[1] ?? 'provider-down';
  return new SendError(meaning, { retryable: meaning !== 'refused', providerCode });
}

interface SqliteConnection {
  pragma(text: string): unknown;
}

/** SMSD locks the file for moments only; ours is one thread and must not wait long for it. */
const busyMs = 250;

const sqlite = (filename: string): Knex.Config => ({
  client: 'better-sqlite3',
  useNullAsDefault: true,
  compileSqlOnError: false,
  connection: { filename },
  pool: {
    min: 0,
    max: 1,
    afterCreate: (connection: SqliteConnection, done: (error: Error | null) => void) => {
      connection.pragma(`busy_timeout = ${busyMs}`);
      done(null);
    },
  },
});

const postgres = (connectionString: string, timeout: number): Knex.Config => ({
  client: 'pg',
  log: { warn: () => undefined }, // of a lost connection: its query fails, and that is told
  compileSqlOnError: false,
  connection: {
    connectionString,
    connectionTimeoutMillis: timeout,
    statement_timeout: timeout,
  },
  pool: { min: 0, max: 3 },
});

type Rows = Awaited<ReturnType<RunSql>>;

function runner(sql: Knex): RunSql {
  return async (text, values) => {
    const found: Rows | { readonly rows: Rows } = await sql.raw(text, [...values]);
    return 'rows' in found ? found.rows : found;
  };
}

/**
 * Opens `postgres://...` or `sqlite:///path`; connects when first asked. `timeout` in milliseconds,
 * for each statement.
 */
export async function openGammuDatabase(url: string, timeout: number): Promise<GammuDatabase> {
  const { default: knex } = await import('knex');
  const path = /^sqlite:\/\/(\/.+)$/.exec(url)?.[1];
  const file = path === undefined ? undefined : decodeURIComponent(path);
  const config = file === undefined ? postgres(url, timeout) : sqlite(file);
  let open: Knex | undefined;
  // Whoever stops listening may send or listen again: a closed database is opened anew.
  const sql = (): Knex => (open ??= knex({ ...config, acquireConnectionTimeout: timeout }));
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      if (file !== undefined) await access(file); // the driver would make an empty one
      return await work();
    } catch (error) {
      throw toSendError(error);
    }
  };
  return {
    dialect: file === undefined ? 'postgres' : 'sqlite',
    run: (text, values) => guarded(() => runner(sql())(text, values)),
    transaction: (work) => guarded(() => sql().transaction((trx) => work(runner(trx)))),
    close: async () => {
      const closing = open;
      open = undefined;
      await closing?.destroy();
    },
  };
}
