import { z } from 'zod';
import { shownDate } from '../../core/format.ts';
import {
  firstKept,
  keepDaysOf,
  keepNames,
  keepRules,
  saveKeepDays,
  type KeepDays,
  type KeepName,
} from '../../services/retention.ts';
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
const path = `${officePath}/simpan`;
const pathOf = (params: Readonly<Record<string, string>>): string => pathIn(params, '/simpan');

/** What the fields are called. */
const fields: Readonly<Record<KeepName, string>> = {
  received: 'masuk',
  sent: 'keluar',
  searches: 'pencarian',
  trail: 'audit',
  silent: 'diam',
};

async function showDays(call: AdminCall): Promise<AdminAnswer | undefined> {
  return inOffice(call, 'content-retention', async (office) => {
    const days = await keepDaysOf(call.db, office);
    return {
      kept: keepNames.map((name) => ({
        name,
        field: fields[name],
        days: days[name],
        first: shownDate(firstKept(call.now, days[name])),
        ...keepRules[name],
      })),
    };
  });
}

const form = z.record(z.string(), z.string().max(10));

/** @throws FormError at each field that is no number of days within its bounds */
function readDays(typed: z.infer<typeof form>): KeepDays {
  const days = keepNames.map((name) => [name, Number(typed[fields[name]] ?? '')] as const);
  const wrong = days.filter(([name, n]) => {
    const { least, most } = keepRules[name];
    return !Number.isInteger(n) || n < least || n > most;
  });
  const errors = wrong.map(([name]) => {
    const { least, most } = keepRules[name];
    return [fields[name], { name: 'keep-range', values: { least: `${least}`, most: `${most}` } }];
  });
  if (errors.length > 0) throw new FormError(Object.fromEntries(errors));
  return Object.fromEntries(days) as KeepDays;
}

async function takeDays(call: AdminCall<z.infer<typeof form>>): Promise<AdminAnswer | undefined> {
  const office = await officeOf(call);
  if (office === undefined) return undefined;
  await saveKeepDays(call.db, readDays(call.form), editorOf(call, office));
  return { redirect: pathOf(call.params), notice: 'content-saved' };
}

/** How long the office keeps what is no record: raw messages, searches, the trail. */
export const contentRetentionRoutes: readonly AdminRoute[] = [
  adminRoute({ ...shared, method: 'get', path, form: noForm, run: showDays }),
  adminRoute({ ...shared, method: 'post', path, form, back: pathOf, run: takeDays }),
];
