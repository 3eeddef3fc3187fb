/** What is used of a connection of better-sqlite3. */
export interface SqliteConnection {
  pragma(text: string): unknown;
  prepare(sql: string): unknown;
}

/** knex prepares each query anew; here each text is prepared once (measured: half the time of a small query). */
function rememberStatements(connection: SqliteConnection): void {
  const prepare = connection.prepare.bind(connection);
  const known = new Map<string, unknown>();
  connection.prepare = (sql) => {
    // knex begins DEFERRED: a transaction that reads first could not become a writer (SQLITE_BUSY at once).
    const text = sql === 'BEGIN;' ? 'BEGIN IMMEDIATE;' : sql;
    const found = known.get(text);
    if (found) return found;
    if (known.size >= 500) known.clear();
    const statement = prepare(text);
    known.set(text, statement);
    return statement;
  };
}

/** Sets a connection up before its first statement. */
export function prepareSqlite(connection: SqliteConnection): void {
  for (const pragma of [
    'busy_timeout = 5000',
    'journal_mode = WAL',
    'synchronous = FULL', // better-sqlite3's WAL default is NORMAL: a power cut would lose what was acknowledged
    'wal_autocheckpoint = 32000', // pages: a server's own thread comes long before (checkpoints.ts)
    'journal_size_limit = 128000000', // bytes of the log that stay when it begins anew
    'secure_delete = ON',
    'foreign_keys = ON',
    'trusted_schema = OFF',
  ]) {
    connection.pragma(pragma);
  }
  rememberStatements(connection);
}
