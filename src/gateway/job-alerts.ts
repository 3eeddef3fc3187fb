import { setImmediate as others, setTimeout as pause } from 'node:timers/promises';
import { Portions } from '../core/portions.ts';
import { isPushTime } from '../core/push-hours.ts';
import { RoundNews } from '../services/alert-news.ts';
import { alertTimes } from '../services/alert-times.ts';
import { openBreath } from '../services/breath.ts';
import { openCalendars } from '../services/survey-invitations.ts';
import { restAlerts } from '../store/alert-marks.ts';
import { dueOffices, listDueAlerts, type JobAlert } from '../store/job-alerts.ts';
import { askOrEnd, idsOf, tell, type News } from './alert-tell.ts';
import { matchNews, openDelays, shareOldWishes } from './alert-match.ts';
import type { GatewayTools } from './tools.ts';

/** Alerts that are looked at together. */
const batch = 25;

/**
 * Alerts told in one transaction: on SQLite everybody waits for it, and the first ones of a process
 * take ten times as long as the later (measured by test/load/alerts.ts: 52 ms for 25, then 5).
 */
const toldAtOnce = { first: 2, least: 5, most: batch, target: 6 };

/** A round gives up its place after so long, in milliseconds: vacancies that came since are looked at. */
const usualBudget = 8_000;

const never = new AbortController().signal;

/** How long a round may go on. */
export interface AlertPace {
  /** Milliseconds. */
  readonly budget?: number;
  readonly over?: AbortSignal;
}

/** A round over the alerts of an office. */
interface Round {
  readonly tools: GatewayTools;
  readonly portions: Portions;
  readonly news: RoundNews;
  readonly delay: number;
  readonly over: AbortSignal;
}

/** Tells all in short transactions; between them everything else goes first. */
async function tellShortly({ tools, portions }: Round, news: readonly News[]): Promise<number> {
  let sent = 0;
  for (let at = 0; at < news.length;) {
    await others();
    const began = performance.now();
    const portion = news.slice(at, at + portions.size);
    sent += await tell(tools, portion);
    at += portion.length;
    if (portion.length === portions.size) portions.took(performance.now() - began);
  }
  return sent;
}

/** What each is to be told of; those of whom nothing is known rest. */
async function findNews({ tools, news, delay }: Round, going: readonly JobAlert[]) {
  const breathe = openBreath();
  await news.open(going);
  const all: News[] = [];
  for (const alert of going) {
    await breathe();
    all.push({ alert, found: await news.newsFor(alert, alert.later ? delay : 0) });
  }
  const nothing = all.filter(({ found }) => found.length === 0);
  const { quiet, pause: rest } = alertTimes;
  const now = tools.clock().getTime();
  await restAlerts(tools.store, idsOf(nothing), { now, quiet, pause: rest });
  return all.filter(({ found }) => found.length > 0);
}

async function tend(round: Round, alerts: readonly JobAlert[]): Promise<number> {
  const { tools } = round;
  const now = tools.clock().getTime();
  let sent = 0;
  for (const alert of alerts.filter(({ endsAt }) => endsAt <= now)) {
    await others();
    if (await askOrEnd(tools, alert)) sent += 1;
  }
  const going = alerts.filter(({ endsAt }) => endsAt > now);
  return sent + (await tellShortly(round, await findNews(round, going)));
}

/** Looks after what is due at an office, leaving the others as much time as it takes. */
async function tendOffice(round: Round, office: string, until: number): Promise<number> {
  const { over } = round;
  const { store, clock } = round.tools;
  let sent = 0;
  for (;;) {
    const began = performance.now();
    await others();
    const due = await listDueAlerts(store, office, { now: clock().getTime(), limit: batch });
    sent += await tend(round, due);
    if (due.length < batch || over.aborted || performance.now() > until) return sent;
    await pause(performance.now() - began);
  }
}

/**
 * Tells those who have asked for it of vacancies that were verified since, by daylight on a working
 * day, at most twice a week each; gives how many were written to. Two processes may do it at once and
 * tell nobody twice, but would look for everybody twice. Ends after `budget` milliseconds, or soon
 * after the signal comes; the next round goes on where it stood.
 */
export async function sendAlerts(
  tools: GatewayTools,
  { budget = usualBudget, over = never }: AlertPace = {},
): Promise<number> {
  const { store, clock } = tools;
  const now = clock();
  const until = performance.now() + budget;
  await shareOldWishes(store, now);
  await matchNews(store, now, until);
  const calendarOf = openCalendars(store);
  const delayOf = openDelays(store);
  const news = new RoundNews(store, now);
  const portions = new Portions(toldAtOnce);
  let sent = 0;
  for (const office of await dueOffices(store, now.getTime())) {
    if (over.aborted) break;
    await others();
    if (!isPushTime(await calendarOf(office), now)) continue;
    const round = { tools, portions, news, delay: await delayOf(office), over };
    sent += await tendOffice(round, office, until);
  }
  return sent;
}
