import type { Channel } from '../channels/channel.ts';
import type { ChannelEvent } from '../core/message.ts';
import type { Account } from '../store/accounts.ts';
import { endLeases } from '../store/outbox.ts';
import { remindCards } from './ak1.ts';
import { ringAlarms } from './alarm.ts';
import { openBatcher } from './batch.ts';
import { block } from './block.ts';
import { eraseAsked } from './erase.ts';
import type { Budget } from '../services/budget.ts';
import { forgetUnknown, openLessons } from '../services/learning.ts';
import { expire } from './expire.ts';
import { receiveBatch, type Arrival } from './receive.ts';
import { recoverChannels } from './recover.ts';
import { openRepeat, type Repeat } from './repeat.ts';
import { retryFailed } from './retry.ts';
import { openRoutes, toAccountBlocking, toAccountReport, toArrival } from './routes.ts';
import { openSender, type Route } from './send.ts';
import { tendMatters } from './tend-matters.ts';
import type { GatewayTools } from './tools.ts';
import { askSurveys } from './survey.ts';
import { track } from './track.ts';

/** The way in and the way out. */
export interface Gateway {
  /**
   * Takes what a channel understood. Durable when it resolves; a repeat has no effect.
   * @throws Error when it cannot be stored: then the provider must not be told 2xx.
   */
  receive(channel: string, events: readonly ChannelEvent[]): Promise<void>;
  /** Something was put into the outbox and committed: looks for it at once. */
  wake(): void;
  /** Sends all that is due now; resolves when every attempt is recorded. */
  drain(): Promise<void>;
  /** Starts sending, and trying failed messages again. */
  start(): Promise<void>;
  /** Ends in order: what has arrived is stored, what is being sent is recorded. */
  stop(): Promise<void>;
  /** Turns made by this process. */
  readonly turns: number;
}

/** What a gateway is made of. */
export interface GatewayParts extends GatewayTools {
  readonly channels: readonly Channel[];
  /** Code of the office that accounts from the environment belong to. */
  readonly office: string;
  /** Send only to this user id: a command that talks for one person beside a running server. */
  readonly to?: string;
  /** What SMS may cost an office in a day. */
  readonly budget?: Budget;
}

/** Failed turns wait at least 10 s; vacancies end with a day. */
const retryEvery = 5_000;
const expireEvery = 3_600_000;
/** What officers teach at one process the others know within minutes. */
const learnEvery = 300_000;
/** Nobody waits for what the machine asks by itself. */
const askEvery = 300_000;
/** HAPUS DATA is done within the hour. */
const eraseEvery = 60_000;

/** Claims lapse and answers are accepted to the minute; nobody waits for the second. */
const tendEvery = 60_000;

/** What a failed webhook lost is read again within five minutes. */
const recoverEvery = 300_000;

/** Danger that nobody has answered: the next one is called ten minutes after the last. */
const alarmEvery = 30_000;

/** What is done without anybody writing. */
function openJobs(
  parts: GatewayParts,
  accounts: readonly Account[],
  { wake, receive }: Pick<Gateway, 'wake' | 'receive'>,
): Repeat[] {
  const { store, clock, log, channels } = parts;
  const known = new Map(accounts.map((account) => [account.id, account]));
  const retry = async (): Promise<void> => {
    if ((await retryFailed(parts, known)) > 0) wake();
  };
  const cards = async (): Promise<void> => {
    if ((await remindCards(parts)) > 0) wake();
  };
  const erase = async (): Promise<void> => {
    if ((await eraseAsked(parts)) > 0) wake();
  };
  const survey = async (): Promise<void> => {
    if ((await askSurveys(parts)) > 0) wake();
  };
  const alarm = async (): Promise<void> => {
    if ((await ringAlarms(parts)) > 0) wake();
  };
  return [
    openRepeat({ name: 'alarm', every: alarmEvery }, alarm, log),
    openRepeat({ name: 'retry', every: retryEvery }, retry, log),
    openRepeat({ name: 'cards', every: askEvery }, cards, log),
    openRepeat({ name: 'erase', every: eraseEvery }, erase, log),
    openRepeat({ name: 'survey', every: askEvery }, survey, log),
    openRepeat({ name: 'expire', every: expireEvery }, () => expire(store, clock()), log),
    openRepeat({ name: 'forget', every: expireEvery }, () => forgetUnknown(store, clock()), log),
    openRepeat({ name: 'learn', every: learnEvery }, openLessons(store), log),
    openRepeat({ name: 'matters', every: tendEvery }, () => tendMatters(store, clock()), log),
    openRepeat(
      { name: 'recover', every: recoverEvery },
      () => recoverChannels(channels, receive),
      log,
    ),
  ];
}

/** Takes what a channel tells, each kind of event in its own way. */
function toReceive(
  { store, clock }: GatewayParts,
  routes: readonly Route[],
  add: (arrival: Arrival) => Promise<unknown>,
): Gateway['receive'] {
  return async (channel, events) => {
    const messages = events.filter((event) => event.kind === 'message');
    const reports = events.filter((event) => event.kind === 'report');
    const blockings = events.filter((event) => event.kind === 'blocking');
    const shut = blockings.map((event) => toAccountBlocking(routes, channel, event));
    await block(store, shut); // before messages: whoever writes lets us in again
    await Promise.all(messages.map((event) => add(toArrival(routes, channel, event))));
    const known = reports.map((event) => toAccountReport(routes, channel, event));
    await track(store, known, clock());
  };
}

/** Opens the gateway over the store: makes the channels' accounts, starts nothing. */
export async function openGateway(parts: GatewayParts): Promise<Gateway> {
  const { store, channels, clock } = parts;
  const routes = await openRoutes(store, channels, { ...parts, now: clock() });
  const accounts = routes.map(({ account }) => account);
  const sender = openSender(store, routes, parts);
  let turns = 0;
  const inbox = openBatcher<Arrival>(
    async (arrivals) => {
      turns += await receiveBatch(parts, arrivals);
      sender.wake();
    },
    ({ account, from }) => `${account.id} ${from}`,
  );
  const receive = toReceive(parts, routes, (arrival) => inbox.add(arrival));
  const wake = (): void => sender.wake();
  const jobs = openJobs(parts, accounts, { wake, receive });
  return {
    receive,
    wake,
    drain: () => sender.drain(),
    start: async () => {
      const ids = accounts.map(({ id }) => id);
      if (store.dialect === 'sqlite') await endLeases(store, ids);
      sender.start();
      for (const job of jobs) job.start();
    },
    stop: async () => {
      await inbox.idle();
      await Promise.all(jobs.map((job) => job.stop()));
      await sender.stop();
    },
    get turns() {
      return turns;
    },
  };
}
