import { setTimeout as pause } from 'node:timers/promises';
import { isPushTime } from '../core/push-hours.ts';
import { newsShown, RoundNews, toldWith } from '../services/alert-news.ts';
import { alertTimes } from '../services/alert-times.ts';
import { openBreath } from '../services/breath.ts';
import { openCalendars } from '../services/survey-invitations.ts';
import { noteRenewalAsked, noteTold, postponeAlerts, restAlerts } from '../store/alert-marks.ts';
import type { Candidate } from '../store/candidates.ts';
import { consentedAmong } from '../store/consents.ts';
import { lockContacts } from '../store/contacts.ts';
import {
  deleteAlerts,
  dueOffices,
  holdDueAlerts,
  listDueAlerts,
  type JobAlert,
} from '../store/job-alerts.ts';
import type { Db } from '../store/store.ts';
import { matchNews, openDelays, shareOldWishes } from './alert-match.ts';
import { askAll, askUnasked } from './ask.ts';
import type { GatewayTools } from './tools.ts';

/** Alerts in one transaction: on SQLite a turn waits for it, some 5 ms (measured by test/load/alerts.ts). */
const batch = 25;

/** A round gives up its place after so long, in milliseconds: vacancies that came since are looked at. */
const usualBudget = 8_000;

const never = new AbortController().signal;

/** How long a round may go on. */
export interface AlertPace {
  /** Milliseconds. */
  readonly budget?: number;
  readonly over?: AbortSignal;
}

/** An alert with what it is to be told of. */
interface News {
  readonly alert: JobAlert;
  readonly found: readonly Candidate[];
}

const idsOf = (alerts: readonly { readonly alert: JobAlert }[]): number[] =>
  alerts.map(({ alert }) => alert.id);

/** After three months: shall it go on? Without an answer in a week it ends. */
async function askOrEnd(tools: GatewayTools, alert: JobAlert): Promise<boolean> {
  const { store, clock } = tools;
  const now = clock().getTime();
  if (alert.renewalAskedAt !== null) {
    await deleteAlerts(store, [alert.id]);
    return false;
  }
  const occasion = `alert:${alert.id}:renew:${alert.endsAt}`;
  const question = { occasion, flow: 'kabari-lanjut', values: {} };
  const outcome = await askUnasked(tools, alert.contactId, question);
  const nextAt = now + alertTimes.pause;
  if (outcome === 'closed') await deleteAlerts(store, [alert.id]);
  else if (outcome === 'busy') await postponeAlerts(store, [alert.id], now + alertTimes.busy);
  else await noteRenewalAsked(store, alert.id, { now, nextAt, endsAt: now + alertTimes.patience });
  return outcome === 'asked';
}

/** Asks those who may be told, in the transaction of `db`; gives how many were. */
async function tellAll(tools: GatewayTools, db: Db, news: readonly News[]): Promise<number> {
  const now = tools.clock().getTime();
  const contacts = news.map(({ alert }) => alert.contactId);
  await lockContacts(db, contacts);
  const due = await holdDueAlerts(db, idsOf(news), now);
  const agreed = await consentedAmong(db, contacts, 'push');
  const held = news.filter(({ alert }) => due.has(alert.id));
  const questions = held
    .filter(({ alert }) => agreed.has(alert.contactId))
    .map(({ alert, found }) => ({
      contactId: alert.contactId,
      occasion: `alert:${alert.id}:${alert.sent + 1}`,
      flow: 'kabar',
      values: newsShown(found),
    }));
  const outcomes = await askAll(tools, db, questions);
  const those = (...names: readonly string[]): News[] =>
    held.filter(({ alert }) => names.includes(outcomes.get(alert.contactId) ?? 'closed'));
  await deleteAlerts(db, idsOf(those('closed')));
  await postponeAlerts(db, idsOf(those('busy')), now + alertTimes.busy);
  const told = those('asked', 'repeated').map(({ alert, found }) => ({
    id: alert.id,
    told: toldWith(alert, found),
  }));
  await noteTold(db, told, { now, nextAt: now + alertTimes.pause });
  return those('asked').length;
}

/** Tells all at once; when that fails, one by one, so that one bad record holds up no other. */
async function tell(tools: GatewayTools, news: readonly News[]): Promise<number> {
  if (news.length === 0) return 0;
  const { store, clock, log } = tools;
  try {
    return await store.transaction((db) => tellAll(tools, db, news));
  } catch (error) {
    const [one] = news;
    if (news.length === 1 && one) {
      log.error({ err: error, alert: one.alert.id }, 'alert not told');
      await postponeAlerts(store, [one.alert.id], clock().getTime() + alertTimes.pause);
      return 0;
    }
  }
  let sent = 0;
  for (const one of news) sent += await tell(tools, [one]);
  return sent;
}

/** A round over the alerts of an office. */
interface Round {
  readonly tools: GatewayTools;
  readonly news: RoundNews;
  readonly delay: number;
  readonly over: AbortSignal;
}

async function tend({ tools, news, delay }: Round, alerts: readonly JobAlert[]): Promise<number> {
  const { store, clock } = tools;
  const now = clock().getTime();
  const breathe = openBreath();
  let sent = 0;
  for (const alert of alerts.filter(({ endsAt }) => endsAt <= now)) {
    if (await askOrEnd(tools, alert)) sent += 1;
  }
  const going = alerts.filter(({ endsAt }) => endsAt > now);
  await news.open(going);
  const all: News[] = [];
  for (const alert of going) {
    await breathe();
    all.push({ alert, found: await news.newsFor(alert, alert.later ? delay : 0) });
  }
  const nothing = all.filter(({ found }) => found.length === 0);
  await restAlerts(store, idsOf(nothing), {
    now,
    quiet: alertTimes.quiet,
    pause: alertTimes.pause,
  });
  await breathe();
  return (
    sent +
    (await tell(
      tools,
      all.filter(({ found }) => found.length > 0),
    ))
  );
}

/** Looks after what is due at an office, leaving the others as much time as it takes. */
async function tendOffice(round: Round, office: string, until: number): Promise<number> {
  const { over } = round;
  const { store, clock } = round.tools;
  let sent = 0;
  for (;;) {
    const began = performance.now();
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
  let sent = 0;
  for (const office of await dueOffices(store, now.getTime())) {
    if (over.aborted) break;
    if (!isPushTime(await calendarOf(office), now)) continue;
    const round = { tools, news, delay: await delayOf(office), over };
    sent += await tendOffice(round, office, until);
  }
  return sent;
}
