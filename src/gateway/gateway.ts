import type { Channel } from '../channels/channel.ts';
import type { ChannelEvent, ChannelHealth, Medium } from '../core/message.ts';
import type { Account } from '../store/accounts.ts';
import type { OutboxNews } from '../store/notify.ts';
import { endLeases } from '../store/outbox.ts';
import type { Store } from '../store/store.ts';
import { endAllLeases } from '../store/leases.ts';
import type { Budget } from '../services/budget.ts';
import type { AttachmentFiles } from '../services/attachment-files.ts';
import type { SpoolFiles } from '../services/spool-files.ts';
import { ActivityNotes } from './activity.ts';
import type { BackupPlan } from './backups.ts';
import { openBatcher } from './batch.ts';
import { ChannelSet } from './channel-set.ts';
import { examine, type Examined, type OpenAdded } from './examine.ts';
import { keepSending } from './health.ts';
import { beginLater, jobsLater } from './later.ts';
import type { Arrival } from './arrival.ts';
import { receiveBatch } from './receive.ts';
import { openRoutes } from './routes.ts';
import { openSender, type Route, type Sender } from './send.ts';
import { openWayIn, type Spooled } from './spooling.ts';
import { toReceive } from './take.ts';
import type { GatewayTools } from './tools.ts';
import { openWaking, type Waking } from './waking.ts';

/**
 * For `calm` of a server, in milliseconds: clients of providers and the first laps of all jobs
 * (measured: 250 ms of CPU) would stand in the way of the first webhooks.
 */
export const calm = 300;

/** The way in and the way out. */
export interface Gateway {
  /**
   * Takes what a channel understood. Durable when it resolves; a repeat has no effect.
   * @throws Error when it cannot be stored: then the provider must not be told 2xx.
   */
  receive(channel: string, events: readonly ChannelEvent[]): Promise<void>;
  /** Something was put into the outbox and committed: it is looked for at once, in every process. */
  wake(): void;
  /** Sends all that is due now; resolves when every attempt is recorded. */
  drain(): Promise<void>;
  /** Starts listening, sending, and trying failed messages again. */
  start(): Promise<void>;
  /** Ends in order: nobody listens any more, what has arrived is stored, what is being sent is recorded. */
  stop(): Promise<void>;
  /** The accounts and the channels that are open now; other arrays after each change. */
  routes(): readonly Route[];
  channels(): readonly Channel[];
  /** Opens, changes and ends added accounts as they are stored now. */
  refresh(): Promise<void>;
  /** Opens an account's channel and closes it: gives its medium. @throws SettingsError where they do not fit */
  examine(account: Examined): Promise<Medium>;
  /** Turns made by this process. */
  readonly turns: number;
  /** What lies in the spool: of how many webhooks it waits, of how many it was put aside. */
  spooled(): Spooled;
}

/** What a gateway is made of. */
export interface GatewayParts extends GatewayTools {
  readonly channels: readonly Channel[];
  /** Code of the office that accounts from the environment belong to. */
  readonly office: string;
  /** Opens the channel of an account that was added in the admin page; left out: there are none. */
  readonly openAdded?: OpenAdded;
  /** Send only to this user id: a command that talks for one person beside a running server. */
  readonly to?: string;
  /** What SMS may cost an office in a day. */
  readonly budget?: Budget;
  /** How processes on one database wake each other; left out: there is no other. */
  readonly news?: OutboxNews;
  /** Where files that people send are kept; left out: they are not fetched here. */
  readonly files?: AttachmentFiles;
  /** Where messages are kept while the database cannot be written; left out: they are refused. */
  readonly spool?: SpoolFiles;
  /**
   * So long after the start nothing is asked of providers, sent, or done by itself, in milliseconds:
   * webhooks are taken sooner. Left out: all begins at once.
   */
  readonly calm?: number;
  /** When backups are made by themselves; left out: never. */
  readonly backups?: BackupPlan;
}

/** What a process that died left behind. Only right where no other process serves: on SQLite. */
async function clearAfterCrash(store: Store, routes: readonly Route[]): Promise<void> {
  if (store.dialect !== 'sqlite') return;
  await endAllLeases(store);
  await endLeases(
    store,
    routes.map(({ account }) => account.id),
  );
}

/** What has arrived, stored and answered together, with the spool behind it; counts the turns. */
async function openInbox(
  parts: GatewayParts,
  routes: () => readonly Route[],
  { waking, notes }: { readonly waking: Waking; readonly notes: ActivityNotes },
) {
  let turns = 0;
  const inbox = openBatcher<Arrival>(
    async (arrivals) => {
      turns += await receiveBatch(parts, arrivals);
      for (const { account } of arrivals) notes.heard(account.id, parts.clock());
      waking.wakeFor(arrivals.map(({ account }) => account.id));
    },
    ({ account, from }) => `${account.id} ${from}`,
  );
  const direct = toReceive(parts, routes, (arrival) => inbox.add(arrival));
  const wayIn = await openWayIn(parts, routes, direct);
  const idle = (): Promise<void> => inbox.idle().then(() => wayIn.idle());
  return { ...wayIn, direct, idle, turns: () => turns };
}

/** The sender of no account yet: it tells how accounts are, and notes when they last sent. */
function openOwnSender(parts: GatewayParts, notes: ActivityNotes): Sender {
  const { store, clock } = parts;
  const health = (account: Account, how: ChannelHealth): Promise<void> =>
    keepSending(store, account.id, how, clock());
  const sent = ({ id }: Account): void => notes.sent(id, clock());
  return openSender(store, [], { ...parts, health, sent });
}

/** Opens the gateway over the store: makes the channels' accounts, starts nothing. */
export async function openGateway(parts: GatewayParts): Promise<Gateway> {
  const { store } = parts;
  const fixed = await openRoutes(store, parts.channels, { ...parts, now: parts.clock() });
  const notes = new ActivityNotes();
  const sender = openOwnSender(parts, notes);
  const routes = (): readonly Route[] => set.routes;
  const waking = openWaking(sender, parts.news, routes);
  const inbox = await openInbox(parts, routes, { waking, notes });
  const { direct, receive } = inbox;
  const set = new ChannelSet({ ...parts, receive: direct, take: receive, sender }, fixed);
  await set.refresh();
  const jobs = jobsLater(parts, { set, notes, wake: waking.wake }, inbox.jobs);
  const begin = beginLater([set, sender, waking, jobs], parts.calm);
  return {
    receive,
    wake: waking.wake,
    refresh: () => set.refresh(),
    examine: (account) => examine(parts, account),
    drain: () => sender.drain(),
    start: async () => {
      await clearAfterCrash(store, set.routes);
      begin.start();
    },
    stop: async () => {
      begin.cancel();
      await set.stop();
      await inbox.idle();
      await jobs.stop();
      for (const part of [sender, waking]) await part.stop();
      await notes.write(store);
    },
    channels: () => set.channels,
    routes,
    get turns() {
      return inbox.turns();
    },
    spooled: inbox.spooled,
  };
}
