import { stat } from 'node:fs/promises';
import type { Log } from '../core/log.ts';
import { databaseFileOf, LogCopier, type Copied } from './log-copier.ts';
import type { Store } from './store.ts';

/*
 * SQLite appends what is committed to a log (the file `-wal`), which has to be copied into the
 * database now and then. By itself it does that within a COMMIT, on the main thread: measured here
 * under load, the commits that did it took 22 to 48 ms at p99, up to 180 ms. A thread of its own
 * does it instead, without anybody waiting: reading and writing go on while pages are copied.
 *
 * The log begins anew only when all of it was copied and somebody writes next. Under constant load
 * that never happens, so the thread asks now and then for a moment without writers. It is short:
 * all but the last pages were copied before. Turns wait for it in line; the main thread does not.
 *
 * A crash at any point loses nothing: what is in the log is read from there, copied or not.
 */

/** The thread that copies, as long as it is needed. */
export interface Checkpoints {
  /** Looks twice a second from now on. */
  start(): void;
  /** Resolves when the thread has ended. */
  stop(): Promise<void>;
}

/** When there is something to do; sizes in bytes. */
export interface CheckpointRules {
  /** Milliseconds between two looks. */
  readonly every: number;
  /** A smaller log is left alone. */
  readonly least: number;
  /** From this size on the log is to begin anew, even if turns have to wait for it. */
  readonly most: number;
}

/** As SQLite's own size to begin with; the log that begins anew is read back after a crash: 0.2 s. */
export const usualCheckpoints: CheckpointRules = {
  every: 500,
  least: 4_000_000,
  most: 64_000_000,
};

const pageSize = 4_096;

class Keeper implements Checkpoints {
  readonly #store: Store;
  readonly #file: string;
  readonly #rules: CheckpointRules;
  readonly #log: Log;
  #copier: LogCopier | undefined;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #seen = 0;

  constructor(
    parts: { readonly store: Store; readonly log: Log },
    file: string,
    rules: CheckpointRules,
  ) {
    this.#store = parts.store;
    this.#log = parts.log;
    this.#file = file;
    this.#rules = rules;
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#running ??= this.#look();
    }, this.#rules.every);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
    await this.#copier?.end();
  }

  async #look(): Promise<void> {
    try {
      if (await this.#hasGrown()) await this.#copy();
    } catch (error) {
      this.#log.warn({ err: error }, 'checkpoint failed');
      await this.#copier?.end();
      this.#copier = undefined; // the next look begins another
    }
    this.#running = undefined;
  }

  /** Whether anything was written since the last look, into a log that is worth copying. */
  async #hasGrown(): Promise<boolean> {
    const log = await stat(`${this.#file}-wal`).catch(() => undefined);
    if (!log || log.size < this.#rules.least || log.mtimeMs === this.#seen) return false;
    this.#seen = log.mtimeMs;
    return true;
  }

  async #copy(): Promise<void> {
    const { log, checkpointed } = await this.#ask();
    if (log * pageSize < this.#rules.most) return;
    if (checkpointed < log) await this.#ask(); // what was written meanwhile: few pages are left
    await this.#store.transaction(() => this.#ask()); // with no other writer beside it
  }

  #ask(): Promise<Copied> {
    this.#copier ??= new LogCopier(this.#file);
    return this.#copier.copy();
  }
}

/** The checkpoints of this store; undefined where the database sees to that by itself. */
export async function openCheckpoints(
  parts: { readonly store: Store; readonly log: Log },
  rules: CheckpointRules = usualCheckpoints,
): Promise<Checkpoints | undefined> {
  const file = await databaseFileOf(parts.store);
  return file === undefined ? undefined : new Keeper(parts, file, rules);
}
