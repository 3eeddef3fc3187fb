import { InputError } from './errors.ts';

/*
 * The working time of an office: weekly hours, holidays, and sums with them. The clock is Western
 * Indonesia time (UTC+7), which knows no summer time; moments are epoch milliseconds.
 */

/** Open from, closed at: minutes since midnight. */
export type Span = readonly [from: number, to: number];

/** When an office works. */
export interface WorkingTime {
  /** Spans of each weekday, Sunday first, in order and apart. */
  readonly week: readonly (readonly Span[])[];
  /** Dates (`2026-12-25`) on which nobody works. */
  readonly holidays: ReadonlySet<string>;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const offset = 7 * hour;

/** A calendar without one working day in so many days is a mistake, not a long holiday. */
const longestRest = 366;

/** Days since 1970-01-01 where the office is. */
const dayOf = (at: number): number => Math.floor((at + offset) / day);
const startOf = (dayNumber: number): number => dayNumber * day - offset;
const dateOf = (dayNumber: number): string => new Date(dayNumber * day).toISOString().slice(0, 10);

function spansOf({ week, holidays }: WorkingTime, dayNumber: number): readonly Span[] {
  const spans = week[(dayNumber + 4) % 7] ?? []; // 1970-01-01 was a Thursday
  return spans.length > 0 && holidays.has(dateOf(dayNumber)) ? [] : spans;
}

/** The working days from a day on, with their spans. @throws InputError when there is none in a year */
function* workingDays(
  calendar: WorkingTime,
  from: number,
): Generator<readonly [dayNumber: number, spans: readonly Span[]]> {
  let rest = 0;
  for (let number = from; ; number += 1) {
    const spans = spansOf(calendar, number);
    rest = spans.length > 0 ? 0 : rest + 1;
    if (rest > longestRest) throw new InputError('the office has no working hours in a whole year');
    if (spans.length > 0) yield [number, spans];
  }
}

/** The spans that end after a moment, as moments. */
function* openings(
  calendar: WorkingTime,
  after: number,
): Generator<readonly [start: number, end: number]> {
  for (const [number, spans] of workingDays(calendar, dayOf(after))) {
    for (const [from, to] of spans) {
      const end = startOf(number) + to * minute;
      if (end > after) yield [startOf(number) + from * minute, end];
    }
  }
}

/**
 * Checks hours as given: each span begins before it ends, in order and apart, and at least one day
 * has one. @throws InputError naming the weekday (0 Sunday)
 */
export function checkHours(week: WorkingTime['week']): void {
  for (const [weekday, spans] of week.entries()) {
    let last = 0;
    for (const [from, to] of spans) {
      if (from < last || to <= from || to > 24 * 60) {
        throw new InputError(`hours of weekday ${weekday} overlap or end before they begin`);
      }
      last = to;
    }
  }
  if (week.length !== 7 || week.every((spans) => spans.length === 0)) {
    throw new InputError('the office has no working hours at all');
  }
}

/** Whether somebody works at that moment; the moment of closing is none. */
export function isWorkingTime(calendar: WorkingTime, at: Date): boolean {
  const number = dayOf(at.getTime());
  const minutes = (at.getTime() - startOf(number)) / minute;
  return spansOf(calendar, number).some(([from, to]) => minutes >= from && minutes < to);
}

/** The moment itself when somebody works, else the next opening. @throws InputError without hours */
export function nextOpening(calendar: WorkingTime, at: Date): Date {
  for (const [start] of openings(calendar, at.getTime())) {
    return new Date(Math.max(start, at.getTime()));
  }
  return at;
}

/** The moment after so many minutes of work from then on. @throws InputError without hours */
export function addWorkingMinutes(calendar: WorkingTime, at: Date, minutes: number): Date {
  let left = minutes * minute;
  for (const [start, end] of openings(calendar, at.getTime())) {
    const begin = Math.max(start, at.getTime());
    if (left <= end - begin) return new Date(begin + left);
    left -= end - begin;
  }
  return at;
}

/** A minute of the day moved into its spans: forward into the next one, back from after the last. */
function within(spans: readonly Span[], minutes: number): number {
  const next = spans.find(([, to]) => minutes <= to);
  return next ? Math.max(minutes, next[0]) : (spans.at(-1)?.[1] ?? minutes);
}

/**
 * The same time of day so many working days later, counted from the next opening; moved into that
 * day's hours. @throws InputError without hours
 */
export function addWorkingDays(calendar: WorkingTime, at: Date, days: number): Date {
  const begin = nextOpening(calendar, at).getTime();
  const minutes = (begin - startOf(dayOf(begin))) / minute;
  let left = days;
  for (const [number, spans] of workingDays(calendar, dayOf(begin))) {
    if (left === 0) return new Date(startOf(number) + within(spans, minutes) * minute);
    left -= 1;
  }
  return at;
}

/** Minutes of work from one moment to another, rounded; 0 when the second is not later. */
export function workingMinutesBetween(calendar: WorkingTime, from: Date, to: Date): number {
  let sum = 0;
  if (to > from) {
    for (const [start, end] of openings(calendar, from.getTime())) {
      if (start >= to.getTime()) break;
      sum += Math.min(end, to.getTime()) - Math.max(start, from.getTime());
    }
  }
  return Math.round(sum / minute);
}

/** The next full hour, or the moment itself when it is one. */
export function roundUpToHour(at: Date): Date {
  return new Date(Math.ceil(at.getTime() / hour) * hour);
}
