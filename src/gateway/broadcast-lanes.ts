import { endOfPushDay } from '../core/push-hours.ts';
import { wantedOf } from '../services/broadcasts.ts';
import { countInHand, fill } from '../store/broadcast-fill.ts';
import { holdBroadcast, type Broadcast } from '../store/broadcasts.ts';
import { carriers, type BroadcastTools } from './broadcast-enqueue.ts';
import type { Route } from './send.ts';

/** What a sender has in hand of broadcasts: half a minute's worth. */
const inHand = (rate: number): number => Math.min(2_000, Math.max(50, Math.ceil(rate * 30)));

/** People looked at in one transaction. */
const filledAtOnce = 500;

/** One part of filling a lane; gives how many were looked at: none when it has enough. */
async function fillPart(
  { store, clock }: BroadcastTools,
  { id, segments, lastDay }: Broadcast,
  { account, channel }: Route,
): Promise<{ readonly looked: number; readonly filled: number }> {
  const most = inHand(channel.rate);
  return store.transaction(async (db) => {
    const held = await holdBroadcast(db, id);
    const room = most - (await countInHand(db, account.id, most));
    if (held?.state !== 'released' || room < most / 2) return { looked: 0, filled: 0 };
    const draught = {
      broadcastId: id,
      accountId: account.id,
      limit: Math.min(room, filledAtOnce),
      segments: account.medium === 'sms' ? segments : 1,
      expiresAt: endOfPushDay(lastDay),
    };
    return fill(db, draught, wantedOf(held, [account.id], clock()));
  });
}

/** Fills the senders of a broadcast up; gives how many messages are to leave. */
export async function fillLanes(tools: BroadcastTools, broadcast: Broadcast): Promise<number> {
  let filled = 0;
  for (const route of carriers(tools.routes(), broadcast.officeCode)) {
    for (;;) {
      const part = await fillPart(tools, broadcast, route);
      filled += part.filled;
      if (part.looked === 0) break;
    }
  }
  return filled;
}
