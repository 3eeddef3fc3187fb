import { isPushTime } from '../core/push-hours.ts';
import {
  isAgreed,
  newsFor,
  newsShown,
  noteNews,
  quiet,
  renewalPatience,
} from '../services/job-alerts.ts';
import { openCalendars } from '../services/survey-invitations.ts';
import {
  deleteAlert,
  listDueAlerts,
  noteLooked,
  noteRenewalAsked,
  type JobAlert,
} from '../store/job-alerts.ts';
import { askUnasked } from './ask.ts';
import type { GatewayTools } from './tools.ts';

/** Alerts that one round looks after; the others come with the next. */
const batch = 200;

/** After three months: shall it go on? Without an answer in a week it ends. */
async function askOrEnd(tools: GatewayTools, alert: JobAlert): Promise<boolean> {
  const { store, clock } = tools;
  if (alert.renewalAskedAt !== null) {
    await deleteAlert(store, alert.contactId);
    return false;
  }
  const occasion = `alert:${alert.id}:renew:${alert.endsAt}`;
  const outcome = await askUnasked(tools, alert.contactId, {
    occasion,
    flow: 'kabari-lanjut',
    values: {},
  });
  if (outcome === 'busy') return false;
  const now = clock().getTime();
  if (outcome === 'closed') await deleteAlert(store, alert.contactId);
  else await noteRenewalAsked(store, alert.id, { now, endsAt: now + renewalPatience });
  return outcome === 'asked';
}

async function tell(tools: GatewayTools, alert: JobAlert): Promise<boolean> {
  const { store, clock } = tools;
  const now = clock();
  const found = await newsFor(store, alert, now);
  if (found.length === 0) {
    await noteLooked(store, alert.id, now.getTime());
    return false;
  }
  const occasion = `alert:${alert.id}:${alert.sent + 1}`;
  const question = { occasion, flow: 'kabar', values: newsShown(found) };
  const outcome = await askUnasked(tools, alert.contactId, question);
  if (outcome === 'closed') await deleteAlert(store, alert.contactId);
  // Repeated: asked before a process died that had not yet noted it.
  if (outcome === 'asked' || outcome === 'repeated') await noteNews(store, alert, found, now);
  return outcome === 'asked';
}

async function tend(tools: GatewayTools, alert: JobAlert): Promise<boolean> {
  if (!(await isAgreed(tools.store, alert.contactId))) {
    await deleteAlert(tools.store, alert.contactId);
    return false;
  }
  const isOver = alert.endsAt <= tools.clock().getTime();
  return isOver ? askOrEnd(tools, alert) : tell(tools, alert);
}

/**
 * Tells those who have asked for it of vacancies that were verified since, by daylight on a working
 * day, at most twice a week each; gives how many were written to. Several processes may do it at once.
 */
export async function sendAlerts(tools: GatewayTools): Promise<number> {
  const { store, clock } = tools;
  const calendarOf = openCalendars(store);
  const now = clock().getTime();
  const due = await listDueAlerts(store, { now, stale: now - quiet, limit: batch });
  let sent = 0;
  for (const alert of due) {
    if (!isPushTime(await calendarOf(alert.officeCode), clock())) continue;
    if (await tend(tools, alert)) sent += 1;
  }
  return sent;
}
