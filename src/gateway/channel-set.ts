import type { Channel } from '../channels/channel.ts';
import { ConfigError, SendError } from '../core/errors.ts';
import { faultOf } from '../core/fault.ts';
import { forgetOpening, writeHealth } from '../store/account-health.ts';
import type { Account } from '../store/accounts.ts';
import { listAdded, type AddedAccount } from '../store/added-accounts.ts';
import type { OpenAdded } from './examine.ts';
import { openKept, type Kept, type KeepTools } from './keep.ts';
import type { GatewayTools } from './tools.ts';
import type { Route, Sender } from './send.ts';

/** A channel that is open, its accounts, and who listens for it. */
interface Entry {
  readonly channel: Channel;
  readonly routes: readonly Route[];
  readonly kept: Kept;
  /** `updatedAt` of an added account. */
  readonly version: number;
}

/** What a set of channels stands on. */
export interface SetTools extends GatewayTools, KeepTools {
  /** Left out: there are the fixed channels only. */
  readonly openAdded?: OpenAdded;
  readonly sender: Pick<Sender, 'open' | 'close'>;
}

/** Why an account could not be opened, as stored with its health. */
function codeOf(error: unknown): string {
  if (error instanceof SendError) return error.providerCode ?? error.code;
  return error instanceof ConfigError ? 'settings' : 'unexpected';
}

const toAccount = ({ id, channel, name, medium, officeCode }: AddedAccount): Account => ({
  id,
  channel,
  name,
  medium,
  officeCode,
});

/** The channels of this process: those of the environment, and those that officers add, change and end. */
export class ChannelSet {
  readonly #tools: SetTools;
  readonly #fixed: readonly Entry[];
  readonly #added = new Map<number, Entry>();
  /** Versions of added accounts with wrong settings: not tried again until they change. */
  readonly #failed = new Map<number, number>();
  #routes: readonly Route[] = [];
  #channels: readonly Channel[] = [];
  #started = false;
  #stopped = false;
  #turn: Promise<void> = Promise.resolve();

  constructor(tools: SetTools, fixed: readonly Route[]) {
    this.#tools = tools;
    const channels = [...new Set(fixed.map(({ channel }) => channel))];
    this.#fixed = channels.map((channel) =>
      this.#entry(
        channel.name,
        fixed.filter((route) => route.channel === channel),
      ),
    );
    this.#publish();
    for (const route of this.#routes) tools.sender.open(route);
  }

  /** Accounts that messages come to and leave from. Another array after each change. */
  get routes(): readonly Route[] {
    return this.#routes;
  }

  /** The open channels, each once. Another array after each change. */
  get channels(): readonly Channel[] {
    return this.#channels;
  }

  /** Opens, changes and ends added accounts as they are stored now. One that fails stops no other. */
  async refresh(): Promise<void> {
    const turn = this.#turn.then(() => this.#follow());
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  start(): void {
    this.#started = true;
    for (const { kept } of this.#entries()) kept.start();
  }

  /** Nobody listens any more, and other processes may. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#turn;
    await Promise.all(this.#entries().map(({ kept }) => kept.stop()));
  }

  #entries(): readonly Entry[] {
    return [...this.#fixed, ...this.#added.values()];
  }

  #entry(key: string, bare: readonly Route[], version = 0): Entry {
    const [{ channel }] = bare as readonly [Route];
    const kept = openKept(channel, key, this.#tools);
    return {
      channel,
      kept,
      version,
      routes: bare.map((route) => ({ ...route, maySend: kept.maySend })),
    };
  }

  async #follow(): Promise<void> {
    const { store, openAdded } = this.#tools;
    if (!openAdded || this.#stopped) return;
    const rows = (await listAdded(store)).filter(({ enabled }) => enabled);
    const ids = rows.map(({ id }) => id);
    for (const id of this.#added.keys()) if (!ids.includes(id)) await this.#leave(id);
    const changed = rows.filter(({ id, updatedAt }) => this.#versionOf(id) !== updatedAt);
    for (const row of changed) await this.#change(row, openAdded);
  }

  #versionOf(id: number): number | undefined {
    return this.#added.get(id)?.version ?? this.#failed.get(id);
  }

  /** What comes in goes to the new entry before the old one has ended. */
  async #change(row: AddedAccount, openAdded: OpenAdded): Promise<void> {
    const before = this.#added.get(row.id);
    const after = await this.#open(row, openAdded);
    if (after) this.#added.set(row.id, after);
    else this.#added.delete(row.id);
    this.#publish();
    if (before) await this.#end(before);
    if (after) this.#begin(after);
  }

  async #leave(id: number): Promise<void> {
    const entry = this.#added.get(id);
    this.#added.delete(id);
    if (entry) await this.#end(entry);
  }

  #begin({ routes, kept }: Entry): void {
    for (const route of routes) this.#tools.sender.open(route);
    if (this.#started) kept.start();
  }

  async #end({ routes, kept }: Entry): Promise<void> {
    this.#publish();
    for (const { account } of routes) await this.#tools.sender.close(account.id);
    await kept.stop();
  }

  /** Undefined when it cannot be opened: its health says why. */
  async #open(row: AddedAccount, openAdded: OpenAdded): Promise<Entry | undefined> {
    try {
      const route = { channel: await openAdded(row), account: toAccount(row) };
      await forgetOpening(this.#tools.store, row.id);
      this.#failed.delete(row.id);
      return this.#entry(`${row.channel}/${row.name}`, [route], row.updatedAt);
    } catch (error) {
      await this.#note(row, error);
      return undefined;
    }
  }

  async #note(row: AddedAccount, error: unknown): Promise<void> {
    const { store, log, clock } = this.#tools;
    if (error instanceof ConfigError) this.#failed.set(row.id, row.updatedAt);
    log.warn({ account: row.id, channel: row.channel, ...faultOf(error) }, 'account not opened');
    const how = { state: 'waiting', code: codeOf(error) } as const;
    await writeHealth(store, row.id, how, clock().getTime());
  }

  #publish(): void {
    this.#routes = this.#entries().flatMap(({ routes }) => routes);
    this.#channels = this.#entries().map(({ channel }) => channel);
  }
}
