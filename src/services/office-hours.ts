import { InputError } from '../core/errors.ts';
import { weekdays } from '../core/format.ts';
import { checkHours, type Span, type WorkingTime } from '../core/working-time.ts';
import { findOffice, type OfficeSettings, type Standard, type Weekday } from '../store/offices.ts';
import type { Db } from '../store/store.ts';
import { generalHolidays } from './holidays.ts';
import { officeFile } from './office-files.ts';

/** Weekly hours as people write them: `{ Sen: ['08.00-12.00', '13.00-15.00'] }`. */
export type Week = Readonly<Partial<Record<Weekday, readonly string[]>>>;

/** The office whose holidays hold for all districts. */
export const provinceCode = '35';

const spanForm = /^([01]\d|2[0-4])\.([0-5]\d)-([01]\d|2[0-4])\.([0-5]\d)$/;

/** Minutes of `08.00-14.00`. @throws InputError */
function readSpan(text: string): Span {
  const found = spanForm.exec(text);
  if (!found) throw new InputError(`hours are written as 08.00-14.00, not ${text}`);
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = found.slice(1).map(Number);
  return [fromHour * 60 + fromMinute, toHour * 60 + toMinute];
}

/** The spans of each weekday. @throws InputError when hours overlap, or there are none at all */
export function readWeek(week: Week): WorkingTime['week'] {
  const spans = weekdays.map((name) => (week[name] ?? []).map(readSpan));
  checkHours(spans);
  return spans;
}

/** The weekly hours of an office: what it has set, else its file's, else the general ones. */
export function hoursOf(code: string, settings: OfficeSettings): Week {
  const hours: Week | undefined =
    settings.hours ?? officeFile(code)?.hours?.week ?? officeFile('default')?.hours?.week;
  if (!hours) throw new Error('templates/offices/default.yaml has no hours');
  return hours;
}

/** General holidays, over them what the province has changed, over both what the office has. */
function holidaysOf(...changes: readonly OfficeSettings['holidays'][]): ReadonlySet<string> {
  const dates = new Set(generalHolidays().map(({ date }) => date));
  for (const [date, name] of changes.flatMap((change) => Object.entries(change ?? {}))) {
    if (name === null) dates.delete(date);
    else dates.add(date);
  }
  return dates;
}

async function settingsOf(db: Db, code: string): Promise<OfficeSettings> {
  return (await findOffice(db, code))?.settings ?? {};
}

/** When an office works. */
export async function workingTimeOf(db: Db, code: string): Promise<WorkingTime> {
  const own = await settingsOf(db, code);
  const general = code === provinceCode ? own : await settingsOf(db, provinceCode);
  return {
    week: readWeek(hoursOf(code, own)),
    holidays: holidaysOf(general.holidays, own.holidays),
  };
}

/** How soon an office answers, by kind: all offices', over them its own file, over both its settings. */
export function knownStandards(
  code: string,
  settings: OfficeSettings,
): Readonly<Record<string, Standard>> {
  const files = ['default', code].map((name) => officeFile(name)?.standards ?? {});
  const amounts = files.flatMap((standards) =>
    Object.entries(standards).map(([kind, standard]): [string, Standard] => [
      kind,
      'days' in standard ? { days: standard.days } : { minutes: standard.minutes },
    ]),
  );
  return { ...Object.fromEntries(amounts), ...settings.standards };
}

/** How soon an office answers, for the first of these kinds that it has a standard for. */
export async function standardOf(
  db: Db,
  code: string,
  kinds: readonly string[],
): Promise<Standard> {
  const known = knownStandards(code, await settingsOf(db, code));
  const kind = kinds.find((name) => known[name] !== undefined);
  const found = kind === undefined ? undefined : known[kind];
  if (found) return found;
  throw new Error(`no standard for ${kinds.join(', ')}`);
}

/** As long as a text of hours may be, for the prompts that hold it (templates/replies/samples.yaml). */
const longestShown = 37;

interface Group {
  readonly first: Weekday;
  readonly last: Weekday;
  readonly hours: string;
}

function groupDays(hoursByDay: readonly (readonly [Weekday, string])[]): readonly Group[] {
  const groups: Group[] = [];
  for (const [name, hours] of hoursByDay) {
    const before = groups.at(-1);
    if (before?.hours === hours) groups[groups.length - 1] = { ...before, last: name };
    else groups.push({ first: name, last: name, hours });
  }
  return groups.filter(({ hours }) => hours !== '');
}

function tellDays(week: Week, tell: (spans: readonly string[]) => string): string {
  const fromMonday = [...weekdays.slice(1), weekdays[0]];
  const byDay = fromMonday.map((name) => [name, tell(week[name] ?? [])] as const);
  return groupDays(byDay)
    .map(({ first, last, hours }) => `${first === last ? first : `${first}-${last}`} ${hours}`)
    .join(', ');
}

const outer = (spans: readonly string[]): string =>
  spans.length === 0 ? '' : `${spans[0]?.slice(0, 5)}-${spans.at(-1)?.slice(6)}`;

/**
 * Hours as people read them: `Sen-Kam 08.00-15.00, Jum 08.00-11.00`; breaks are told where there is
 * room. @throws InputError when even without breaks it is longer than 37 letters
 */
export function shownHours(week: Week): string {
  const full = tellDays(week, (spans) => spans.join(' & '));
  if (full.length <= longestShown) return full;
  const short = tellDays(week, outer);
  if (short.length <= longestShown) return short;
  throw new InputError(`hours differ on too many days to be told in an SMS: ${short}`);
}

/** What an office says of its hours: derived from them, so that both never differ. */
export function hoursFact(code: string, settings: OfficeSettings): string {
  const file = officeFile(code)?.hours ?? officeFile('default')?.hours;
  const shown = settings.hours === undefined ? file?.shown : undefined;
  return shown ?? shownHours(hoursOf(code, settings));
}
