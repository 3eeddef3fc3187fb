import { localDate } from '../core/format.ts';
import { leftOf, levelOf, type Budget, type BudgetLevel } from '../services/budget.ts';
import { isQuietAt } from '../services/quiet-hours.ts';
import { endProbe, paceAccount, paceAddress, takeProbe } from '../store/account-state.ts';
import { claimOutbound, leaseMs, type ClaimedOutbound, type Wanted } from '../store/outbox.ts';
import { charge, holdSpent } from '../store/spending.ts';
import type { Db, Store } from '../store/store.ts';
import { burst } from './pace.ts';
import type { Route, SenderTools } from './send.ts';

/** What was claimed; `downFor`: a single attempt, of an account that has been down for so long. */
export interface Claim {
  readonly claimed: readonly ClaimedOutbound[];
  readonly downFor?: number;
}

/** With less left than this one is claimed at a time, so that each is weighed by itself. */
const tight = 200;

/** Nothing to try an account with that is down: looked for again after so many milliseconds. */
const idleProbe = 2_000;

/** Nobody waits for a minute of quiet hours, and they are seldom changed. */
const quietMs = 60_000;

const chargeOf = (
  { chargedOn, rupiah, segments }: ClaimedOutbound,
  budget: Budget,
  day: string,
): Pick<ClaimedOutbound, 'chargedOn' | 'rupiah'> =>
  chargedOn === null
    ? { chargedOn: day, rupiah: Math.round(segments * budget.rupiah) }
    : { chargedOn, rupiah };

/** Claims what an account may send: by its rate, its budget, the hour, and whether it answers. */
export class Claims {
  readonly #store: Store;
  readonly #route: Route;
  readonly #tools: SenderTools;
  #quiet = { at: 0, holds: false };

  constructor(store: Store, route: Route, tools: SenderTools) {
    this.#store = store;
    this.#route = route;
    this.#tools = tools;
  }

  async #isQuiet(): Promise<boolean> {
    const now = this.#tools.clock();
    const at = now.getTime();
    if (Math.abs(at - this.#quiet.at) >= quietMs) {
      const holds = await isQuietAt(this.#store, this.#route.account.officeCode, now);
      this.#quiet = { at, holds };
    }
    return this.#quiet.holds;
  }

  async #wanted(limit: number): Promise<Wanted> {
    const { account, channel, to } = this.#route;
    const { perContact, contactBurst = 1 } = channel;
    const shared = this.#store.dialect === 'postgres' && channel.rate <= 100;
    return {
      accountId: account.id,
      limit,
      idempotent: channel.idempotent === true,
      quiet: await this.#isQuiet(),
      ...(to !== undefined && { to }),
      ...(shared && { ahead: Math.floor(((burst - 1) * 1_000) / channel.rate) }),
      ...(perContact !== undefined && { aheadOfContact: perContact * (contactBurst - 1) }),
    };
  }

  /** Charged to the day before it leaves, so that several processes never overdraw it. */
  async #claimSms(db: Db, wanted: Wanted): Promise<readonly ClaimedOutbound[]> {
    const budget = this.#budget();
    const now = this.#tools.clock();
    const day = { office: this.#route.account.officeCode, day: localDate(now) };
    const spent = await holdSpent(db, day);
    const left = leftOf(budget, spent);
    const limit = left && left.bulk < tight ? 1 : wanted.limit;
    const claimed = await claimOutbound(db, { ...wanted, limit, ...(left && { left }) });
    const fresh = claimed.filter(({ chargedOn }) => chargedOn === null);
    await charge(db, fresh, budget.rupiah, day);
    const segments = fresh.reduce((sum, message) => sum + message.segments, spent.segments);
    this.#warn(levelOf(budget, spent.segments), levelOf(budget, segments));
    return claimed.map((message) => ({ ...message, ...chargeOf(message, budget, day.day) }));
  }

  #budget(): Budget {
    return this.#tools.budget ?? { rupiah: 0 };
  }

  #warn(before: BudgetLevel, after: BudgetLevel): void {
    if (before === after) return;
    const office = this.#route.account.officeCode;
    this.#tools.log.warn({ office, level: after }, 'SMS budget of the day');
  }

  async #claim(db: Db, wanted: Wanted): Promise<readonly ClaimedOutbound[]> {
    const { account, channel } = this.#route;
    const costs = account.medium === 'sms' && channel.local !== true;
    const claimed = costs ? await this.#claimSms(db, wanted) : await claimOutbound(db, wanted);
    const segments = claimed.reduce((sum, message) => sum + message.segments, 0);
    if (wanted.ahead !== undefined && segments > 0)
      await paceAccount(db, account.id, (segments * 1_000) / channel.rate);
    if (channel.perContact === undefined) return claimed;
    for (const { addressId } of claimed) await paceAddress(db, addressId, channel.perContact);
    return claimed;
  }

  /** The one next attempt of an account that is down, when it is time for it and there is a message. */
  async #probe(db: Db, wanted: Wanted): Promise<Claim> {
    const { id } = this.#route.account;
    const downFor = await takeProbe(db, id, leaseMs);
    if (downFor === undefined) return { claimed: [] };
    const claimed = await this.#claim(db, { ...wanted, limit: 1, probe: true });
    if (claimed.length === 0) await endProbe(db, id, idleProbe);
    return { claimed, downFor };
  }

  /** At most `limit` messages that are due; they are this process's to send. */
  async take(limit: number): Promise<Claim> {
    const wanted = await this.#wanted(limit);
    const claimed = await this.#store.transaction((db) => this.#claim(db, wanted));
    if (claimed.length > 0) return { claimed };
    return this.#store.transaction((db) => this.#probe(db, wanted));
  }
}
