import { z } from 'zod';
import {
  emptied,
  placesOf,
  readEntry,
  toEntry,
  type VacancyEntry,
} from '../../services/vacancy-entry.ts';
import type { VacancyForm } from '../../services/vacancy-form.ts';
import { createVacancy, updateVacancy } from '../../services/vacancy-records.ts';
import { sees } from '../api/scope.ts';
import { noForm } from './forms.ts';
import { adminRoute, FormError, type AdminCall, type AdminRoute } from './route.ts';
import { seenVacancy, vacancyList, vacancyPath, vacancyShared } from './vacancies.ts';

const addPath = '/admin/lowongan/tambah';
const editPath = (params: Readonly<Record<string, string>>): string =>
  `${vacancyPath(params)}/ubah`;

const text = z.string().max(3000, 'too-long').default('');

/** Texts as typed, by the columns of an import; what they mean is the service's to say. */
const entryForm = z.object({
  title: text,
  employer: text,
  kind: text,
  district: text,
  education: text,
  openings: text,
  closes_on: text,
  skills: text,
  wage_min: text,
  wage_max: text,
  scope: text,
  disability_friendly: text,
  description: text,
  country: text,
  gender: text,
  age_min: text,
  age_max: text,
  experience: text,
  contact: text,
  how_to_apply: text,
  kbji: text,
  agency: text,
  job_order: text,
});

/** @throws FormError naming the fields in which something is wrong */
function readForm(entry: VacancyEntry, office: string): VacancyForm {
  const read = readEntry(entry, office);
  if ('form' in read) return read.form;
  throw new FormError(
    Object.fromEntries(
      read.wrong.map((column) => [column, `vacancy-${column.replaceAll('_', '-')}`]),
    ),
  );
}

type Entered = AdminCall<z.infer<typeof entryForm>>;

async function add(call: Entered) {
  const { db, form, officer } = call;
  const vacancy = await createVacancy(db, readForm(form, officer.office), call);
  const isOurs = sees(officer, vacancy.office);
  const redirect = isOurs ? vacancyPath({ number: vacancy.number }) : vacancyList;
  return { redirect, notice: isOurs ? 'vacancy-added' : 'vacancy-added-elsewhere' };
}

async function change(call: Entered) {
  const vacancy = await seenVacancy(call);
  if (!vacancy) return undefined;
  const entered = { ...emptied, ...readForm(call.form, vacancy.office) };
  const changed = await updateVacancy(call.db, vacancy.number, entered, call);
  const isOurs = changed && sees(call.officer, changed.office);
  return isOurs
    ? { redirect: vacancyPath(call.params), notice: 'saved' }
    : { redirect: vacancyList, notice: 'vacancy-moved' };
}

/** A vacancy that an officer types: what an employer has told. */
export const vacancyEditRoutes: readonly AdminRoute[] = [
  adminRoute({
    ...vacancyShared,
    scope: 'none',
    method: 'get',
    path: addPath,
    form: noForm,
    run: async ({ officer }) => ({
      view: 'vacancy-edit',
      data: { entry: {}, places: placesOf(officer.office) },
    }),
  }),
  adminRoute({
    ...vacancyShared,
    scope: 'none',
    method: 'post',
    path: addPath,
    form: entryForm,
    back: () => addPath,
    run: add,
  }),
  adminRoute({
    ...vacancyShared,
    method: 'get',
    path: `${vacancyList}/:number/ubah`,
    form: noForm,
    run: async (call) => {
      const vacancy = await seenVacancy(call);
      if (!vacancy) return undefined;
      const data = { entry: toEntry(vacancy), places: placesOf(vacancy.office), vacancy };
      return { view: 'vacancy-edit', data };
    },
  }),
  adminRoute({
    ...vacancyShared,
    method: 'post',
    path: `${vacancyList}/:number/ubah`,
    form: entryForm,
    back: editPath,
    run: change,
  }),
];
