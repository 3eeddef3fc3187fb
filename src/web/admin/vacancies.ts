import { z } from 'zod';
import { auditTrail } from '../../services/audit-trail.ts';
import { mostCounted, vacancyDesk } from '../../services/vacancy-desk.ts';
import { getVacancy, type VacancyView } from '../../services/vacancy-records.ts';
import {
  closeVacancy,
  mayVerify,
  rejectVacancy,
  verifyVacancy,
} from '../../services/vacancy-status.ts';
import { ifSeen, officeOf, seesAll } from '../api/scope.ts';
import { allOffices } from '../../services/offices.ts';
import { noForm } from './forms.ts';
import { shownAt } from './moments.ts';
import { adminRoute, everyone, type AdminCall, type AdminRoute } from './route.ts';

export const vacancyList = '/admin/lowongan';
export const vacancyPath = ({ number = '' }: Readonly<Record<string, string>>): string =>
  `${vacancyList}/${number}`;
export const vacancyShared = { roles: everyone, scope: 'office' } as const;

/** The vacancy of the path, when the officer may see it. */
export async function seenVacancy<Form>({
  db,
  officer,
  params,
}: AdminCall<Form>): Promise<VacancyView | undefined> {
  return ifSeen(officer, await getVacancy(db, params['number'] ?? ''));
}

/** An empty field of a filter is no filter. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

const filters = z.object({
  keadaan: optional(z.enum(['draft', 'verified', 'rejected', 'closed'])),
  jenis: optional(z.enum(['job', 'apprenticeship'])),
  kata: optional(z.string().trim().max(60)),
  kantor: optional(z.string().regex(/^\d{2}(\.\d{2})?$/)),
  cursor: optional(z.string().regex(/^\d{1,9}$/)),
});

type Filters = z.infer<typeof filters>;

/** The filters as a query, for links that change one of them. */
function toQuery(form: Filters): (change: Partial<Filters>) => string {
  return (change) => {
    const wanted = { ...form, cursor: undefined, ...change };
    const given = Object.entries(wanted).filter(([, value]) => value !== undefined);
    return `?${new URLSearchParams(given as [string, string][]).toString()}`;
  };
}

async function showList({ db, officer, form, now }: AdminCall<Filters>) {
  const { keadaan: status, jenis: kind, kata: words, kantor, cursor } = form;
  const office = officeOf(officer, kantor);
  const query = { status, kind, words, office, cursor };
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const all = seesAll(officer);
  const found = await vacancyDesk(
    db,
    { ...Object.fromEntries(given), limit: 50, seesAll: all },
    now,
  );
  const offices = all ? await allOffices(db) : [];
  return {
    view: 'vacancies',
    data: { ...found, most: mostCounted, form, offices, to: toQuery(form) },
  };
}

async function showOne(call: AdminCall) {
  const vacancy = await seenVacancy(call);
  if (!vacancy) return undefined;
  const { db, officer, timezone } = call;
  const trail = await auditTrail(db, { subject: vacancy.number, limit: 30 });
  const history = trail.items.map((line) => ({ ...line, at: shownAt(line.at, timezone) }));
  const mayDecide = mayVerify(officer, vacancy.office);
  return { view: 'vacancy', data: { vacancy, history, mayDecide } };
}

const reason = z
  .string()
  .trim()
  .min(1, 'needed')
  .max(300, 'too-long')
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'wrong');

type Change = (call: AdminCall, number: string) => Promise<VacancyView | undefined>;

/** A button on the page of a vacancy. */
function deed(path: string, notice: string, change: Change): AdminRoute {
  return adminRoute({
    ...vacancyShared,
    method: 'post',
    path: `${vacancyList}/:number/${path}`,
    form: noForm,
    back: vacancyPath,
    run: async (call) => {
      const vacancy = await seenVacancy(call);
      const changed = vacancy && (await change(call, vacancy.number));
      return changed && { redirect: vacancyPath(call.params), notice };
    },
  });
}

/** Vacancies: the list, one of them, and what an officer decides about it. */
export const vacancyRoutes: readonly AdminRoute[] = [
  adminRoute({ ...vacancyShared, method: 'get', path: vacancyList, form: filters, run: showList }),
  adminRoute({
    ...vacancyShared,
    method: 'get',
    path: `${vacancyList}/:number`,
    form: noForm,
    run: showOne,
  }),
  deed('terbit', 'vacancy-verified', (call, number) => verifyVacancy(call.db, number, call)),
  deed('tutup', 'vacancy-closed', (call, number) => closeVacancy(call.db, number, call)),
  adminRoute({
    ...vacancyShared,
    method: 'post',
    path: `${vacancyList}/:number/tolak`,
    form: z.object({ reason }),
    back: vacancyPath,
    run: async (call) => {
      const vacancy = await seenVacancy(call);
      if (!vacancy) return undefined;
      await rejectVacancy(call.db, vacancy.number, call.form.reason, call);
      return { redirect: vacancyPath(call.params), notice: 'vacancy-rejected' };
    },
  }),
];
