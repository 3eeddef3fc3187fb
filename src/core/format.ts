/*
 * How dates, times and money are written to people (WORDS rule 6) and to programs. Dates are
 * `YYYY-MM-DD` inside.
 */

/** Western Indonesia time, the clock of East Java. */
export const defaultZone = 'Asia/Jakarta';

/** Names of the days as people read them, Sunday first. */
export const weekdays = ['Min', 'Sen', 'Sel', 'Rab', 'Kam', 'Jum', 'Sab'] as const;

const months = 'Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des'.split(' ');

/** A clock, and how far it is from UTC in one quarter of an hour: a clock is never put on within one. */
interface Clock {
  readonly format: Intl.DateTimeFormat;
  quarter: number;
  /** `+07:00` */
  offset: string;
  /** The same in milliseconds. */
  ahead: number;
}

const clocks = new Map<string, Clock>();
const quarterHour = 15 * 60 * 1_000;

function clockOf(timeZone: string): Clock {
  const known = clocks.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const made = { format, quarter: Number.NaN, offset: '', ahead: 0 };
  clocks.set(timeZone, made);
  return made;
}

/** `+07:00` in milliseconds; before 1932 the offset of Jakarta had seconds. */
function readOffset(offset: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = offset.slice(1).split(':').map(Number);
  const size = (hours * 3_600 + minutes * 60 + seconds) * 1_000;
  return offset.startsWith('-') ? -size : size;
}

/** The zone's clock, set to a moment. Asking Intl takes 2 microseconds, and the answer holds for a while. */
function clockAt(at: number, zone: string): Clock {
  const clock = clockOf(zone);
  const quarter = Math.floor(at / quarterHour);
  if (quarter === clock.quarter) return clock;
  const name = clock.format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value;
  const offset = name?.slice('GMT'.length) || '+00:00';
  return Object.assign(clock, { quarter, offset, ahead: readOffset(offset) });
}

/** ISO 8601 with the offset of that clock: `2026-11-23T08:00:00+07:00`. `at` in epoch milliseconds. */
export function isoTime(at: number, zone: string = defaultZone): string {
  const { offset, ahead } = clockAt(at, zone);
  return `${new Date(at + ahead).toISOString().slice(0, '2026-11-23T08:00:00'.length)}${offset}`;
}

/** The calendar date of a moment where the office is: `2026-11-24`. */
export function localDate(at: Date, zone: string = defaultZone): string {
  return isoTime(at.getTime(), zone).slice(0, 10);
}

/** When a calendar date begins where the office is, in epoch milliseconds; `date` is `YYYY-MM-DD`. */
export function dayStart(date: string, zone: string = defaultZone): number {
  const offset = isoTime(Date.parse(`${date}T00:00:00Z`), zone).slice('2026-11-23T08:00:00'.length);
  return Date.parse(`${date}T00:00:00${offset}`);
}

/** The time of day of a moment where the office is: `15.00`. */
export function shownTime(at: Date, zone: string = defaultZone): string {
  return isoTime(at.getTime(), zone).slice(11, 16).replace(':', '.');
}

/** `1999-01-12` as `12-01-1999`. */
export function shownDate(date: string): string {
  return date.split('-').toReversed().join('-');
}

/** `2026-11-24` as `Sel 24 Nov`. */
export function shortDate(date: string): string {
  const at = new Date(`${date}T00:00:00Z`);
  return `${weekdays[at.getUTCDay()]} ${at.getUTCDate()} ${months[at.getUTCMonth()]}`;
}

/** A moment as `Sel 24 Nov 15.00`. */
export function shownMoment(at: Date, zone: string = defaultZone): string {
  return `${shortDate(localDate(at, zone))} ${shownTime(at, zone)}`;
}

function grouped(amount: number): string {
  return String(amount).replace(/\B(?=(?:\d{3})+$)/gu, '.');
}

/** Whole rupiah as `Rp2,4 jt` (at most two decimals), `Rp500 rb` or `Rp1.250`. */
export function shownMoney(rupiah: number): string {
  if (rupiah >= 1_000_000) {
    const [whole = '', part = '00'] = (Math.round(rupiah / 10_000) / 100).toFixed(2).split('.');
    const decimals = part.replace(/0+$/u, '');
    return `Rp${grouped(Number(whole))}${decimals && `,${decimals}`} jt`;
  }
  return rupiah >= 1_000 && rupiah % 1_000 === 0
    ? `Rp${rupiah / 1_000} rb`
    : `Rp${grouped(rupiah)}`;
}
