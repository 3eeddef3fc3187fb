import { z } from 'zod';
import { localPhone } from '../../core/phone.ts';
import { listDuty, saveDuty, type DutyEntry, type DutyProblem } from '../../services/duty.ts';
import { listOfficers } from '../../services/officers.ts';
import { contentRoles, inOffice, officeOf, officePath, pathIn } from './content-office.ts';
import { noForm } from './forms.ts';
import {
  adminRoute,
  FormError,
  type AdminAnswer,
  type AdminCall,
  type AdminRoute,
} from './route.ts';

const shared = { roles: contentRoles, scope: 'office' } as const;
const duty = `${officePath}/jaga`;
const pathOf = (params: Readonly<Record<string, string>>): string => pathIn(params, '/jaga');

/** Empty rows below the list, to add to it. */
const spare = 3;

/** A field of type time has no 24:00: midnight at the end of a day is 00:00. */
const toField = (time: string): string => (time === '24:00' ? '00:00' : time);
const toEnd = (time: string): string => (time === '00:00' ? '24:00' : time);

/** A person of the list as the form shows one. */
function toRow(entry: DutyEntry) {
  const { name, officerId, medium, userId, days, starts, ends, supervisor } = entry;
  return {
    name,
    officer: officerId === null ? '' : String(officerId),
    medium,
    address: localPhone(userId),
    days,
    starts,
    ends: toField(ends),
    supervisor: supervisor ? 'ya' : '',
  };
}

const blank = {
  name: '',
  officer: '',
  medium: 'sms',
  address: '',
  days: '1234567',
  starts: '00:00',
  ends: '00:00',
  supervisor: '',
} as const;

async function showDuty(call: AdminCall): Promise<AdminAnswer | undefined> {
  return inOffice(call, 'content-duty', async (office) => {
    const rows = (await listDuty(call.db, office)).map(toRow);
    const officers = await listOfficers(call.db, { office, after: 0, limit: 200 });
    return {
      rows: [...rows, ...Array.from({ length: spare }, () => blank)],
      count: rows.length,
      officers: officers
        .filter(({ active }) => active)
        .map(({ id, name }) => [String(id), name] as const),
    };
  });
}

const form = z.record(z.string(), z.string().max(200, 'too-long'));

type Typed = z.infer<typeof form>;

interface TypedRow {
  /** Number of the row in the form. */
  readonly at: number;
  readonly entry: DutyEntry;
}

const media: Readonly<Record<string, DutyEntry['medium']>> = {
  sms: 'sms',
  whatsapp: 'whatsapp',
  telegram: 'telegram',
};

function rowOf(typed: Typed, at: number): TypedRow {
  const field = (name: string): string => (typed[`${name}-${at}`] ?? '').trim();
  const officer = Number(field('petugas'));
  return {
    at,
    entry: {
      name: field('nama'),
      officerId: officer > 0 ? officer : null,
      medium: media[field('saluran')] ?? 'sms',
      userId: field('alamat'),
      days: field('hari'),
      starts: field('mulai'),
      ends: toEnd(field('sampai')),
      supervisor: field('atasan') === 'ya',
    },
  };
}

/** The rows that were filled in, in the order of the form. */
function rowsOf(typed: Typed): readonly TypedRow[] {
  const numbers = Object.keys(typed).flatMap((name) => /^nama-(\d{1,3})$/u.exec(name)?.[1] ?? []);
  return numbers
    .map((number) => rowOf(typed, Number(number)))
    .filter(({ entry }) => entry.name !== '' || entry.userId !== '')
    .toSorted((a, b) => a.at - b.at);
}

const fields: Readonly<Record<DutyProblem['field'], string>> = {
  name: 'nama',
  userId: 'alamat',
  days: 'hari',
  hours: 'mulai',
  officer: 'petugas',
};

function mistakesOf(
  problems: readonly DutyProblem[],
  rows: readonly TypedRow[],
): Record<string, string> {
  return Object.fromEntries(
    problems.map(({ row, field }) => [
      `${fields[field]}-${rows[row]?.at ?? 0}`,
      `duty-${field === 'userId' ? 'address' : field}`,
    ]),
  );
}

async function takeDuty(call: AdminCall<Typed>): Promise<AdminAnswer | undefined> {
  const office = await officeOf(call);
  if (office === undefined) return undefined;
  const rows = rowsOf(call.form);
  const entries = rows.map(({ entry }) => entry);
  const { now, officer } = call;
  const problems = await saveDuty(call.db, office, entries, { by: officer.id, now });
  if (problems.length > 0) throw new FormError(mistakesOf(problems, rows));
  return { redirect: pathOf(call.params), notice: 'content-saved' };
}

/** Who is called when somebody is in danger, in which order and when. */
export const contentDutyRoutes: readonly AdminRoute[] = [
  adminRoute({ ...shared, method: 'get', path: duty, form: noForm, run: showDuty }),
  adminRoute({ ...shared, method: 'post', path: duty, form, back: pathOf, run: takeDuty }),
];
