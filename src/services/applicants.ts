import type { Outcome } from '../core/action.ts';
import type { Json, Values } from '../core/json.ts';
import { readNumber, showNumber } from '../core/number.ts';
import {
  addApplicant,
  isApplicant,
  selectApplicants,
  type Applicant,
  type ApplicantState,
} from '../store/applicants.ts';
import { listContactPersons, type Person } from '../store/persons.ts';
import type { Db } from '../store/store.ts';
import { findVacancy, type Vacancy } from '../store/vacancies.ts';
import type { Action, ServiceContext } from './action.ts';
import { giveConsent } from './consents.ts';
import { readPage, type Page, type PageQuery } from './paging.ts';
import { sameName } from './same-name.ts';
import { localTime } from './seekers.ts';
import { detailOf } from './vacancy-detail.ts';
import { isOpen } from './vacancies.ts';

const asText = (value: Json | undefined): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';

/** The L number meant, also without its letter. */
function numberIn(input: Values): number | undefined {
  const typed = asText(input['nomor']);
  const read = readNumber(/^\d/.test(typed) ? `L${typed}` : typed);
  return read?.letter === 'L' ? read.value : undefined;
}

/** Whom it is about: the name said, or the only person this phone has registered. */
interface Interested {
  readonly name: string;
  readonly personId: number | null;
}

async function interestedPerson(
  { db, contact }: ServiceContext,
  said: string,
): Promise<Interested | undefined> {
  const persons: readonly Person[] = await listContactPersons(db, contact.id);
  const [only, other] = persons;
  if (said === '') return only && !other ? { name: only.name, personId: only.id } : undefined;
  const known = persons.find(({ name }) => sameName(name, said));
  return { name: known?.name ?? said, personId: known?.id ?? null };
}

function toValues(vacancy: Vacancy): Values {
  const { nomor_lowongan = '', jabatan = '', perusahaan = '', cara = '' } = detailOf(vacancy);
  return { nomor_lowongan, jabatan, perusahaan, cara };
}

const vacancyNames = ['nomor_lowongan', 'jabatan', 'perusahaan', 'cara'] as const;

/** The vacancy meant, or the outcome that says why there is none. An unpublished one is unknown. */
async function openVacancy(
  { db, now }: ServiceContext,
  input: Values,
): Promise<{ readonly vacancy: Vacancy } | { readonly outcome: Outcome }> {
  const number = numberIn(input);
  if (number === undefined) return { outcome: { name: 'unknown', values: { nomor: null } } };
  const vacancy = await findVacancy(db, number);
  if (vacancy && isOpen(vacancy, now)) return { vacancy };
  const wasPublished = vacancy !== undefined && vacancy.verifiedAt !== null;
  const nomor_lowongan = showNumber('L', number);
  return {
    outcome: { name: wasPublished ? 'closed' : 'unknown', values: { nomor: null, nomor_lowongan } },
  };
}

/**
 * MINAT: whether a person can be put on a vacancy's list. `nama` when the phone has registered
 * nobody or several; without it then the outcome is `name`. Nothing is stored before the YA.
 */
export const interest: Action = {
  takes: ['nomor', 'nama'],
  outcomes: {
    consent: [...vacancyNames, 'nama'],
    name: [...vacancyNames],
    already: [...vacancyNames, 'nama'],
    closed: ['nomor', 'nomor_lowongan'],
    unknown: ['nomor', 'nomor_lowongan'],
  },
  async run(input, context) {
    const found = await openVacancy(context, input);
    if ('outcome' in found) return found.outcome;
    const values = toValues(found.vacancy);
    const person = await interestedPerson(context, asText(input['nama']));
    if (!person) return { name: 'name', values };
    const key = { vacancyId: found.vacancy.id, contactId: context.contact.id, name: person.name };
    const name = (await isApplicant(context.db, key)) ? 'already' : 'consent';
    return { name, values: { ...values, nama: person.name } };
  },
};

/** Stores the YA to pass name and phone to this employer, with the words it was said to. */
async function consentTo(
  context: ServiceContext,
  vacancy: Vacancy,
  input: Values,
): Promise<number> {
  const text = asText(input['izin'])
    .replaceAll('{perusahaan}', vacancy.employer)
    .replaceAll('{nama}', asText(input['nama']))
    .replaceAll('{nomor_lowongan}', showNumber('L', vacancy.number));
  const consent = { contactId: context.contact.id, purpose: 'employer', text } as const;
  return giveConsent(context.db, { ...consent, version: asText(input['versi']) }, context.now);
}

/**
 * Puts a person who has said YA on the list of a vacancy. `izin` is the question that was answered,
 * `versi` its version: both are kept with the consent (UU PDP articles 22 and 24).
 */
export const apply: Action = {
  takes: ['nomor', 'nama', 'izin', 'versi'],
  outcomes: {
    listed: [...vacancyNames],
    already: [...vacancyNames],
    closed: ['nomor', 'nomor_lowongan'],
    unknown: ['nomor', 'nomor_lowongan'],
  },
  async run(input, context) {
    const found = await openVacancy(context, input);
    if ('outcome' in found) return found.outcome;
    const { vacancy } = found;
    const person = await interestedPerson(context, asText(input['nama']));
    if (!person) throw new Error('vacancies.apply needs the name that vacancies.interest gave');
    const applicant = { ...person, vacancyId: vacancy.id, contactId: context.contact.id };
    if (await isApplicant(context.db, applicant))
      return { name: 'already', values: toValues(vacancy) };
    const consentId = await consentTo(context, vacancy, input);
    await addApplicant(context.db, { ...applicant, consentId }, context.now.getTime());
    return { name: 'listed', values: toValues(vacancy) };
  },
};

/** An applicant as the API shows one. */
export interface ApplicantView {
  readonly name: string;
  readonly state: ApplicantState;
  readonly contact: string;
  /** D number, when registered. */
  readonly seeker: string | null;
  /** True while the consent to pass name and phone to the employer stands. */
  readonly consent: boolean;
  readonly createdAt: string;
}

function toView(applicant: Applicant): ApplicantView {
  const { name, state, contact, seekerNumber, consentedAt, createdAt } = applicant;
  return {
    name,
    state,
    contact,
    seeker: seekerNumber === null ? null : showNumber('D', seekerNumber),
    consent: consentedAt !== null,
    createdAt: localTime(createdAt),
  };
}

/**
 * Who sent MINAT for a vacancy, newest first; undefined when the L number is unknown.
 * @throws RejectedRequest 400 when the cursor is none of ours
 */
export async function listApplicants(
  db: Db,
  number: string,
  query: PageQuery,
): Promise<Page<ApplicantView> | undefined> {
  const read = readNumber(number);
  const vacancy = read?.letter === 'L' ? await findVacancy(db, read.value) : undefined;
  return vacancy && readPage(query, (part) => selectApplicants(db, vacancy.id, part), toView);
}
