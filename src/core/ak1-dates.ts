/*
 * The dates of an AK1 card. It is valid for two years, and whoever has no work yet reports every
 * six months (Permenaker 39/2016; the text printed on the card). Sources disagree on three reports
 * or four: three, at 6, 12 and 18 months, and the renewal at 24; an office may set others. Dates
 * are `YYYY-MM-DD`.
 */

/** When a card's holder reports and how long the card is valid, in months from its date. */
export interface Ak1Rule {
  readonly reports: readonly number[];
  readonly valid: number;
}

export const usualAk1Rule: Ak1Rule = { reports: [6, 12, 18], valid: 24 };

/** A day on which the holder has something to do. */
export interface Ak1Date {
  readonly kind: 'report' | 'end';
  readonly on: string;
}

const partsOf = (date: string): readonly number[] => date.split('-').map(Number);

const written = (at: Date): string => at.toISOString().slice(0, 10);

/** The same day so many months later; the month's last day where there is no such day. */
export function addMonths(date: string, months: number): string {
  const [year = 0, month = 0, day = 0] = partsOf(date);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return written(new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))));
}

/** So many days later, or before when negative. */
export function addDays(date: string, days: number): string {
  const [year = 0, month = 0, day = 0] = partsOf(date);
  return written(new Date(Date.UTC(year, month - 1, day + days)));
}

/** The last day on which a card of this date is valid. */
export function ak1EndsOn(issuedOn: string, { valid }: Ak1Rule = usualAk1Rule): string {
  return addMonths(issuedOn, valid);
}

/** The days of the reports and the end, in order. */
export function ak1Dates(issuedOn: string, rule: Ak1Rule = usualAk1Rule): readonly Ak1Date[] {
  const reports = rule.reports.map((months): Ak1Date => ({
    kind: 'report',
    on: addMonths(issuedOn, months),
  }));
  return [...reports, { kind: 'end', on: ak1EndsOn(issuedOn, rule) }];
}

/** The first of these days that is not before `today`; undefined when the card has ended. */
export function nextAk1Date(
  issuedOn: string,
  today: string,
  rule: Ak1Rule = usualAk1Rule,
): Ak1Date | undefined {
  return ak1Dates(issuedOn, rule).find(({ on }) => on >= today);
}

/** Days before the date on which its holder is reminded. */
export const remindDaysBefore = 7;

/** The day of the reminder of the next date whose reminder is not over on `today`. */
export function nextReminder(
  issuedOn: string,
  today: string,
  rule: Ak1Rule = usualAk1Rule,
): string | undefined {
  const next = ak1Dates(issuedOn, rule).find(({ on }) => addDays(on, -remindDaysBefore) > today);
  return next && addDays(next.on, -remindDaysBefore);
}

/** A report is made at most so many days before or after its day: half of what lies between two. */
const reportSpan = 90;

const daysBetween = (a: string, b: string): number =>
  Math.abs(Date.parse(a) - Date.parse(b)) / 86_400_000;

/**
 * The report that is made on a day: the nearest of the card's, the earlier of two as near; undefined
 * when none is near: it was said too early to count.
 */
export function reportMadeOn(
  issuedOn: string,
  today: string,
  { reports }: Ak1Rule = usualAk1Rule,
): string | undefined {
  const days = reports.map((months) => addMonths(issuedOn, months));
  const nearest = Math.min(reportSpan, ...days.map((date) => daysBetween(date, today)));
  return days.find((date) => daysBetween(date, today) === nearest);
}

/** The first of a card's dates after that of the report that is made today. */
export function dateAfterReport(
  issuedOn: string,
  today: string,
  rule: Ak1Rule = usualAk1Rule,
): Ak1Date | undefined {
  const made = reportMadeOn(issuedOn, today, rule);
  const from = made !== undefined && made > today ? made : today;
  return ak1Dates(issuedOn, rule).find(({ on }) => on > from);
}

/** The date that a card's days are counted from: a replacement keeps those of the card before. */
export function countedFrom(
  card: { readonly issuedOn: string; readonly endsOn: string },
  rule: Ak1Rule = usualAk1Rule,
): string {
  const own = ak1EndsOn(card.issuedOn, rule) === card.endsOn;
  return own ? card.issuedOn : addMonths(card.endsOn, -rule.valid);
}
