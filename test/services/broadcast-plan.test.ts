import { expect } from 'chai';
import { isoTime } from '../../src/core/format.ts';
import type { Span, WorkingTime } from '../../src/core/working-time.ts';
import {
  planBroadcast,
  type LaneLoad,
  type PlanLimits,
} from '../../src/services/broadcast-plan.ts';

const day: readonly Span[] = [[480, 840]];
const calendar: WorkingTime = {
  week: [[], day, day, day, day, day, []],
  holidays: new Set(['2026-12-25']),
};
const limits: PlanLimits = {
  calendar,
  budget: { rupiah: 350 },
  spentToday: 0,
  lastDay: '2026-12-23',
};
const monday = new Date('2026-11-23T08:00:00+07:00');

const sms: LaneLoad = { accountId: 1, people: 100, segments: 1, rate: 0.5, costs: true };
const telegram: LaneLoad = { accountId: 2, people: 25_000, segments: 1, rate: 25, costs: false };

interface Case {
  readonly label: string;
  readonly loads: readonly LaneLoad[];
  readonly change?: Partial<PlanLimits>;
  readonly at?: string;
  /** `begins ends untold rupiah` of each. */
  readonly expected: readonly string[];
}

const cases: readonly Case[] = [
  { label: 'nobody', loads: [{ ...sms, people: 0 }], expected: ['- - 0 0'] },
  {
    label: 'two senders at once, each at its rate',
    loads: [sms, telegram],
    expected: [
      '2026-11-23T09:00 2026-11-23T09:03 0 35000',
      '2026-11-23T09:00 2026-11-23T09:16 0 0',
    ],
  },
  {
    label: 'what a day does not hold, on the next',
    loads: [{ ...sms, people: 12_700 }], // 7 hours at 0.5 a second: 12,600
    expected: ['2026-11-23T09:00 2026-11-24T09:03 0 4445000'],
  },
  {
    label: 'two segments as two',
    loads: [{ ...sms, segments: 2 }],
    expected: ['2026-11-23T09:00 2026-11-23T09:06 0 70000'],
  },
  {
    label: 'on Friday afternoon, then on Monday',
    loads: [{ ...sms, people: 1_900 }],
    at: '2026-11-27T15:00:00+07:00',
    expected: ['2026-11-27T15:00 2026-11-30T09:03 0 665000'],
  },
  {
    label: 'as much a day as the budget holds, today less what is spent',
    loads: [{ ...sms, people: 250 }],
    change: { budget: { segments: 100, rupiah: 350 }, spentToday: 40 },
    expected: ['2026-11-23T09:00 2026-11-25T09:03 0 87500'],
  },
  {
    label: 'one budget for two senders of SMS',
    loads: [sms, { ...sms, accountId: 3 }],
    change: { budget: { segments: 150, rupiah: 350 } },
    expected: [
      '2026-11-23T09:00 2026-11-23T09:03 0 35000',
      '2026-11-23T09:00 2026-11-24T09:01 0 35000',
    ],
  },
  {
    label: 'who is not told by the last day',
    loads: [{ ...sms, people: 30_000 }],
    change: { lastDay: '2026-11-24' },
    expected: ['2026-11-23T09:00 2026-11-24T16:00 4800 10500000'],
  },
  {
    label: 'a sender that is gone',
    loads: [{ ...sms, rate: 0 }],
    expected: ['- - 100 35000'],
  },
];

const shown = (time: number | undefined): string =>
  time === undefined ? '-' : isoTime(time).slice(0, 16);

describe('planBroadcast', () => {
  for (const { label, loads, change = {}, at, expected } of cases) {
    it(`plans ${label}`, () => {
      const now = at === undefined ? monday : new Date(at);
      const plans = planBroadcast(loads, { ...limits, ...change }, now);
      const lines = plans.map(
        ({ begins, ends, untold, rupiah }) => `${shown(begins)} ${shown(ends)} ${untold} ${rupiah}`,
      );
      expect(lines).to.deep.equal(expected);
    });
  }
});
