import { expect } from 'chai';
import { isQuiet, usualQuietHours } from '../../src/core/quiet-hours.ts';

const at = (time: string): Date => new Date(`2026-11-23T${time}:00+07:00`);

const cases = [
  { label: 'a minute before the evening', hours: usualQuietHours, time: '19:59', quiet: false },
  { label: 'the evening', hours: usualQuietHours, time: '20:00', quiet: true },
  { label: 'midnight', hours: usualQuietHours, time: '00:00', quiet: true },
  { label: 'a minute before the morning', hours: usualQuietHours, time: '06:59', quiet: true },
  { label: 'the morning', hours: usualQuietHours, time: '07:00', quiet: false },
  { label: 'prayer at noon', hours: { from: '11.30', to: '13.00' }, time: '12:00', quiet: true },
  { label: 'after it', hours: { from: '11.30', to: '13.00' }, time: '13:00', quiet: false },
  {
    label: 'hours that are none',
    hours: { from: '08.00', to: '08.00' },
    time: '08:00',
    quiet: false,
  },
];

describe('isQuiet', () => {
  for (const { label, hours, time, quiet } of cases) {
    it(`is ${quiet ? 'quiet' : 'open'}: ${label}`, () => {
      expect(isQuiet(hours, at(time))).to.equal(quiet);
    });
  }
});
