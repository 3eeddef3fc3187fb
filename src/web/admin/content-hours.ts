import { z } from 'zod';
import { localDate, shownDate, weekdays } from '../../core/format.ts';
import {
  CalendarError,
  getCalendar,
  saveCalendar,
  type CalendarFault,
  type CalendarForm,
  type OfficeCalendar,
} from '../../services/calendars.ts';
import {
  contentRoles,
  editorOf,
  inOffice,
  officeOf,
  officePath,
  pathIn,
} from './content-office.ts';
import { noForm } from './forms.ts';
import {
  adminRoute,
  FormError,
  type AdminAnswer,
  type AdminCall,
  type AdminRoute,
} from './route.ts';

const shared = { roles: contentRoles, scope: 'office' } as const;
const hours = `${officePath}/jam`;
const pathOf = (params: Readonly<Record<string, string>>): string => pathIn(params, '/jam');

const dayNames: Readonly<Record<string, string>> = {
  Sen: 'senin',
  Sel: 'selasa',
  Rab: 'rabu',
  Kam: 'kamis',
  Jum: 'jumat',
  Sab: 'sabtu',
  Min: 'minggu',
};

/** As people read a week. */
const fromMonday = [...weekdays.slice(1), ...weekdays.slice(0, 1)];

type Standards = OfficeCalendar['standards'];

const amountOf = (standard: Standards[string] | undefined): number =>
  standard && 'days' in standard ? standard.days : (standard?.minutes ?? 0);

async function showHours(call: AdminCall): Promise<AdminAnswer | undefined> {
  return inOffice(call, 'content-hours', async (office) => {
    const calendar = await getCalendar(call.db, office);
    const today = localDate(call.now);
    const own = calendar.holidays.filter(({ from }) => from === 'office');
    return {
      shown: calendar.shown,
      confirmed: calendar.hoursConfirmed,
      days: fromMonday.map((day) => ({
        day,
        field: dayNames[day],
        spans: (calendar.week[day] ?? []).join(', '),
      })),
      general: calendar.holidays
        .filter(({ from, date }) => from !== 'office' && date >= today)
        .map((day) => ({ ...day, on: shownDate(day.date) })),
      own: own.map(({ date, name }) => `${shownDate(date)} ${name}`).join('\n'),
      workdays: calendar.workdays.map(shownDate).join('\n'),
      standards: Object.entries(calendar.standards).map(([kind, standard]) => ({
        kind,
        field: `standar-${kind}`,
        unit: 'days' in standard ? 'days' : 'minutes',
        amount: amountOf(standard),
      })),
    };
  });
}

const form = z.record(z.string(), z.string().max(5_000, 'too-long'));

type Typed = z.infer<typeof form>;

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** `24-12-2026` or `2026-12-24` as `2026-12-24`; anything else as it is, for the service to refuse. */
function toDate(text: string): string {
  const [, day = '', month = '', year = ''] = /^(\d{1,2})-(\d{1,2})-(\d{4})$/.exec(text) ?? [];
  return year === '' ? text : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

function daysOf(typed: Typed): Record<string, string | null> {
  const closed = linesOf(typed['libur'] ?? '').map((line): [string, string] => {
    const [date = '', ...name] = line.split(/\s+/);
    return [toDate(date), name.join(' ')];
  });
  const open = linesOf(typed['masuk'] ?? '').map((line): [string, null] => [toDate(line), null]);
  return Object.fromEntries([...open, ...closed]);
}

function standardsOf(typed: Typed, known: Standards): CalendarForm['standards'] {
  return Object.fromEntries(
    Object.entries(known).map(([kind, standard]) => {
      const text = typed[`standar-${kind}`] ?? '';
      const amount = text === '' ? amountOf(standard) : Number(text);
      return [kind, 'days' in standard ? { days: amount } : { minutes: amount }];
    }),
  );
}

function toForm(typed: Typed, known: Standards): CalendarForm {
  const week = fromMonday.map((day) => {
    const spans = (typed[dayNames[day] ?? ''] ?? '').split(/[,;]/).map((span) => span.trim());
    return [day, spans.filter((span) => span !== '').map((span) => span.replaceAll(':', '.'))];
  });
  return {
    week: Object.fromEntries(
      week.filter(([, spans]) => (spans?.length ?? 0) > 0),
    ) as CalendarForm['week'],
    holidays: daysOf(typed),
    standards: standardsOf(typed, known),
  };
}

const fieldOf: Readonly<Record<CalendarFault, string>> = {
  hours: 'senin',
  'hours-shown': 'senin',
  date: 'libur',
  name: 'libur',
  standard: 'standar-question',
};

async function takeHours(call: AdminCall<Typed>): Promise<AdminAnswer | undefined> {
  const office = await officeOf(call);
  if (office === undefined) return undefined;
  const { standards } = await getCalendar(call.db, office);
  try {
    await saveCalendar(call.db, toForm(call.form, standards), editorOf(call, office));
  } catch (error) {
    if (!(error instanceof CalendarError)) throw error;
    throw new FormError({ [fieldOf[error.fault]]: `calendar-${error.fault}` });
  }
  return { redirect: pathOf(call.params), notice: 'content-saved' };
}

/** Hours, holidays and how soon the office answers. */
export const contentHoursRoutes: readonly AdminRoute[] = [
  adminRoute({ ...shared, method: 'get', path: hours, form: noForm, run: showHours }),
  adminRoute({ ...shared, method: 'post', path: hours, form, back: pathOf, run: takeHours }),
];
