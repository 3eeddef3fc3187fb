import { setTimeout as pause } from 'node:timers/promises';
import type { Db } from './store.ts';

interface Connection {
  pragma(text: string): unknown;
}

/** The part of knex that lends a connection. */
interface Lender {
  acquireConnection(): Promise<Connection>;
  releaseConnection(connection: Connection): Promise<void>;
}

/** Milliseconds that a connection waits without holding up the main thread; the others wait within SQLite. */
const waits = new WeakMap<object, number>();

/** Milliseconds between two tries: another program's small write is over by then. */
const between = 10;

const isBusy = (error: unknown): boolean =>
  String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY');

/**
 * Lets a SQLite store wait for another program that writes for so many milliseconds by asking again
 * and again. SQLite's own wait holds up the main thread, where nobody else is answered meanwhile.
 */
export async function waitForWriters({ sql, dialect }: Db, ms: number): Promise<void> {
  if (dialect !== 'sqlite') return;
  const lender = sql.client as Lender;
  const connection = await lender.acquireConnection(); // the only one
  connection.pragma('busy_timeout = 0');
  waits.set(connection, ms);
  await lender.releaseConnection(connection);
}

/**
 * Runs `work`, which asks for the lock of the file, as soon as no other program holds it.
 * @throws Error SQLITE_BUSY when that takes longer than the connection waits; what `work` throws
 */
export async function whenUnlocked<T>(connection: unknown, work: () => T | Promise<T>): Promise<T> {
  const patience = waits.get(connection as object) ?? 0;
  const begun = performance.now();
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || performance.now() - begun >= patience) throw error;
      await pause(between);
    }
  }
}
