import type { Outcome } from '../core/action.ts';
import { isoTime } from '../core/format.ts';
import { textOf, type Values } from '../core/json.ts';
import { readNumber, showNumber } from '../core/number.ts';
import {
  addApplicant,
  listApplied,
  selectApplicants,
  type Applicant,
  type ApplicantState,
  type NewApplicant,
} from '../store/applicants.ts';
import { listContactPersons } from '../store/persons.ts';
import type { Db } from '../store/store.ts';
import { findVacancy, type Vacancy } from '../store/vacancies.ts';
import type { Action, ServiceContext } from './action.ts';
import { agree } from './consents.ts';
import { readPage, type Page, type PageQuery } from './paging.ts';
import { sameName } from './same-name.ts';
import { detailOf, howToApply } from './vacancy-detail.ts';
import { phrase } from './vacancy-lines.ts';
import { isOpen } from './vacancies.ts';

/** The L number meant, also without its letter. */
function numberIn(input: Values): number | undefined {
  const [, digits = ''] =
    /(?<![\p{L}\d])(?:l[\s.-]?)?(\d{4,9})(?!\d)/iu.exec(textOf(input['nomor'])) ?? [];
  return readNumber(`L${digits}`)?.value;
}

/** Whom it is about: the name said, or the only person this phone has registered. */
type Interested = Pick<NewApplicant, 'name' | 'personId'>;

/** Those this phone has registered, or has sent MINAT for before. */
async function knownPersons({ db, contact }: ServiceContext): Promise<readonly Interested[]> {
  const registered = await listContactPersons(db, contact.id);
  const persons = registered.map(({ id, name }) => ({ name, personId: id }));
  const applied = await listApplied(db, contact.id);
  const others = applied.filter(
    ({ name, personId }, at) =>
      personId === null && applied.findIndex((one) => one.name === name) === at,
  );
  return [...persons, ...others.map(({ name, personId }) => ({ name, personId }))];
}

async function interestedPerson(
  context: ServiceContext,
  said: string,
): Promise<Interested | undefined> {
  const persons = await knownPersons(context);
  const [only, other] = persons;
  if (said === '') return other ? undefined : only;
  return persons.find(({ name }) => sameName(name, said)) ?? { name: said, personId: null };
}

async function isListed(
  { db, contact }: ServiceContext,
  vacancy: Vacancy,
  { name }: Interested,
): Promise<boolean> {
  const applied = await listApplied(db, contact.id);
  return applied.some((one) => one.vacancyId === vacancy.id && one.name === name);
}

function toValues(vacancy: Vacancy): Values {
  const { nomor_lowongan = '', jabatan = '', perusahaan = '' } = detailOf(vacancy);
  const cara = howToApply(vacancy) ?? phrase('wait_for_employer');
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
    const person = await interestedPerson(context, textOf(input['nama']));
    if (!person) return { name: 'name', values };
    const name = (await isListed(context, found.vacancy, person)) ? 'already' : 'consent';
    return { name, values: { ...values, nama: person.name } };
  },
};

/** Stores the YA to pass name and phone to this employer, with the words it was said to. */
async function consentTo(
  context: ServiceContext,
  vacancy: Vacancy,
  input: Values,
): Promise<number> {
  const text = textOf(input['izin'])
    .replaceAll('{perusahaan}', vacancy.employer)
    .replaceAll('{nama}', textOf(input['nama']))
    .replaceAll('{nomor_lowongan}', showNumber('L', vacancy.number));
  return agree(context, { purpose: 'employer', text, version: textOf(input['versi']) });
}

/**
 * Puts a person who has said YA on the list of a vacancy. `izin` is the question that was answered,
 * `versi` its version: both are kept with the consent (UU PDP articles 22 and 24).
 */
export const apply: Action = {
  purpose: 'record',
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
    const person = await interestedPerson(context, textOf(input['nama']));
    if (!person) throw new Error('vacancies.apply needs the name that vacancies.interest gave');
    const values = toValues(vacancy);
    if (await isListed(context, vacancy, person)) return { name: 'already', values };
    const consentId = await consentTo(context, vacancy, input);
    const applicant = {
      ...person,
      vacancyId: vacancy.id,
      contactId: context.contact.id,
      consentId,
    };
    await addApplicant(context.db, applicant, context.now.getTime());
    return { name: 'listed', values };
  },
};

/** An applicant as the API shows one. */
export interface ApplicantView {
  /** Of this applicant among those of the vacancy. */
  readonly id: number;
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
  const { id, name, state, contact, seekerNumber, consentedAt, createdAt } = applicant;
  return {
    id,
    name,
    state,
    contact,
    seeker: seekerNumber === null ? null : showNumber('D', seekerNumber),
    consent: consentedAt !== null,
    createdAt: isoTime(createdAt),
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
