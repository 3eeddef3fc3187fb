import { setTimeout as pause } from 'node:timers/promises';
import { SendError } from '../core/errors.ts';
import type { Receipt } from '../core/message.ts';
import { expireReplaced, expireStale } from '../store/expired.ts';
import { markOutbound, type Attempt } from '../store/marks.ts';
import type { ClaimedOutbound } from '../store/outbox.ts';
import type { Store } from '../store/store.ts';
import { afterFailure } from './attempts.ts';
import { Bell } from './bell.ts';
import { Breaker } from './breaker.ts';
import { call } from './call.ts';
import { Claims } from './claim.ts';
import { killPoint } from '../core/kill-points.ts';
import { openPace, type Pace } from './pace.ts';
import type { Route, SenderTools } from './send.ts';

/** Sends under way at once for an account. */
const parallel = 16;
/** Segments a second; above it several messages are claimed at once, which may overdraw the rate a little. */
const fast = 100;
/** A net under the bell: another process may have put rows into the outbox. */
const pollMs = 1_000;
/** How often what nobody wants any more is put aside, by the clock that dates messages. */
const tidyMs = 10_000;

/** Sends one account's messages: what is due, as fast as it may, while it answers. */
export class Lane {
  readonly #store: Store;
  readonly #route: Route;
  readonly #tools: SenderTools;
  readonly #pace: Pace;
  readonly #breaker: Breaker;
  readonly #claims: Claims;
  readonly #inFlight = new Set<Promise<void>>();
  #tidiedAt = 0;
  /** Rings when there may be something due: new rows, or a send that ended. */
  readonly bell = new Bell();

  constructor(store: Store, route: Route, tools: SenderTools) {
    const { account, channel } = route;
    this.#store = store;
    this.#route = route;
    this.#tools = tools;
    this.#pace = openPace(channel.rate, () => performance.now());
    this.#claims = new Claims(store, route, tools);
    this.#breaker = new Breaker(store, account.id, async (state, code) => {
      tools.log.warn({ account: account.id, channel: channel.name, code }, `account ${state}`);
      await tools.health?.(account, { state, code });
      if (state === 'up') this.bell.ring();
    });
  }

  #attempt(ended: Receipt | SendError, { attempts }: ClaimedOutbound, probing: boolean): Attempt {
    if (!(ended instanceof SendError))
      return { status: 'sent', providerId: ended.providerId ?? null };
    const down = probing || this.#breaker.isDown;
    return afterFailure(ended, { attempts, jitter: Math.random(), down });
  }

  async #send(claimed: ClaimedOutbound, downFor: number | undefined): Promise<void> {
    const { channel, account } = this.#route;
    const heldFor = () => this.#breaker.heldFor();
    const ended = await call(this.#store, { channel, account, heldFor }, claimed);
    this.#breaker.hear(ended);
    if (!claimed.blocked) await this.#breaker.learn(ended, downFor);
    const attempt = this.#attempt(ended, claimed, downFor !== undefined);
    killPoint('send.marking');
    const kept = 'marked' in ended || (await markOutbound(this.#store, claimed, attempt));
    killPoint('send.marked');
    if (attempt.status === 'sent') this.#tools.sent?.(account);
    const fields = { outbound: claimed.id, channel: channel.name, status: attempt.status };
    if (!kept) this.#tools.log.warn(fields, 'lease lost: attempt not recorded');
    else if (attempt.status !== 'sent')
      this.#tools.log.warn({ ...fields, code: attempt.code }, 'not sent');
  }

  #start(claimed: ClaimedOutbound, downFor: number | undefined): void {
    this.#pace.spend(claimed.segments);
    const sending = this.#send(claimed, downFor)
      .catch((error: unknown) => this.#tools.log.error({ err: error }, 'attempt not recorded'))
      .finally(() => {
        this.#inFlight.delete(sending);
        this.bell.ring();
      });
    this.#inFlight.add(sending);
  }

  /** Puts aside what nobody wants any more; first of all when it starts, before anything leaves. */
  async #tidy(): Promise<void> {
    const now = this.#tools.clock().getTime();
    if (Math.abs(now - this.#tidiedAt) < tidyMs) return;
    const { id } = this.#route.account;
    const expired = await expireStale(this.#store, id, now);
    const replaced = await expireReplaced(this.#store, id, now);
    this.#tidiedAt = now;
    if (expired + replaced > 0)
      this.#tools.log.warn({ account: id, expired, replaced }, 'messages expired');
  }

  /** Claims and starts what may be sent now; gives how many. */
  async round(): Promise<number> {
    if (this.#route.maySend?.() === false) return 0;
    const most = this.#route.channel.rate > fast ? parallel : 1; // how large it is shows only when it is claimed
    const room = Math.min(most, parallel - this.#inFlight.size, this.#pace.available());
    if (room <= 0) return 0;
    killPoint('send.due');
    this.bell.silence();
    await this.#tidy();
    if (this.#breaker.heldFor() > 0) return 0;
    const { claimed, downFor } = await this.#claims.take(room);
    if (claimed.length > 0) killPoint('send.claimed');
    for (const message of claimed) this.#start(message, downFor);
    return claimed.length;
  }

  /** Resolves when a place and a segment are free, or when the signal comes. */
  async room(signal?: AbortSignal): Promise<void> {
    if (this.#inFlight.size >= parallel) await Promise.race(this.#inFlight);
    const wait = this.#pace.wait();
    if (wait > 0) await pause(wait, undefined, signal && { signal }).catch(() => undefined);
  }

  /** Until nothing is due. What ended while the outbox was read may have freed the next of its contact. */
  async drain(): Promise<void> {
    for (;;) {
      await this.room();
      if ((await this.round()) > 0) continue;
      if (this.#inFlight.size === 0 && !this.bell.rung) return;
      await this.bell.heard(pollMs);
    }
  }

  /** Sends until the signal comes; what was claimed is then recorded. */
  async run(signal: AbortSignal): Promise<void> {
    const wake = (): void => this.bell.ring();
    signal.addEventListener('abort', wake);
    while (!signal.aborted) {
      await this.room(signal);
      if (signal.aborted) break;
      const sent = await this.round().catch((error: unknown) => {
        this.#tools.log.error({ err: error }, 'outbox cannot be read');
        return 0;
      });
      if (sent === 0) await this.bell.heard(pollMs);
    }
    signal.removeEventListener('abort', wake);
  }

  /** Resolves when every attempt under way is recorded. */
  async settled(): Promise<void> {
    await Promise.all(this.#inFlight);
  }
}
