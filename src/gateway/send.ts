import type { Channel } from '../channels/channel.ts';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { ChannelHealth } from '../core/message.ts';
import type { Budget } from '../services/budget.ts';
import type { Account } from '../store/accounts.ts';
import type { Store } from '../store/store.ts';
import { Lane } from './lane.ts';

/** An account and the channel that sends for it. */
export interface Route {
  readonly account: Account;
  readonly channel: Channel;
  /** Only messages to this user id. */
  readonly to?: string;
  /** False while another process sends for it: a linked phone has one socket in the whole fleet. */
  readonly maySend?: () => boolean;
}

/** What sending needs besides the outbox. */
export interface SenderTools {
  /** The clock that dates messages. */
  readonly clock: Clock;
  readonly log: Log;
  /** What SMS may cost an office in a day; left out: nothing is counted as money. */
  readonly budget?: Budget | undefined;
  /** Told when an account stops or begins to answer. */
  readonly health?: (account: Account, health: ChannelHealth) => Promise<void>;
  /** Told of each message that the provider took. */
  readonly sent?: (account: Account) => void;
}

/** Sends what is due, within each account's rate, and records what came of it. */
export interface Sender {
  /** There may be something due: look now. */
  wake(): void;
  /** Sends until nothing is due; resolves when every attempt is recorded. */
  drain(): Promise<void>;
  /** Looks by itself, woken or every second, until `stop`. */
  start(): void;
  /** Sends for this account too, from now on. */
  open(route: Route): void;
  /** Takes nothing more for this account; resolves when what was claimed is recorded. */
  close(accountId: number): Promise<void>;
  /** Takes nothing more; resolves when what was claimed is recorded (asking and sending: 18 s at most). */
  stop(): Promise<void>;
}

/** A lane and how it is ended. */
interface Running {
  readonly lane: Lane;
  readonly end: AbortController;
  ended: Promise<void>;
}

/** Opens the sender of these routes over the outbox of `store`. */
export function openSender(store: Store, routes: readonly Route[], tools: SenderTools): Sender {
  const lanes = new Map<number, Running>();
  let started = false;
  const begin = (running: Running): void => {
    running.ended = running.lane.run(running.end.signal);
  };
  const open = (route: Route): void => {
    const lane = new Lane(store, route, tools);
    const running = { lane, end: new AbortController(), ended: Promise.resolve() };
    lanes.set(route.account.id, running);
    if (started) begin(running);
  };
  const close = async (accountId: number): Promise<void> => {
    const running = lanes.get(accountId);
    if (!running) return;
    lanes.delete(accountId);
    running.end.abort();
    await running.ended;
    await running.lane.settled();
  };
  for (const route of routes) open(route);
  return {
    open,
    close,
    wake: () => lanes.forEach(({ lane }) => lane.bell.ring()),
    drain: async () => {
      await Promise.all([...lanes.values()].map(({ lane }) => lane.drain()));
    },
    start: () => {
      started = true;
      lanes.forEach(begin);
    },
    stop: async () => {
      await Promise.all([...lanes.keys()].map(close));
    },
  };
}
