/*
 * How dates, times and money are written to people (WORDS rule 6) and to programs. Dates are
 * `YYYY-MM-DD` inside.
 */

/** Western Indonesia time, the clock of East Java. */
export const defaultZone = 'Asia/Jakarta';

/** Names of the days as people read them, Sunday first. */
export const weekdays = ['Min', 'Sen', 'Sel', 'Rab', 'Kam', 'Jum', 'Sab'] as const;

const months = 'Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des'.split(' ');

interface Clockwork {
  readonly time: Intl.DateTimeFormat;
  readonly offset: Intl.DateTimeFormat;
}

const clocks = new Map<string, Clockwork>();

// Making a formatter costs some 50 microseconds, using one about 1.
function clockOf(timeZone: string): Clockwork {
  const known = clocks.get(timeZone);
  if (known) return known;
  const made = {
    time: new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }),
    offset: new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }),
  };
  clocks.set(timeZone, made);
  return made;
}

/** ISO 8601 with the offset of that clock: `2026-11-23T08:00:00+07:00`. `at` in epoch milliseconds. */
export function isoTime(at: number, zone: string = defaultZone): string {
  const { time, offset } = clockOf(zone);
  const name = offset.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return `${time.format(at).replace(' ', 'T')}${name.slice('GMT'.length) || '+00:00'}`;
}

/** The calendar date of a moment where the office is: `2026-11-24`. */
export function localDate(at: Date, zone: string = defaultZone): string {
  return clockOf(zone).time.format(at).slice(0, 10);
}

/** When a calendar date begins where the office is, in epoch milliseconds; `date` is `YYYY-MM-DD`. */
export function dayStart(date: string, zone: string = defaultZone): number {
  const offset = isoTime(Date.parse(`${date}T00:00:00Z`), zone).slice('2026-11-23T08:00:00'.length);
  return Date.parse(`${date}T00:00:00${offset}`);
}

/** The time of day of a moment where the office is: `15.00`. */
export function shownTime(at: Date, zone: string = defaultZone): string {
  return clockOf(zone).time.format(at).slice(11, 16).replace(':', '.');
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
