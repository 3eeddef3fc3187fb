import { endOfPushDay, pushHoursFrom } from '../core/push-hours.ts';
import { worthOf } from '../core/purpose.ts';
import type { WorkingTime } from '../core/working-time.ts';
import type { Budget } from './budget.ts';

/** What one sender is to carry. */
export interface LaneLoad {
  readonly accountId: number;
  readonly people: number;
  /** Segments of one message there; 1 where messages are not cut. */
  readonly segments: number;
  /** Segments a second. */
  readonly rate: number;
  /** SMS to real phones: costs the office money. */
  readonly costs: boolean;
}

/** When one sender is through. Epoch milliseconds; undefined: nobody to be told, or never. */
export interface LanePlan extends LaneLoad {
  readonly begins: number | undefined;
  readonly ends: number | undefined;
  /** People who would not be told by the last day. */
  readonly untold: number;
  readonly rupiah: number;
}

/** What limits a broadcast. */
export interface PlanLimits {
  readonly calendar: WorkingTime;
  readonly budget: Budget;
  /** Segments that the office has spent today. */
  readonly spentToday: number;
  /** `YYYY-MM-DD` */
  readonly lastDay: string;
}

interface Progress {
  left: number;
  begins: number | undefined;
  ends: number | undefined;
}

/** Sends what a day's hours and what is left of its budget allow; gives the budget that is left then. */
function sendDay(
  { segments, rate, costs }: LaneLoad,
  lane: Progress,
  [start, end]: readonly [number, number],
  budget: number,
): number {
  const byTime = Math.floor(((end - start) / 1000) * rate);
  const room = Math.floor((costs ? Math.min(byTime, budget) : byTime) / segments);
  const told = Math.min(lane.left, room);
  if (told === 0) return budget;
  lane.begins ??= start;
  lane.left -= told;
  lane.ends = start + Math.ceil((told * segments * 1000) / rate);
  return costs ? budget - told * segments : budget;
}

/**
 * How long a broadcast takes and what it costs, if nothing else is sent: on working days in the hours
 * of pushes, at each sender's rate, within the day's budget of SMS. @throws InputError without hours
 */
export function planBroadcast(
  loads: readonly LaneLoad[],
  { calendar, budget, spentToday, lastDay }: PlanLimits,
  now: Date,
): readonly LanePlan[] {
  const lanes = loads.map((load) => {
    const progress: Progress = { left: load.people, begins: undefined, ends: undefined };
    return { load, progress };
  });
  const daily = (budget.segments ?? Infinity) * worthOf.push.share;
  let ofDay = Math.max(0, daily - spentToday);
  const latest = endOfPushDay(lastDay);
  for (const hours of pushHoursFrom(calendar, now)) {
    if (hours[0] >= latest || lanes.every(({ progress }) => progress.left === 0)) break;
    for (const { load, progress } of lanes) ofDay = sendDay(load, progress, hours, ofDay);
    ofDay = daily;
  }
  return lanes.map(({ load, progress: { left, begins, ends } }) => ({
    ...load,
    begins,
    ends,
    untold: left,
    rupiah: load.costs ? Math.round(load.people * load.segments * budget.rupiah) : 0,
  }));
}
