import type { Knex } from 'knex';
import { highestId, type Db } from './store.ts';

/** How far it has come with an applicant. */
export type ApplicantState = 'interested' | 'summoned' | 'came' | 'placed' | 'refused';

export interface NewApplicant {
  readonly vacancyId: number;
  readonly contactId: number;
  /** The registered person, when it is one of this contact's. */
  readonly personId: number | null;
  readonly name: string;
  /** The consent to pass name and phone to the employer. */
  readonly consentId: number;
}

type ApplicantKey = Pick<NewApplicant, 'vacancyId' | 'contactId' | 'name'>;

const toKey = ({ vacancyId, contactId, name }: ApplicantKey) => ({
  vacancy_id: vacancyId,
  contact_id: contactId,
  name,
});

/** The names that this contact has sent MINAT for, with the vacancy, newest first. */
export async function listApplied(
  { sql }: Db,
  contactId: number,
): Promise<readonly Pick<NewApplicant, 'vacancyId' | 'name' | 'personId'>[]> {
  return sql('applicants')
    .select({ vacancyId: 'vacancy_id', name: 'name', personId: 'person_id' })
    .where({ contact_id: contactId })
    .orderBy('id', 'desc')
    .limit(200);
}

/** Adds a person to the list of a vacancy; false when already there. */
export async function addApplicant(
  { sql }: Db,
  applicant: NewApplicant,
  now: number,
): Promise<boolean> {
  const rows: unknown[] = await sql('applicants')
    .insert({
      ...toKey(applicant),
      person_id: applicant.personId,
      consent_id: applicant.consentId,
      state: 'interested',
      created_at: now,
      updated_at: now,
    })
    .onConflict(['vacancy_id', 'contact_id', 'name'])
    .ignore()
    .returning('id');
  return rows.length > 0;
}

/** An applicant as officers see one. */
export interface Applicant {
  readonly id: number;
  readonly name: string;
  readonly state: ApplicantState;
  /** Opaque id of the contact. */
  readonly contact: string;
  /** D number of the registration, when there is one. */
  readonly seekerNumber: number | null;
  /** When the consent to pass the data on was given; null when it was withdrawn. Epoch ms. */
  readonly consentedAt: number | null;
  readonly createdAt: number;
}

/** A page of a list; `before`: the id that the last page ended with. */
interface Page {
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Newest first, with the registration (`s`) and the consent (`k`): a withdrawn one is none. */
function applicantRows({ sql }: Db, { before, limit }: Page): Knex.QueryBuilder {
  return sql('applicants as a')
    .leftJoin('seekers as s', 's.person_id', 'a.person_id')
    .leftJoin('consents as k', (on) => on.on('k.id', 'a.consent_id').andOnNull('k.withdrawn_at'))
    .select({
      id: 'a.id',
      name: 'a.name',
      state: 'a.state',
      seekerNumber: 's.number',
      createdAt: 'a.created_at',
    })
    .where('a.id', '<', before ?? highestId)
    .orderBy('a.id', 'desc')
    .limit(limit);
}

/** Who is interested in a vacancy, newest first. */
export async function selectApplicants(
  db: Db,
  vacancyId: number,
  page: Page,
): Promise<Applicant[]> {
  return applicantRows(db, page)
    .join('contacts as c', 'c.id', 'a.contact_id')
    .select({ contact: 'c.public_id', consentedAt: 'k.given_at' })
    .where('a.vacancy_id', vacancyId);
}

/** How many have sent MINAT for each of these L numbers; those without any are left out. */
export async function countApplicants(
  { sql }: Db,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const rows: { number: number; count: number }[] = await sql('applicants as a')
    .join('vacancies as v', 'v.id', 'a.vacancy_id')
    .select('v.number', sql.raw('count(*) as count'))
    .whereIn('v.number', numbers)
    .groupBy('v.number');
  return new Map(rows.map(({ number, count }) => [number, count]));
}

/** Notes how far it has come. Gives what it was; undefined when the vacancy has no such applicant. */
export async function changeApplicantState(
  { sql }: Db,
  { vacancyId, id }: { readonly vacancyId: number; readonly id: number },
  state: ApplicantState,
  now: number,
): Promise<ApplicantState | undefined> {
  const key = { id, vacancy_id: vacancyId };
  const before: { state: ApplicantState } | undefined = await sql('applicants')
    .first('state')
    .where(key)
    .forUpdate();
  if (before && before.state !== state) {
    await sql('applicants').update({ state, updated_at: now }).where(key);
  }
  return before?.state;
}

/** An applicant with the vacancy, for a list that goes to an employer. */
export interface ExportedApplicant extends Omit<Applicant, 'contact'> {
  readonly vacancyNumber: number;
  readonly title: string;
  readonly employer: string;
  /** `+62...`; null without the consent to pass it on, or when the contact has no phone. */
  readonly phone: string | null;
}

/** The applicants of all vacancies of an office, or of all offices; newest first. */
export async function selectAllApplicants(
  db: Db,
  {
    office,
    number,
    ...page
  }: Page & {
    readonly office: string | undefined;
    /** Of this L number only. */
    readonly number?: number;
  },
): Promise<ExportedApplicant[]> {
  const phone = db
    .sql('addresses')
    .min('user_id')
    .whereRaw('contact_id = k.contact_id')
    .where('user_id', 'like', '+%')
    .as('phone');
  return applicantRows(db, page)
    .join('vacancies as v', 'v.id', 'a.vacancy_id')
    .select({ vacancyNumber: 'v.number', title: 'v.title', employer: 'v.employer' })
    .select({ consentedAt: 'k.given_at' })
    .select(phone)
    .where({
      ...(office !== undefined && { 'v.office_code': office }),
      ...(number !== undefined && { 'v.number': number }),
    });
}
