import { z } from 'zod';
import {
  auditApplicants,
  exportForEmployer,
  setApplicantState,
} from '../../services/applicant-desk.ts';
import { listApplicants } from '../../services/applicants.ts';
import { rowNumber } from './forms.ts';
import { shownAt } from './moments.ts';
import { adminRoute, type AdminCall, type AdminRoute } from './route.ts';
import { tableFile } from './table-file.ts';
import { seenVacancy, vacancyList, vacancyPath, vacancyShared } from './vacancies.ts';

const listPath = `${vacancyList}/:number/pelamar`;
const pathOf = (params: Readonly<Record<string, string>>): string =>
  `${vacancyPath(params)}/pelamar`;

const part = z.object({
  cursor: z
    .string()
    .regex(/^\d{1,9}$/)
    .exactOptional(),
});
const change = z.object({
  id: rowNumber,
  state: z.enum(['interested', 'summoned', 'came', 'placed', 'refused']),
});

async function showList(call: AdminCall<z.infer<typeof part>>) {
  const vacancy = await seenVacancy(call);
  if (!vacancy) return undefined;
  const { db, form, timezone } = call;
  const page = await listApplicants(db, vacancy.number, { limit: 100, ...form });
  if (!page) return undefined;
  await auditApplicants(db, vacancy.number, call);
  const applicants = page.items.map((one) => ({
    ...one,
    since: shownAt(Date.parse(one.createdAt), timezone),
  }));
  return { view: 'applicants', data: { vacancy, applicants, next: page.next } };
}

/** Who sent MINAT for a vacancy. */
export const applicantRoutes: readonly AdminRoute[] = [
  adminRoute({ ...vacancyShared, method: 'get', path: listPath, form: part, run: showList }),
  adminRoute({
    ...vacancyShared,
    method: 'post',
    path: `${listPath}/keadaan`,
    form: change,
    back: pathOf,
    run: async (call) => {
      const vacancy = await seenVacancy(call);
      if (!vacancy) return undefined;
      const { id, state } = call.form;
      const changed = await setApplicantState(call.db, { number: vacancy.number, id }, state, call);
      return changed && { redirect: pathOf(call.params), notice: 'applicant-state' };
    },
  }),
  adminRoute({
    ...vacancyShared,
    method: 'post',
    path: `${listPath}/ekspor`,
    form: z.object({ format: z.enum(['csv', 'xlsx']).default('xlsx') }),
    back: pathOf,
    run: async (call) => {
      const vacancy = await seenVacancy(call);
      if (!vacancy) return undefined;
      const { number } = vacancy;
      const { body } = await exportForEmployer(call.db, number, call.form.format, call);
      return tableFile(`pelamar-${number}`, call.form.format, body);
    },
  }),
];
