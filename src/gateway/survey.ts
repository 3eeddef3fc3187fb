import { isPushTime } from '../core/push-hours.ts';
import { inviteServed, openCalendars } from '../services/survey-invitations.ts';
import { surveyEvery, surveyOpen } from '../services/surveys.ts';
import { isOver, removeInvitation } from '../store/survey-occasions.ts';
import {
  findInvitation,
  listDueInvitations,
  partBegun,
  settleInvitation,
  type Invitation,
} from '../store/surveys.ts';
import { askUnasked, type AskOutcome } from './ask.ts';
import type { GatewayTools } from './tools.ts';

/** Questions that one round puts; the others come with the next. */
const batch = 200;

/** A contact that was busy for so long is not asked any more: what happened is long ago. */
const patience = 14 * 86_400_000;

/** What an outcome makes of the invitation; undefined: it waits for the next round. */
const statusAfter: Readonly<Record<AskOutcome, 'asked' | 'dropped' | undefined>> = {
  asked: undefined, // still to be taken back when the person is quicker than the sender
  repeated: 'asked',
  closed: 'dropped',
  busy: undefined,
};

/** Why an invitation is never asked about; undefined when it may be. */
async function obstacle(
  { store, clock }: GatewayTools,
  { id, occasion, contactId, dueAt }: Invitation,
): Promise<'dropped' | 'removed' | undefined> {
  const now = clock().getTime();
  if (!(await isOver(store, occasion))) {
    await removeInvitation(store, id); // it was opened again: its end is still to come
    return 'removed';
  }
  const statuses = ['asked', 'begun', 'done'] as const;
  const lately = await findInvitation(store, contactId, { statuses, since: now - surveyEvery });
  return lately || dueAt < now - patience ? 'dropped' : undefined;
}

async function invite(
  tools: GatewayTools,
  invitation: Invitation,
): Promise<AskOutcome | undefined> {
  const { id, occasion, contactId } = invitation;
  const obstacleFound = await obstacle(tools, invitation);
  if (obstacleFound === 'removed') return undefined;
  const outcome = obstacleFound
    ? undefined
    : await askUnasked(tools, contactId, { occasion, flow: 'survei', values: {} });
  const status = outcome ? statusAfter[outcome] : 'dropped';
  if (status) await settleInvitation(tools.store, id, status, tools.clock().getTime());
  return outcome;
}

/** Those that may be asked at this time of day, of each contact the latest. */
async function askable(
  tools: GatewayTools,
  due: readonly Invitation[],
): Promise<readonly Invitation[]> {
  const calendarOf = openCalendars(tools.store);
  const latest = new Map(due.map((one) => [one.contactId, one]));
  const open: Invitation[] = [];
  for (const one of latest.values()) {
    if (isPushTime(await calendarOf(one.officeCode), tools.clock())) open.push(one);
  }
  return open;
}

/**
 * Asks those for a rating whose matter was closed or card issued before today, by daylight on a
 * working day; gives how many were asked. Several processes may do it at once.
 */
export async function askSurveys(tools: GatewayTools): Promise<number> {
  const { store, clock } = tools;
  const now = clock();
  await inviteServed(store, now);
  await partBegun(store, now.getTime() - surveyOpen);
  const due = await listDueInvitations(store, now.getTime(), batch);
  let asked = 0;
  for (const invitation of await askable(tools, due)) {
    if ((await invite(tools, invitation)) === 'asked') asked += 1;
  }
  return asked;
}
