import type { Db } from './store.ts';

/**
 * How long a statement waits for another program that writes to the SQLite file, in milliseconds. A
 * server waits on its main thread, where nobody else is answered meanwhile: it must not wait long.
 */
export async function waitForWriters({ sql, dialect }: Db, ms: number): Promise<void> {
  if (dialect === 'sqlite') await sql.raw(`pragma busy_timeout = ${Math.round(ms)}`);
}
