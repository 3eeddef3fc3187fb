import { localDate, shownTime } from './format.ts';

/** When somebody is on duty: `days` are ISO weekdays (`12345`), times `HH:MM` of the office's clock. */
export interface DutyHours {
  readonly days: string;
  readonly starts: string;
  /** `24:00` is the end of the day; before `starts` it is over midnight, on the next day. */
  readonly ends: string;
}

/** ISO weekday of a date `YYYY-MM-DD`: 1 Monday to 7 Sunday. */
function weekday(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
}

/** Whether these hours hold `at`. From 22:00 to 06:00 on day 5 is Friday night to Saturday morning. */
export function isOnDuty({ days, starts, ends }: DutyHours, at: Date): boolean {
  const today = weekday(localDate(at));
  const time = shownTime(at).replace('.', ':');
  const isOn = (day: number): boolean => days.includes(String(day));
  if (starts < ends) return isOn(today) && starts <= time && time < ends;
  const yesterday = today === 1 ? 7 : today - 1;
  return (isOn(today) && time >= starts) || (isOn(yesterday) && time < ends);
}
