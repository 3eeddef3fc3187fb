import { carriers } from '../../gateway/broadcast-enqueue.ts';
import { planBroadcast, type LaneLoad, type LanePlan } from '../../services/broadcast-plan.ts';
import { namedSince } from '../../services/broadcast-words.ts';
import { readLanes, type Broadcast, type LaneCounts } from '../../services/broadcasts.ts';
import { budgetOf } from '../../services/budget.ts';
import { channelName } from '../../services/channel-words.ts';
import { workingTimeOf } from '../../services/office-hours.ts';
import { placeName } from '../../services/places.ts';
import { shownNear } from './moments.ts';
import { shownRupiah } from './reply-sheet.ts';
import type { AdminCall } from './route.ts';

/** A sender of a broadcast as its row shows it. */
export interface LaneView {
  readonly name: string;
  readonly medium: string;
  readonly people: number;
  readonly later: number;
  readonly waiting: number;
  readonly sent: number;
  readonly delivered: number;
  readonly failed: number;
  readonly leftOut: number;
  readonly cost: string;
  readonly begins: string;
  readonly ends: string;
  readonly untold: number;
}

/** A number as officers read it: 1.000.000. */
export const thousands = (n: number): string => String(n).replace(/\B(?=(?:\d{3})+$)/gu, '.');

const waitingOf = ({ queued, leftOut, sent, delivered, failed }: LaneCounts): number =>
  Math.max(0, queued - leftOut - sent - delivered - failed);

/** People whom a lane is to tell: as counted while it is a draft, after that as enqueued. */
const peopleOf = ({ state }: Broadcast, lane: LaneCounts): number =>
  state === 'draft' ? lane.planned : waitingOf(lane);

/** What each sender of a broadcast still has to carry, at the pace of its channel. */
function loadsOf(
  call: AdminCall,
  broadcast: Broadcast,
  lanes: readonly LaneCounts[],
): readonly LaneLoad[] {
  const routes = carriers(call.parts.gateway.routes(), broadcast.officeCode);
  return lanes.map((lane) => {
    const route = routes.find(({ account }) => account.id === lane.accountId);
    const sms = lane.medium === 'sms';
    return {
      accountId: lane.accountId,
      people: peopleOf(broadcast, lane),
      segments: sms ? broadcast.segments : 1,
      rate: route?.channel.rate ?? 0,
      costs: sms && route?.channel.local !== true,
    };
  });
}

/** What it costs and how long it takes from now on. */
export async function planOf(
  call: AdminCall,
  broadcast: Broadcast,
  lanes: readonly LaneCounts[],
): Promise<readonly LanePlan[]> {
  const { db, now, parts } = call;
  const { dailySegments: segments, smsSegmentRupiah: rupiah } = parts.config;
  const budget = { segments, rupiah };
  const { segments: spentToday } = await budgetOf(db, broadcast.officeCode, now, budget);
  const calendar = await workingTimeOf(db, broadcast.officeCode);
  const limits = { calendar, budget, spentToday, lastDay: broadcast.lastDay };
  return planBroadcast(loadsOf(call, broadcast, lanes), limits, now);
}

function laneView(call: AdminCall, lane: LaneCounts, plan: LanePlan | undefined): LaneView {
  const at = (time: number | undefined): string =>
    time === undefined ? '' : shownNear(time, call.now, call.timezone);
  return {
    name: channelName(lane.channel),
    medium: lane.medium,
    people: lane.queued || lane.planned,
    later: lane.later,
    waiting: waitingOf(lane),
    sent: lane.sent,
    delivered: lane.delivered,
    failed: lane.failed,
    leftOut: lane.leftOut,
    cost: shownRupiah(plan?.rupiah ?? 0),
    begins: at(plan?.begins),
    ends: at(plan?.ends),
    untold: plan?.untold ?? 0,
  };
}

const sum = (lanes: readonly LaneView[], of: (lane: LaneView) => number): number =>
  lanes.reduce((all, lane) => all + of(lane), 0);

/** Whom it is for, in words; empty for all. */
export const audienceWords = ({ districtCode, education, medium }: Broadcast) => ({
  district: districtCode === null ? '' : placeName(districtCode),
  education: education ?? '',
  medium: medium ?? '',
});

const names = { whatsapp: 'WhatsApp', telegram: 'Telegram', sms: 'SMS' } as const;

/** Everything that the page of a broadcast shows. */
export async function broadcastView(call: AdminCall, broadcast: Broadcast) {
  const { now, timezone } = call;
  const counts = await readLanes(call.db, broadcast.id);
  const plans = await planOf(call, broadcast, counts);
  const lanes = counts.map((lane) =>
    laneView(
      call,
      lane,
      plans.find(({ accountId }) => accountId === lane.accountId),
    ),
  );
  const people = sum(lanes, (lane) => lane.people);
  const done = sum(lanes, (lane) => lane.sent + lane.delivered + lane.failed + lane.leftOut);
  const at = (time: number | null): string => (time === null ? '' : shownNear(time, now, timezone));
  return {
    lanes,
    thousands,
    people,
    totals: {
      waiting: sum(lanes, (lane) => lane.waiting),
      sent: sum(lanes, (lane) => lane.sent + lane.delivered),
      delivered: sum(lanes, (lane) => lane.delivered),
      failed: sum(lanes, (lane) => lane.failed),
      leftOut: sum(lanes, (lane) => lane.leftOut),
      later: sum(lanes, (lane) => lane.later),
      untold: sum(lanes, (lane) => lane.untold),
    },
    percent: people === 0 ? 0 : Math.floor((100 * done) / people),
    enqueued: broadcast.cursor >= (broadcast.lastAlert ?? 0),
    cost: broadcast.rupiah === null ? '' : shownRupiah(broadcast.rupiah),
    countedAt: at(broadcast.countedAt),
    releasedAt: at(broadcast.releasedAt),
    createdAt: at(broadcast.createdAt),
    audience: {
      ...audienceWords(broadcast),
      medium: broadcast.medium ? names[broadcast.medium] : '',
    },
    vacanciesOnly: namedSince[broadcast.topic] !== '',
  };
}
