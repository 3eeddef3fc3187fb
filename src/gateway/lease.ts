import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../core/log.ts';
import {
  endLease,
  renewLease,
  seeLease,
  takeLease,
  type Lease,
  type LeaseClock,
  type LeaseSight,
  type LeaseWish,
} from '../store/leases.ts';
import type { Db, Store } from '../store/store.ts';

/** Work that only one process of the fleet does. */
export interface Leadership {
  /** True while this process has the lease and the work runs. */
  readonly held: boolean;
  /** Tries for the lease from now on, and again whenever it is lost. */
  start(): void;
  /** Ends the work and gives the lease back, so that another process goes on at once. */
  stop(): Promise<void>;
}

/** The lease as the work sees it. */
export interface Held {
  readonly lease: Lease;
  /** Comes when the lease is lost or to be given back: end everything, then return. */
  readonly over: AbortSignal;
}

/** What leases stand on. */
export interface LeaseTools {
  readonly store: Store;
  readonly log: Log;
  /** How long a process that died keeps it, in milliseconds. */
  readonly leaseMs?: number;
}

/**
 * PostgreSQL: another process takes over 20 s after a crash at the latest. On SQLite there is no
 * other: a longer lease spares the disk its renewals.
 */
const usualMs = { postgres: 15_000, sqlite: 60_000 } as const;

/** Renewed thrice in its time: two renewals may fail. */
const renewals = 3;

/** The holder ends its work this much of the lease before its end, when the database does not answer. */
const margin = 0.2;

/**
 * Whether a lease is free for somebody who has seen it unchanged for `seenFor` milliseconds of a
 * clock that never jumps. A holder that lives renews it thrice in `ms`, so one that is unchanged for
 * half of that and over, or unchanged for all of it, is dead. The database's clock alone is not
 * believed: when it jumps ahead all leases look over, when it jumps back none ever ends.
 */
export function isFree(seen: LeaseSight | undefined, seenFor: number, ms: number): boolean {
  if (!seen || seen.until === 0) return true;
  return seenFor >= (seen.over ? ms / 2 : ms);
}

/** Equal while nobody has taken or renewed it. */
const lookOf = (sight: LeaseSight | undefined): string =>
  sight ? `${sight.fence} ${sight.until}` : 'never held';

/** Looks at a lease now and then, and takes it when it is free. */
export class Candidate {
  readonly #wish: LeaseWish;
  readonly #steady: () => number;
  #last = '';
  #since = 0;

  /** `steady` gives milliseconds of a clock that never jumps. */
  constructor(wish: LeaseWish, steady: () => number) {
    this.#wish = wish;
    this.#steady = steady;
  }

  /** The lease, or undefined while it is another's. `clock` is the database's, but in tests. */
  async try(db: Db, clock?: LeaseClock): Promise<Lease | undefined> {
    const sight = await seeLease(db, this.#wish.name, clock);
    const now = this.#steady();
    if (this.#last !== lookOf(sight)) this.#since = now;
    this.#last = lookOf(sight);
    if (!isFree(sight, now - this.#since, this.#wish.ms)) return undefined;
    return takeLease(db, this.#wish, sight, clock);
  }
}

/** Renews until the signal comes; rings it itself when the lease was lost or may be over soon. */
async function keepRenewing(
  { store, log }: LeaseTools,
  { lease, ms }: { readonly lease: Lease; readonly ms: number },
  over: AbortController,
): Promise<void> {
  const { signal } = over;
  const endAfter = (time: number) => setTimeout(() => over.abort(), time);
  let deadline = endAfter(ms * (1 - margin));
  for (;;) {
    await pause(ms / renewals, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return clearTimeout(deadline);
    const asked = performance.now();
    const kept = await renewLease(store, lease, ms).catch((error: unknown) => {
      log.warn({ err: error, lease: lease.name }, 'lease not renewed');
      return undefined;
    });
    if (kept === false) over.abort();
    if (!kept) continue;
    clearTimeout(deadline);
    deadline = endAfter(ms * (1 - margin) - (performance.now() - asked));
  }
}

class Leader implements Leadership {
  readonly #tools: LeaseTools;
  readonly #wish: LeaseWish;
  readonly #work: (held: Held) => Promise<void>;
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();
  held = false;

  constructor(tools: LeaseTools, wish: LeaseWish, work: (held: Held) => Promise<void>) {
    this.#tools = tools;
    this.#wish = wish;
    this.#work = work;
  }

  start(): void {
    this.#running = this.#loop();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #loop(): Promise<void> {
    const { signal } = this.#stopping;
    const candidate = new Candidate(this.#wish, () => performance.now());
    while (!signal.aborted) {
      const lease = await candidate.try(this.#tools.store).catch(this.#warned('not read'));
      if (lease) await this.#lead(lease);
      await pause(this.#wish.ms / renewals, undefined, { signal }).catch(() => undefined);
    }
  }

  async #lead(lease: Lease): Promise<void> {
    const { store, log } = this.#tools;
    const over = new AbortController();
    const renewing = keepRenewing(this.#tools, { lease, ms: this.#wish.ms }, over);
    this.held = true;
    try {
      await this.#work({ lease, over: AbortSignal.any([over.signal, this.#stopping.signal]) });
    } catch (error) {
      log.error({ err: error, lease: lease.name }, 'work under a lease failed');
    }
    this.held = false;
    over.abort();
    await renewing;
    await endLease(store, lease).catch(this.#warned('not given back'));
  }

  #warned(what: string) {
    return (error: unknown): undefined => {
      this.#tools.log.warn({ err: error, lease: this.#wish.name }, `lease ${what}`);
    };
  }
}

/**
 * Does `work` in one process of the fleet at a time: in the one that holds the lease `name`. The
 * work runs until its signal comes, ends what it began and returns; when it throws it is logged and
 * begun again. Fence what it writes with `holdsLease` where two at once would do harm.
 */
export function runAsLeader(
  tools: LeaseTools,
  name: string,
  work: (held: Held) => Promise<void>,
): Leadership {
  const ms = tools.leaseMs ?? usualMs[tools.store.dialect];
  return new Leader(tools, { name, holder: randomUUID(), ms }, work);
}
