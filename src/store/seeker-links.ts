import type { ApplicantState } from './applicants.ts';
import type { PersonRole } from './persons.ts';
import type { Db } from './store.ts';

/** A vacancy that somebody sent MINAT for. */
export interface Application {
  readonly vacancyNumber: number;
  readonly title: string;
  readonly employer: string;
  readonly state: ApplicantState;
  readonly createdAt: number;
}

/** What a person has applied for, the newest first, at most 100. */
export async function applicationsOf(
  { sql }: Db,
  personId: number,
): Promise<readonly Application[]> {
  return sql('applicants as a')
    .join('vacancies as v', 'v.id', 'a.vacancy_id')
    .select({
      vacancyNumber: 'v.number',
      title: 'v.title',
      employer: 'v.employer',
      state: 'a.state',
      createdAt: 'a.created_at',
    })
    .where({ 'a.person_id': personId })
    .orderBy('a.id', 'desc')
    .limit(100);
}

/** A contact that speaks for a person. */
export interface SpeakingContact {
  readonly contactId: number;
  readonly role: PersonRole;
  /** When STOP was sent; null: reminders may go there. */
  readonly stoppedAt: number | null;
  /** How many persons share it. */
  readonly persons: number;
}

/** Which contacts speak for a person. */
export async function contactsOfPerson(
  { sql }: Db,
  personId: number,
): Promise<readonly SpeakingContact[]> {
  const persons = sql('contact_persons as x')
    .count('*')
    .whereRaw('x.contact_id = c.id')
    .as('persons');
  return sql('contact_persons as l')
    .join('contacts as c', 'c.id', 'l.contact_id')
    .select({ contactId: 'c.id', role: 'l.role', stoppedAt: 'c.stopped_at' })
    .select(persons)
    .where({ 'l.person_id': personId })
    .orderBy('c.id');
}

/** Consultations (K, without the letter) of these contacts in an office, the newest first, at most 20. */
export async function consultationsOf(
  { sql }: Db,
  { contactIds, office }: { readonly contactIds: readonly number[]; readonly office: string },
): Promise<readonly { readonly number: number; readonly status: string }[]> {
  return sql('matters')
    .select('number', 'status')
    .where({ kind: 'K', office_code: office })
    .whereIn('contact_id', contactIds)
    .orderBy('id', 'desc')
    .limit(20);
}
