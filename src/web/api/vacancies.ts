import { z } from 'zod';
import { listApplicants } from '../../services/applicants.ts';
import { vacancyChange, vacancyForm } from '../../services/vacancy-form.ts';
import {
  createVacancy,
  getVacancy,
  listVacancies,
  updateVacancy,
  type VacancyView,
} from '../../services/vacancy-records.ts';
import { closeVacancy, rejectVacancy, verifyVacancy } from '../../services/vacancy-status.ts';
import { endpoint, noBody, noQuery, type Call, type Endpoint } from './endpoint.ts';
import { ifSeen, officeOf, seesAll } from './scope.ts';
import { moment, office, pageOf, pageQuery, place, sentence } from './shapes.ts';

const status = z.enum(['draft', 'verified', 'rejected', 'closed']);
const text = z.string().nullable();
const amount = z.int().nullable();

const vacancy = z
  .object({
    number: z.string(),
    title: z.string(),
    employer: z.string(),
    kind: z.enum(['job', 'apprenticeship']),
    area: place.nullable(),
    country: text,
    education: z.string(),
    skills: z.array(z.string()).readonly(),
    wageMin: amount,
    wageMax: amount,
    openings: z.int(),
    closesOn: z.iso.date(),
    scope: text,
    disabilityFriendly: z.boolean(),
    description: text,
    gender: text,
    ageMin: amount,
    ageMax: amount,
    experience: text,
    contact: text,
    howToApply: text,
    kbji: text,
    agency: text,
    jobOrder: text,
    office,
    status,
    rejectReason: text,
  })
  .meta({ id: 'Vacancy' });

const applicant = z
  .object({
    name: z.string(),
    state: z.enum(['interested', 'summoned', 'came', 'placed', 'refused']),
    contact: z.string(),
    seeker: text,
    consent: z.boolean(),
    createdAt: moment,
  })
  .meta({ id: 'Applicant' });

async function seen({
  db,
  officer,
  number,
}: Call<unknown, unknown>): Promise<VacancyView | undefined> {
  return ifSeen(officer, await getVacancy(db, number));
}

const reading: readonly Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/vacancies',
    summary: 'Vacancies, the newest first, published or not',
    query: pageQuery.extend({ status: status.exactOptional(), office: office.exactOptional() }),
    body: noBody,
    answer: pageOf(vacancy),
    run: async ({ db, officer, query: { office: asked, ...page } }) => {
      const scope = officeOf(officer, asked);
      const offices = { ...(scope !== undefined && { office: scope }), seesAll: seesAll(officer) };
      const { items, next } = await listVacancies(db, { ...page, ...offices });
      return { items, next };
    },
  }),
  endpoint({
    method: 'get',
    path: '/vacancies/{number}',
    summary: 'One vacancy',
    query: noQuery,
    body: noBody,
    answer: vacancy,
    run: seen,
  }),
  endpoint({
    method: 'get',
    path: '/vacancies/{number}/applicants',
    summary: 'Who sent MINAT for a vacancy, the newest first',
    query: pageQuery,
    body: noBody,
    answer: pageOf(applicant),
    run: async (call) => (await seen(call)) && listApplicants(call.db, call.number, call.query),
  }),
];

const writing: readonly Endpoint[] = [
  endpoint({
    method: 'post',
    path: '/vacancies',
    summary: 'Stores what an employer has reported; not yet published',
    status: 201,
    query: noQuery,
    body: vacancyForm,
    answer: vacancy,
    run: ({ db, body, ...deed }) => createVacancy(db, body, deed),
  }),
  endpoint({
    method: 'patch',
    path: '/vacancies/{number}',
    summary: 'Changes what is given, leaves the rest',
    query: noQuery,
    body: vacancyChange,
    answer: vacancy,
    run: async (call) => (await seen(call)) && updateVacancy(call.db, call.number, call.body, call),
  }),
  endpoint({
    method: 'post',
    path: '/vacancies/{number}/verify',
    summary: 'Publishes a vacancy that an officer has checked; twice changes nothing',
    query: noQuery,
    body: noBody,
    answer: vacancy,
    run: async (call) => (await seen(call)) && verifyVacancy(call.db, call.number, call),
  }),
  endpoint({
    method: 'post',
    path: '/vacancies/{number}/reject',
    summary: 'Turns a vacancy down, published or not',
    query: noQuery,
    body: z.strictObject({ reason: sentence }),
    answer: vacancy,
    run: async (call) =>
      (await seen(call)) && rejectVacancy(call.db, call.number, call.body.reason, call),
  }),
  endpoint({
    method: 'post',
    path: '/vacancies/{number}/close',
    summary: 'Takes a vacancy off: filled, or no longer wanted; twice changes nothing',
    query: noQuery,
    body: noBody,
    answer: vacancy,
    run: async (call) => (await seen(call)) && closeVacancy(call.db, call.number, call),
  }),
];

/** Vacancies and who is interested in them. */
export const vacancyEndpoints: readonly Endpoint[] = [...reading, ...writing];
