import type { SendError } from '../core/errors.ts';
import type { Receipt } from '../core/message.ts';
import { endProbe, holdAccount, markDown, markUp } from '../store/account-state.ts';
import type { Store } from '../store/store.ts';
import { codeOf, isAccountFault } from './attempts.ts';

/** So many faults of the account in a row, and it counts as down. */
const faultsToDown = 3;

/** Milliseconds between single attempts of an account that is down: they grow with the time it is. */
const firstProbe = 5_000;
const longestProbe = 60_000;

/** Told to wait, not how long. */
const usualHold = 5_000;

/** What the gateway hears of an account. */
export type Told = (state: 'up' | 'down', code: string | null) => Promise<void>;

/** How long until the next single attempt of an account that has been down for `ms`. */
export const probePause = (ms: number): number =>
  Math.min(longestProbe, Math.max(firstProbe, ms / 2));

/**
 * Keeps an account's attempts away from a provider that does not answer or has told us to wait:
 * ten thousand messages must not each try a dead line. What all processes have to know is stored.
 */
export class Breaker {
  readonly #store: Store;
  readonly #accountId: number;
  readonly #tell: Told;
  #faults = 0;
  #heldUntil = 0;

  constructor(store: Store, accountId: number, tell: Told) {
    this.#store = store;
    this.#accountId = accountId;
    this.#tell = tell;
  }

  /** Milliseconds that nothing may be sent, as far as this process has heard. */
  heldFor(): number {
    return Math.max(0, this.#heldUntil - performance.now());
  }

  /** True when the account is down, by this process's own attempts. */
  get isDown(): boolean {
    return this.#faults >= faultsToDown;
  }

  /** Heard at once by what this process has claimed and not yet sent. */
  hear(ended: Receipt | SendError): void {
    if (!(ended instanceof Error) || ended.code !== 'throttled') return;
    const until = performance.now() + (ended.retryAfter ?? usualHold);
    this.#heldUntil = Math.max(this.#heldUntil, until);
  }

  /** Learns from an attempt; `downFor`: it was a single attempt, of an account down for so long. */
  async learn(ended: Receipt | SendError, downFor?: number): Promise<void> {
    if (ended instanceof Error) {
      if (ended.code === 'throttled')
        await holdAccount(this.#store, this.#accountId, ended.retryAfter ?? usualHold);
      if (isAccountFault(ended)) return this.#fault(ended, downFor);
      if (ended.code === 'unknown-outcome') return this.#again(downFor);
    }
    await this.#well(downFor); // also when it was refused: somebody is there
  }

  async #again(downFor: number | undefined): Promise<void> {
    if (downFor === undefined) return;
    await endProbe(this.#store, this.#accountId, probePause(downFor));
  }

  async #well(downFor: number | undefined): Promise<void> {
    const thought = this.isDown;
    this.#faults = 0;
    if (downFor === undefined && !thought) return;
    if (await markUp(this.#store, this.#accountId)) await this.#tell('up', null);
  }

  async #fault(error: SendError, downFor: number | undefined): Promise<void> {
    this.#faults += 1;
    if (downFor !== undefined) return this.#again(downFor);
    if (!this.isDown) return;
    const pause = Math.max(firstProbe, error.retryAfter ?? 0);
    if (await markDown(this.#store, this.#accountId, pause))
      await this.#tell('down', codeOf(error));
  }
}
