import { newsShown, toldWith } from '../services/alert-news.ts';
import { alertTimes } from '../services/alert-times.ts';
import { noteRenewalAsked, noteTold, postponeAlerts } from '../store/alert-marks.ts';
import type { Candidate } from '../store/candidates.ts';
import { consentedAmong } from '../store/consents.ts';
import { lockContacts } from '../store/contacts.ts';
import { deleteAlerts, holdDueAlerts, type JobAlert } from '../store/job-alerts.ts';
import type { Db } from '../store/store.ts';
import { askAll, askUnasked } from './ask.ts';
import type { GatewayTools } from './tools.ts';

/** An alert with what it is to be told of. */
export interface News {
  readonly alert: JobAlert;
  readonly found: readonly Candidate[];
}

export const idsOf = (alerts: readonly { readonly alert: JobAlert }[]): number[] =>
  alerts.map(({ alert }) => alert.id);

/** After three months: shall it go on? Without an answer in a week it ends. */
export async function askOrEnd(tools: GatewayTools, alert: JobAlert): Promise<boolean> {
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
export async function tell(tools: GatewayTools, news: readonly News[]): Promise<number> {
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
