import { expect } from 'chai';
import { shownDue, shownLength, shownNear } from '../../../src/web/admin/moments.ts';

const zone = 'Asia/Jakarta';
const now = new Date('2026-11-23T09:00:00+07:00');
const at = (text: string): number => Date.parse(`${text}+07:00`);

describe('shownLength', () => {
  for (const [ms, expected] of [
    [0, 'baru saja'],
    [59_999, 'baru saja'],
    [60_000, '1 menit'],
    [59 * 60_000 + 59_999, '59 menit'],
    [3_600_000, '1 jam'],
    [23 * 3_600_000, '23 jam'],
    [24 * 3_600_000, '1 hari'],
    [240 * 3_600_000, '10 hari'],
  ] as const) {
    it(`${ms} ms is ${expected}`, () => expect(shownLength(ms)).to.equal(expected));
  }
});

describe('shownNear', () => {
  for (const [label, moment, expected] of [
    ['earlier today', '2026-11-23T00:05:00', 'hari ini 00.05'],
    ['the last minute of yesterday', '2026-11-22T23:59:00', 'kemarin 23.59'],
    ['tomorrow', '2026-11-24T15:00:00', 'besok 15.00'],
    ['the day after', '2026-11-25T15:00:00', 'Rab 25 Nov 15.00'],
    ['long ago', '2026-01-02T08:00:00', 'Jum 2 Jan 08.00'],
  ] as const) {
    it(label, () => expect(shownNear(at(moment), now, zone)).to.equal(expected));
  }
});

describe('shownDue', () => {
  for (const [label, replyBy, expected] of [
    ['today', '2026-11-23T15:00:00', 'hari ini 15.00'],
    ['this very moment', '2026-11-23T09:00:00', 'lewat 1 menit'],
    ['two hours ago', '2026-11-23T06:59:00', 'lewat 2 jam'],
    ['days ago', '2026-11-20T09:00:00', 'lewat 3 hari'],
  ] as const) {
    it(label, () => expect(shownDue(at(replyBy), now, zone)).to.equal(expected));
  }
});
