import { addDays } from './ak1-dates.ts';
import { localDate } from './format.ts';
import { nextOpening, type WorkingTime } from './working-time.ts';

/*
 * When people are written to who have not asked: on working days, by daylight. Nobody is woken, and
 * an answer that asks for an officer finds one.
 */

const first = '09:00';
const last = '16:00';

const momentOf = (date: string, time: string): Date => new Date(`${date}T${time}:00+07:00`);

const startOf = (date: string): Date => momentOf(date, '00:00');

/** From 09.00 on the first working day after the one of `at`. @throws InputError without hours */
export function nextPushTime(calendar: WorkingTime, at: Date): Date {
  const tomorrow = startOf(addDays(localDate(at), 1));
  const opening = localDate(nextOpening(calendar, tomorrow));
  return momentOf(opening, first);
}

/** Whether it is a working day between 09.00 and 16.00. @throws InputError without hours */
export function isPushTime(calendar: WorkingTime, at: Date): boolean {
  const today = localDate(at);
  if (localDate(nextOpening(calendar, startOf(today))) !== today) return false;
  return at >= momentOf(today, first) && at < momentOf(today, last);
}

/** The last moment of a day on which something may leave, epoch milliseconds. */
export const endOfPushDay = (date: string): number => momentOf(date, last).getTime();

/**
 * The hours in which people may be written to from a moment on, day after day, as moments in epoch
 * milliseconds. @throws InputError without hours
 */
export function* pushHoursFrom(
  calendar: WorkingTime,
  at: Date,
): Generator<readonly [start: number, end: number]> {
  for (let date = localDate(at); ; date = addDays(date, 1)) {
    date = localDate(nextOpening(calendar, startOf(date)));
    const end = endOfPushDay(date);
    const start = Math.max(momentOf(date, first).getTime(), at.getTime());
    if (start < end) yield [start, end];
  }
}
