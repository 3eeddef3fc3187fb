import { expect } from 'chai';
import { isOnDuty } from '../../src/core/duty.ts';

describe('isOnDuty', () => {
  const office = { days: '12345', starts: '08:00', ends: '14:00' };
  const night = { days: '5', starts: '22:00', ends: '06:00' };
  const cases = [
    { label: 'the first minute', hours: office, at: '2026-11-23T08:00', on: true },
    { label: 'the minute before', hours: office, at: '2026-11-23T07:59', on: false },
    { label: 'the last minute', hours: office, at: '2026-11-23T13:59', on: true },
    { label: 'the end itself', hours: office, at: '2026-11-23T14:00', on: false },
    { label: 'a Saturday', hours: office, at: '2026-11-28T10:00', on: false },
    { label: 'Friday night', hours: night, at: '2026-11-27T23:00', on: true },
    { label: 'the Saturday morning behind it', hours: night, at: '2026-11-28T05:59', on: true },
    { label: 'that morning after its end', hours: night, at: '2026-11-28T06:00', on: false },
    { label: 'Friday morning', hours: night, at: '2026-11-27T05:00', on: false },
    {
      label: 'Monday morning of a Sunday night',
      hours: { ...night, days: '7' },
      at: '2026-11-23T01:00',
      on: true,
    },
    {
      label: 'the last minute of a whole day',
      hours: { days: '1234567', starts: '00:00', ends: '24:00' },
      at: '2026-11-28T23:59',
      on: true,
    },
  ];
  for (const { label, hours, at, on } of cases) {
    it(`says ${on ? 'yes' : 'no'} to ${label}`, () => {
      expect(isOnDuty(hours, new Date(`${at}:00+07:00`))).to.equal(on);
    });
  }
});
