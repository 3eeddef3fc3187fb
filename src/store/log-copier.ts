import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import type { Db } from './store.ts';

/** What SQLite says of a checkpoint: pages in the log, and how many of them are copied. */
export interface Copied {
  /** 1 when somebody was in the way. */
  readonly busy: number;
  readonly log: number;
  readonly checkpointed: number;
}

/**
 * `PASSIVE` copies what nobody needs in the log, while others read and write; `TRUNCATE` copies all
 * and empties it, and others have to wait for the end of it.
 */
export type CopyMode = 'PASSIVE' | 'TRUNCATE';

/** A thread that copies SQLite's log into the database when it is asked to. */
export class LogCopier {
  readonly #thread: Worker;
  readonly #ended = new AbortController(); // else one would wait for ever for a thread that is gone

  constructor(file: string) {
    const program = new URL('./checkpoint-thread.js', import.meta.url);
    this.#thread = new Worker(program, { workerData: file });
    this.#thread.once('exit', () => this.#ended.abort());
    this.#thread.on('error', () => undefined); // the question has failed by it
    this.#thread.unref();
  }

  /** @throws Error when the thread has ended */
  async copy(mode: CopyMode = 'PASSIVE'): Promise<Copied> {
    const answer = once(this.#thread, 'message', { signal: this.#ended.signal });
    this.#thread.postMessage(mode);
    const [copied] = (await answer) as [Copied];
    return copied;
  }

  async end(): Promise<void> {
    await this.#thread.terminate();
  }
}

/** The file of an embedded database; undefined where there is none, in memory or on PostgreSQL. */
export async function databaseFileOf({
  sql,
  dialect,
}: Pick<Db, 'sql' | 'dialect'>): Promise<string | undefined> {
  if (dialect !== 'sqlite') return undefined;
  const rows: { name: string; file: string }[] = await sql.raw('pragma database_list');
  return rows.find(({ name }) => name === 'main')?.file || undefined;
}

/** Bytes in the log of a database file; 0 where there is none. */
export async function logSizeOf(file: string): Promise<number> {
  return (await stat(`${file}-wal`).catch(() => undefined))?.size ?? 0;
}
