import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { reviveError, type PlainError } from '../core/plain-error.ts';
import { ringOf, type Keyring, type Ring } from '../core/keys.ts';
import type { Db, StoreAddress } from './store.ts';

/*
 * Reports, tables and counts over everything take seconds when there are millions of rows. On the
 * main thread nobody would be answered meanwhile: SQLite works within the call, and a spreadsheet
 * is built in one go on any database. They run in a thread of their own, on a connection that only
 * reads; it is begun when first needed and ends when nobody has asked for a minute.
 */

/** A function of a module that reads, with plain data in and out: both travel between threads. */
export interface LongRead<Args extends readonly unknown[], Result> {
  /** URL of the module that exports it under `name`. */
  readonly module: string;
  readonly name: string;
  readonly run: (db: Db, ...args: Args) => Promise<Result>;
  /** What takes the time: the database's work, or besides it our own. */
  readonly work: 'sql' | 'all';
}

/**
 * Names what takes long. `module` is `import.meta.url` of the module that exports `run` under its
 * own name. `work` is `sql` where only the database has much to do: PostgreSQL does that elsewhere
 * anyhow, and a small SQLite file is read faster than another thread is asked.
 */
export function longRead<Args extends readonly unknown[], Result>(
  module: string,
  run: (db: Db, ...args: Args) => Promise<Result>,
  work: LongRead<Args, Result>['work'] = 'all',
): LongRead<Args, Result> {
  return { module, name: run.name, run, work };
}

/** What the thread is begun with. */
export interface ReaderData {
  readonly address: StoreAddress;
  readonly ring: Ring;
}

/** Keys to open with from now on; it is answered like a question. */
export interface NewKeys {
  readonly id: number;
  readonly ring: Ring;
}

/** A question to the thread, and its answer. */
export interface ReadQuestion {
  readonly id: number;
  readonly module: string;
  readonly name: string;
  readonly args: readonly unknown[];
}

export type ReadAnswer =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: PlainError };

/** The reading thread of a store. */
export interface Reads {
  readonly read: <Args extends readonly unknown[], Result>(
    what: LongRead<Args, Result>,
    ...args: Args
  ) => Promise<Result>;
  /** Resolves when the thread opens with the keys that the store has now. */
  readonly renewKeys: () => Promise<void>;
  /** Ends the thread; what it was asked fails. */
  stop(): Promise<void>;
}

/** A smaller SQLite file is read at once: 8 MB, in pages. */
const smallPages = 2_000;
const idleMs = 60_000;
/** Memory that a thread may take, MB: the largest table that is built there took a third of it. */
const most = 1_024;

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Bytes come out of another thread as plain arrays of them. */
const revive = (value: unknown): unknown =>
  value instanceof Uint8Array
    ? Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    : value;

function reviveBytes(result: unknown): unknown {
  if (typeof result !== 'object' || result === null || Array.isArray(result)) return result;
  if (result instanceof Uint8Array) return revive(result);
  if (Object.getPrototypeOf(result) !== Object.prototype) return result;
  return Object.fromEntries(Object.entries(result).map(([name, value]) => [name, revive(value)]));
}

class Reader {
  readonly #address: StoreAddress;
  readonly #keys: Keyring;
  readonly #waiting = new Map<number, Waiting>();
  #thread: Worker | undefined;
  #asked = 0;
  #idle: NodeJS.Timeout | undefined;

  constructor(address: StoreAddress, keys: Keyring) {
    this.#address = address;
    this.#keys = keys;
  }

  async read<Args extends readonly unknown[], Result>(
    { module, name }: LongRead<Args, Result>,
    ...args: Args
  ): Promise<Result> {
    const thread = (this.#thread ??= this.#begin());
    return (await this.#ask(thread, { module, name, args })) as Result;
  }

  /** A thread that begins later takes the keys of then. */
  async renewKeys(): Promise<void> {
    if (this.#thread) await this.#ask(this.#thread, { ring: ringOf(this.#keys) });
  }

  #ask(thread: Worker, what: Omit<ReadQuestion, 'id'> | Omit<NewKeys, 'id'>): Promise<unknown> {
    clearTimeout(this.#idle);
    const id = (this.#asked += 1);
    return new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      thread.postMessage({ id, ...what });
    });
  }

  async stop(): Promise<void> {
    clearTimeout(this.#idle);
    const thread = this.#thread;
    if (!thread) return;
    const ended = once(thread, 'exit');
    await thread.terminate();
    await ended;
  }

  #begin(): Worker {
    const data: ReaderData = { address: this.#address, ring: ringOf(this.#keys) };
    const thread = new Worker(new URL('./reads-thread.js', import.meta.url), {
      workerData: data,
      resourceLimits: { maxOldGenerationSizeMb: most },
    });
    let failed: unknown = new Error('the reading thread ended');
    thread.on('message', (answer: ReadAnswer) => this.#hear(answer));
    thread.on('error', (error) => {
      failed = error;
    });
    thread.once('exit', () => this.#end(thread, failed));
    thread.unref();
    return thread;
  }

  #hear(answer: ReadAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ('error' in answer) waiting?.reject(reviveError(answer.error));
    else waiting?.resolve(reviveBytes(answer.result));
    if (this.#waiting.size > 0) return;
    this.#idle = setTimeout(() => void this.#thread?.terminate(), idleMs);
    this.#idle.unref();
  }

  #end(thread: Worker, error: unknown): void {
    if (this.#thread === thread) this.#thread = undefined;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(error);
  }
}

async function isSmall({ sql }: Db): Promise<boolean> {
  const [row]: { page_count: number }[] = await sql.raw('pragma page_count');
  return (row?.page_count ?? 0) < smallPages;
}

const nothing = async (): Promise<void> => undefined;

/** Reads of the database at `address`; `db` is the main thread's own way to it. */
export function openReads(address: StoreAddress, db: Db): Reads {
  // A database in memory, or made of bytes, is its connection's alone.
  const isFile = typeof address.file === 'string' && address.file !== ':memory:';
  if (address.url === undefined && !isFile) {
    return { read: (what, ...args) => what.run(db, ...args), renewKeys: nothing, stop: nothing };
  }
  const place = { ...address, pool: 2, statementTimeout: 300_000, readonly: true };
  const reader = new Reader(place, db.keys);
  const runsHere = async (work: 'sql' | 'all'): Promise<boolean> =>
    work === 'sql' && (db.dialect === 'postgres' || (await isSmall(db)));
  return {
    read: async (what, ...args) =>
      (await runsHere(what.work)) ? what.run(db, ...args) : reader.read(what, ...args),
    renewKeys: () => reader.renewKeys(),
    stop: () => reader.stop(),
  };
}
