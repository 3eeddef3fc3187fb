import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '../core/log.ts';

/** What processes on one PostgreSQL tell each other: that there is something to send. */
export interface OutboxNews {
  /**
   * From now on calls `heard` when another process has told, and each time it listens again: what
   * was told meanwhile went by. Where it cannot listen, looking every second finds the same later.
   */
  listen(heard: () => void): void;
  /** Tells the others; call it after the commit. Comes together with others of the same moment. */
  tell(): void;
  /** Ends when what was told has left. */
  stop(): Promise<void>;
}

const channel = 'sapakerja_outbox';

/** Pauses before it listens again, milliseconds: doubled each time, up to the last. */
const firstPause = 100;
const longestPause = 10_000;

/** Nobody waits longer for a server that does not answer, milliseconds. */
const patience = 5_000;

function openClient(connectionString: string): pg.Client {
  const client = new pg.Client({
    connectionString,
    application_name: 'sapakerja news',
    connectionTimeoutMillis: patience,
    keepAlive: true,
    query_timeout: patience,
  });
  client.on('error', () => undefined); // its `end` follows
  return client;
}

/** One connection of a process, kept for this alone: a pool may lend a listening one to nobody. */
class News implements OutboxNews {
  readonly #url: string;
  readonly #log: Log;
  readonly #self = randomUUID();
  readonly #stopping = new AbortController();
  #client: pg.Client | undefined;
  #running: Promise<void> = Promise.resolve();
  #telling: Promise<void> | undefined;
  #more = false;
  #failures = 0;

  constructor(url: string, log: Log) {
    this.#url = url;
    this.#log = log;
  }

  listen(heard: () => void): void {
    this.#running = this.#keepListening(heard);
  }

  tell(): void {
    this.#more = true;
    this.#telling ??= this.#tellAll();
  }

  async stop(): Promise<void> {
    await this.#telling;
    this.#stopping.abort();
    await this.#running;
  }

  async #tellAll(): Promise<void> {
    while (this.#more) {
      this.#more = false;
      // Not in the transaction that wrote: a NOTIFY there makes all commits wait for one another.
      await this.#client
        ?.query('select pg_notify($1, $2)', [channel, this.#self])
        .catch(() => undefined); // the connection is lost: the others look every second
    }
    this.#telling = undefined;
  }

  async #keepListening(heard: () => void): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await this.#listenOnce(heard).catch((error: unknown) => {
        this.#log.warn({ err: error }, 'not told of messages to send');
      });
      const wait = Math.min(longestPause, firstPause * 2 ** this.#failures);
      this.#failures += 1;
      await pause(wait * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => undefined);
    }
  }

  /** Until the connection ends. @throws Error when it never began */
  async #listenOnce(heard: () => void): Promise<void> {
    const client = openClient(this.#url);
    const ended = new Promise<void>((resolve) => void client.once('end', resolve));
    client.on('notification', ({ payload }) => {
      if (payload !== this.#self) heard();
    });
    try {
      await client.connect();
      await client.query('set synchronous_commit = off'); // a word that is lost loses nothing
      await client.query(`listen ${channel}`);
      this.#client = client;
      this.#failures = 0;
      heard();
      await Promise.race([ended, this.#stopped()]);
    } finally {
      this.#client = undefined;
      await Promise.race([client.end(), pause(patience, undefined, { ref: false })]);
    }
  }

  async #stopped(): Promise<void> {
    const { signal } = this.#stopping;
    if (signal.aborted) return;
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  }
}

/** News between the processes on the PostgreSQL at `url`. SQLite, which one process serves, has none. */
export const openNews = (url: string, log: Log): OutboxNews => new News(url, log);
