import { InputError } from '../core/errors.ts';
import { recordAudit } from '../store/audit.ts';
import {
  changeOfficeSettings,
  findOffice,
  type OfficeSettings,
  type Standard,
} from '../store/offices.ts';
import type { Db } from '../store/store.ts';
import type { Editor } from './content-edit.ts';
import { generalHolidays } from './holidays.ts';
import { officeFile } from './office-files.ts';
import {
  hoursOf,
  knownStandards,
  provinceCode,
  readWeek,
  shownHours,
  type Week,
} from './office-hours.ts';

/** Why a calendar was not taken; the pages have words for each. */
export type CalendarFault = 'hours' | 'hours-shown' | 'date' | 'name' | 'standard';

/** A calendar as typed is not in order. */
export class CalendarError extends InputError {
  readonly fault: CalendarFault;

  constructor(fault: CalendarFault, cause?: unknown) {
    super(`the calendar is not in order: ${fault}`, { cause });
    this.fault = fault;
  }
}

/** A day on which an office is closed. */
export interface CalendarDay {
  readonly date: string;
  readonly name: string;
  /** Who set it: the file for all offices, the province for its districts, the office itself. */
  readonly from: 'general' | 'province' | 'office';
  readonly confirmed: boolean;
}

/** When an office works and how soon it answers, as officers see and edit it. */
export interface OfficeCalendar {
  readonly week: Week;
  /** As people are told: `Sen-Jum 08.00-14.00`. */
  readonly shown: string;
  /** False while nobody of the office has said that the hours are these. */
  readonly hoursConfirmed: boolean;
  readonly holidays: readonly CalendarDay[];
  /** General holidays on which this office works all the same. */
  readonly workdays: readonly string[];
  /** How soon an answer is promised: `question`, `complaint`, `complaint.CATEGORY`, `urgent`. */
  readonly standards: Readonly<Record<string, Standard>>;
}

/** What an office sets of its calendar; it replaces what was set before. */
export interface CalendarForm {
  readonly week: Week;
  /** Closed besides, by date; null: a general holiday on which the office works. */
  readonly holidays: Readonly<Record<string, string | null>>;
  readonly standards: Readonly<Record<string, Standard>>;
}

type Days = Readonly<Record<string, string | null>>;

function ownDays(days: Days, from: CalendarDay['from']): readonly CalendarDay[] {
  return Object.entries(days).flatMap(([date, name]) =>
    name === null ? [] : [{ date, name, from, confirmed: true }],
  );
}

function holidaysOf(province: Days, office: Days): readonly CalendarDay[] {
  const general = generalHolidays().map(({ date, name, confirmed }) => ({
    date,
    name,
    from: 'general' as const,
    confirmed: confirmed === 'yes',
  }));
  const days = new Map<string, CalendarDay>();
  for (const day of [...general, ...ownDays(province, 'province'), ...ownDays(office, 'office')]) {
    days.set(day.date, day);
  }
  const open = { ...province, ...office };
  return [...days.values()]
    .filter(({ date }) => open[date] !== null)
    .toSorted((a, b) => (a.date < b.date ? -1 : 1));
}

/** The holidays that the province has set for its districts, or for itself as an office. */
async function provinceDays(db: Db, code: string): Promise<Days> {
  if (code === provinceCode) return {};
  return (await findOffice(db, provinceCode))?.settings.holidays ?? {};
}

const isConfirmed = (code: string, { hours }: OfficeSettings): boolean =>
  hours !== undefined || officeFile(code)?.hours?.confirmed === 'yes';

/** The calendar of an office with where each day comes from. The province's days hold for all. */
export async function getCalendar(db: Db, code: string): Promise<OfficeCalendar> {
  const settings = (await findOffice(db, code))?.settings ?? {};
  const { holidays: own = {} } = settings;
  const week = hoursOf(code, settings);
  return {
    week,
    shown: shownHours(week),
    hoursConfirmed: isConfirmed(code, settings),
    holidays: holidaysOf(await provinceDays(db, code), own),
    workdays: Object.keys(own).filter((date) => own[date] === null),
    standards: knownStandards(code, settings),
  };
}

function checkWeek(week: Week): void {
  try {
    readWeek(week);
  } catch (error) {
    throw new CalendarError('hours', error);
  }
  try {
    shownHours(week);
  } catch (error) {
    throw new CalendarError('hours-shown', error);
  }
}

function isDate(text: string): boolean {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text;
}

function checkHolidays(holidays: Days): void {
  for (const [date, name] of Object.entries(holidays)) {
    if (!isDate(date)) throw new CalendarError('date');
    if (name !== null && !/^[^\p{Cc}]{1,60}$/u.test(name)) throw new CalendarError('name');
  }
}

const isWhole = (amount: number, most: number): boolean =>
  Number.isInteger(amount) && amount >= 1 && amount <= most;

const isSane = (standard: Standard): boolean =>
  'days' in standard ? isWhole(standard.days, 366) : isWhole(standard.minutes, 10_000);

function checkStandards(code: string, standards: CalendarForm['standards']): void {
  const known = knownStandards(code, {});
  for (const [kind, standard] of Object.entries(standards)) {
    if (!isSane(standard) || known[kind] === undefined) throw new CalendarError('standard');
  }
}

/**
 * Keeps what an officer has set of an office's calendar, in the caller's transaction. What people
 * are told of the hours follows it at once. Promises already given stay as they were given.
 * @throws CalendarError (an InputError) when something is not in order, also when no hours are left
 */
export async function saveCalendar(db: Db, form: CalendarForm, editor: Editor): Promise<void> {
  const { week: hours, holidays, standards } = form;
  const { office, officerId, now } = editor;
  checkWeek(hours);
  checkHolidays(holidays);
  checkStandards(office, standards);
  const change = { hours, holidays, standards };
  await changeOfficeSettings(db, office, (settings) => ({ ...settings, ...change }));
  await recordAudit(db, {
    at: now.getTime(),
    actor: `officer:${officerId}`,
    action: 'calendar.change',
    subject: `office:${office}`,
  });
}
