import { expect } from 'chai';
import { isoTime } from '../../src/core/format.ts';
import { isPushTime, nextPushTime } from '../../src/core/push-hours.ts';
import type { Span, WorkingTime } from '../../src/core/working-time.ts';

const day: readonly Span[] = [[480, 840]];
const calendar: WorkingTime = {
  week: [[], day, day, day, day, day, []],
  holidays: new Set(['2026-12-25', '2027-01-01']),
};

describe('nextPushTime', () => {
  const cases = [
    { label: 'Monday morning', at: '2026-11-23T08:00', expected: '2026-11-24T09:00' },
    { label: 'a moment before midnight', at: '2026-11-23T23:59', expected: '2026-11-24T09:00' },
    { label: 'midnight', at: '2026-11-24T00:00', expected: '2026-11-25T09:00' },
    { label: 'Friday', at: '2026-11-27T10:00', expected: '2026-11-30T09:00' },
    { label: 'Saturday', at: '2026-11-28T10:00', expected: '2026-11-30T09:00' },
    { label: 'Sunday', at: '2026-11-29T10:00', expected: '2026-11-30T09:00' },
    {
      label: 'before a holiday and a weekend',
      at: '2026-12-24T10:00',
      expected: '2026-12-28T09:00',
    },
    { label: 'the end of the year', at: '2026-12-31T13:00', expected: '2027-01-04T09:00' },
  ];
  for (const { label, at, expected } of cases) {
    it(`after ${label}: ${expected}`, () => {
      const next = nextPushTime(calendar, new Date(`${at}:00+07:00`));
      expect(isoTime(next.getTime())).to.equal(`${expected}:00+07:00`);
    });
  }
});

describe('isPushTime', () => {
  const cases = [
    { at: '2026-11-23T08:59', expected: false },
    { at: '2026-11-23T09:00', expected: true },
    { at: '2026-11-23T15:59', expected: true },
    { at: '2026-11-23T16:00', expected: false },
    { at: '2026-11-22T10:00', expected: false },
    { at: '2026-12-25T10:00', expected: false },
    { at: '2026-12-28T10:00', expected: true },
  ];
  for (const { at, expected } of cases) {
    it(`${at} is ${expected ? 'one' : 'none'}`, () => {
      expect(isPushTime(calendar, new Date(`${at}:00+07:00`))).to.equal(expected);
    });
  }
});
