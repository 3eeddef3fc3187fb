import { setTimeout as pause } from 'node:timers/promises';
import { endOfPushDay, isPushTime } from '../core/push-hours.ts';
import { openCalendars } from '../services/survey-invitations.ts';
import { recordAudit } from '../store/audit.ts';
import { expireBroadcast, foldChanges, isUnfinished } from '../store/broadcast-counts.ts';
import { dropRecipients } from '../store/broadcast-outbox.ts';
import { changeBroadcast, openBroadcasts, type Broadcast } from '../store/broadcasts.ts';
import { enqueue, type BroadcastTools } from './broadcast-enqueue.ts';
import { fillLanes } from './broadcast-lanes.ts';
import { runAsLeader, type LeaseTools } from './lease.ts';
import type { Repeat } from './repeat.ts';

const droppedAtOnce = 1_000;

/** Takes out who was not told in time, or is not to be told. True when nobody is left. */
async function drop({ store }: BroadcastTools, { id }: Broadcast): Promise<boolean> {
  const dropped = await store.transaction((db) => dropRecipients(db, id, droppedAtOnce));
  return dropped < droppedAtOnce;
}

async function endCancelled(tools: BroadcastTools, broadcast: Broadcast): Promise<void> {
  const { store, routes, clock } = tools;
  if (!(await drop(tools, broadcast))) return;
  for (const { account } of routes()) {
    while ((await expireBroadcast(store, account.id, droppedAtOnce)) > 0);
  }
  const now = clock().getTime();
  await changeBroadcast(store, broadcast, { endedAt: now });
}

/** Nothing is on its way a day after the last one: what nobody has heard of stays unknown. */
const silence = 86_400_000;

async function endFinished(tools: BroadcastTools, broadcast: Broadcast): Promise<void> {
  const { store, clock } = tools;
  const now = clock().getTime();
  const isLate = now > endOfPushDay(broadcast.lastDay) + silence;
  if (!isLate && (await isUnfinished(store, broadcast.id))) return;
  await store.transaction(async (db) => {
    if (!(await changeBroadcast(db, broadcast, { state: 'done', endedAt: now }))) return;
    const subject = `broadcast:${broadcast.id}`;
    await recordAudit(db, { at: now, actor: 'clock', action: 'broadcast.end', subject });
  });
}

/** Its last day is over: nobody is told any more. */
async function endLate(tools: BroadcastTools, broadcast: Broadcast): Promise<number> {
  if (await drop(tools, broadcast)) await endFinished(tools, broadcast);
  return 0;
}

/** Brings a released broadcast on; gives how many messages are to leave. */
async function tendReleased(
  tools: BroadcastTools,
  broadcast: Broadcast,
  { open, over }: { readonly open: boolean; readonly over?: AbortSignal | undefined },
): Promise<number> {
  if (tools.clock().getTime() >= endOfPushDay(broadcast.lastDay)) return endLate(tools, broadcast);
  const isEnqueued = await enqueue(tools, broadcast, over);
  const filled = open ? await fillLanes(tools, broadcast) : 0;
  if (isEnqueued) await endFinished(tools, broadcast);
  return filled;
}

/** Sums up what became of messages. */
async function fold({ store }: BroadcastTools): Promise<void> {
  while ((await store.transaction(foldChanges)) > 0);
}

/**
 * Brings all broadcasts on: recipients into the outbox, at most half a minute's worth of them among
 * the messages, on working days in the hours of pushes; ends what is over. True when there is more
 * to be done at once.
 */
export async function tendBroadcasts(tools: BroadcastTools, over?: AbortSignal): Promise<boolean> {
  const { store, clock } = tools;
  await fold(tools);
  const calendarOf = openCalendars(store);
  let filled = 0;
  for (const broadcast of await openBroadcasts(store)) {
    if (over?.aborted) return false;
    const open = isPushTime(await calendarOf(broadcast.officeCode), clock());
    if (broadcast.state === 'cancelled') await endCancelled(tools, broadcast);
    else filled += await tendReleased(tools, broadcast, { open, over });
  }
  if (filled > 0) tools.wake();
  const left = await openBroadcasts(store);
  return left.some(
    ({ state, cursor, lastAlert }) => state === 'released' && cursor < (lastAlert ?? 0),
  );
}

const every = 2_000;

/** The job of one process of the fleet. */
export function openBroadcastJob(tools: BroadcastTools & LeaseTools): Repeat {
  return runAsLeader(tools, 'broadcasts', async ({ over }) => {
    while (!over.aborted) {
      const busy = await tendBroadcasts(tools, over);
      if (!busy) await pause(every, undefined, { signal: over }).catch(() => undefined);
    }
  });
}
