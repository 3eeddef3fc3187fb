import { setTimeout as pause } from 'node:timers/promises';
import type { Channel } from '../channels/channel.ts';
import type { Log } from '../core/log.ts';
import type { Account } from '../store/accounts.ts';
import { claimOutbound, markOutbound, type ClaimedOutbound } from '../store/outbox.ts';
import type { Store } from '../store/store.ts';
import { Bell } from './bell.ts';
import { call } from './call.ts';
import { killPoint } from './kill-points.ts';
import { openPace, type Pace } from './pace.ts';

/** An account and the channel that sends for it. */
export interface Route {
  readonly account: Account;
  readonly channel: Channel;
  /** Only messages to this user id. */
  readonly to?: string;
}

/** Sends what is due, within each account's rate, and records what came of it. */
export interface Sender {
  /** There may be something due: look now. */
  wake(): void;
  /** Sends until nothing is due; resolves when every attempt is recorded. */
  drain(): Promise<void>;
  /** Looks by itself, woken or every second, until `stop`. */
  start(): void;
  /** Takes nothing more; resolves when what was claimed is recorded (asking and sending: 18 s at most). */
  stop(): Promise<void>;
}

/** Sends under way at once for an account. */
const parallel = 16;
/** Segments a second; above it several messages are claimed at once, which may overdraw the rate a little. */
const fast = 100;
/** A net under `wake`: another process may have put rows into the outbox. */
const pollMs = 1_000;

class Lane {
  readonly #store: Store;
  readonly #route: Route;
  readonly #log: Log;
  readonly #pace: Pace;
  readonly #inFlight = new Set<Promise<void>>();
  /** Rings when there may be something due: new rows, or a send that ended. */
  readonly bell = new Bell();

  constructor(store: Store, route: Route, log: Log) {
    this.#store = store;
    this.#route = route;
    this.#log = log;
    this.#pace = openPace(route.channel.rate, () => performance.now());
  }

  async #send(claimed: ClaimedOutbound): Promise<void> {
    const { channel } = this.#route;
    const attempt = await call(this.#store, this.#route, claimed);
    killPoint('send.marking');
    const kept = await markOutbound(this.#store, claimed, attempt);
    killPoint('send.marked');
    const fields = { outbound: claimed.id, channel: channel.name, status: attempt.status };
    if (!kept) this.#log.warn(fields, 'lease lost: attempt not recorded');
    else if (attempt.status !== 'sent')
      this.#log.warn({ ...fields, code: attempt.code }, 'not sent');
  }

  /** Claims and starts what may be sent now; gives how many. */
  async round(): Promise<number> {
    const { account, channel, to } = this.#route;
    const most = channel.rate > fast ? parallel : 1; // how large it is shows only when it is claimed
    const room = Math.min(most, parallel - this.#inFlight.size, this.#pace.available());
    if (room <= 0) return 0;
    killPoint('send.due');
    this.bell.silence();
    const claimed = await claimOutbound(this.#store, {
      accountId: account.id,
      limit: room,
      idempotent: channel.idempotent === true,
      ...(to !== undefined && { to }),
    });
    if (claimed.length > 0) killPoint('send.claimed');
    for (const message of claimed) {
      this.#pace.spend(message.segments);
      const sending = this.#send(message)
        .catch((error: unknown) => this.#log.error({ err: error }, 'attempt not recorded'))
        .finally(() => {
          this.#inFlight.delete(sending);
          this.bell.ring();
        });
      this.#inFlight.add(sending);
    }
    return claimed.length;
  }

  /** Resolves when a place and a segment are free, or when the signal comes. */
  async room(signal?: AbortSignal): Promise<void> {
    if (this.#inFlight.size >= parallel) await Promise.race(this.#inFlight);
    const wait = this.#pace.wait();
    if (wait > 0) await pause(wait, undefined, signal && { signal }).catch(() => undefined);
  }

  /** True when no send is under way. */
  get idle(): boolean {
    return this.#inFlight.size === 0;
  }

  async settled(): Promise<void> {
    await Promise.all(this.#inFlight);
  }
}

/** Until nothing is due. What ended while the outbox was read may have freed the next of its contact. */
async function drainLane(lane: Lane): Promise<void> {
  for (;;) {
    await lane.room();
    if ((await lane.round()) > 0) continue;
    if (lane.idle && !lane.bell.rung) return;
    await lane.bell.heard(pollMs);
  }
}

/** Opens the sender of these routes over the outbox of `store`. */
export function openSender(store: Store, routes: readonly Route[], log: Log): Sender {
  const lanes = routes.map((route) => new Lane(store, route, log));
  let running: Promise<unknown> = Promise.resolve();
  const stopping = new AbortController();
  const { signal } = stopping;
  const loop = async (lane: Lane): Promise<void> => {
    for (;;) {
      await lane.room(signal);
      if (signal.aborted) return;
      const sent = await lane.round().catch((error: unknown) => {
        log.error({ err: error }, 'outbox cannot be read');
        return 0;
      });
      if (sent === 0) await lane.bell.heard(pollMs);
    }
  };
  return {
    wake: () => lanes.forEach(({ bell }) => bell.ring()),
    drain: async () => {
      await Promise.all(lanes.map(drainLane));
    },
    start: () => {
      running = Promise.all(lanes.map(loop));
    },
    stop: async () => {
      stopping.abort();
      lanes.forEach(({ bell }) => bell.ring());
      await running;
      await Promise.all(lanes.map((lane) => lane.settled()));
    },
  };
}
