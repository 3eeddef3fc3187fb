import type { ApplicantState } from './applicants.ts';
import type { MatterKind, MatterStatus } from './matters.ts';
import type { SeekerStatus } from './seekers.ts';
import type { Db } from './store.ts';

/** A registration as its owner may ask about it. */
export interface OwnSeeker {
  readonly number: number;
  readonly status: SeekerStatus;
  /** `YYYY-MM-DD` */
  readonly birthDate: string;
  /** Last day of the card that the person holds, `YYYY-MM-DD`; null without one. */
  readonly cardEndsOn: string | null;
  /** True when this phone speaks for the person. */
  readonly own: boolean;
}

interface SeekerRow extends Omit<OwnSeeker, 'own'> {
  readonly linked: number | null;
}

const seekers = ({ sql }: Db, contactId: number) =>
  sql('seekers as s')
    .join('persons as p', 'p.id', 's.person_id')
    .leftJoin('contact_persons as c', (on) =>
      on.on('c.person_id', 's.person_id').andOnVal('c.contact_id', contactId),
    )
    .leftJoin('ak1_cards as k', (on) => on.on('k.seeker_id', 's.id').andOnNull('k.ended_on'))
    .select({
      number: 's.number',
      status: 's.status',
      birthDate: 'p.birth_date',
      cardEndsOn: 'k.ends_on',
      linked: 'c.contact_id',
    });

const toOwn = ({ linked, ...row }: SeekerRow): OwnSeeker => ({ ...row, own: linked !== null });

/** The registration with this number, and whether it is this contact's; one query for every number. */
export async function findSeekerFor(
  db: Db,
  contactId: number,
  number: number,
): Promise<OwnSeeker | undefined> {
  const [row]: SeekerRow[] = await seekers(db, contactId).where('s.number', number);
  return row && toOwn(row);
}

/** The registrations that a contact speaks for, oldest first. */
export async function listOwnSeekers(db: Db, contactId: number): Promise<readonly OwnSeeker[]> {
  const rows: SeekerRow[] = await seekers(db, contactId)
    .whereNotNull('c.contact_id')
    .orderBy('s.number')
    .limit(50);
  return rows.map(toOwn);
}

/** The years in which the persons of a contact were born. */
export async function birthYears({ sql }: Db, contactId: number): Promise<readonly string[]> {
  const rows: { birth_date: string }[] = await sql('contact_persons as c')
    .join('persons as p', 'p.id', 'c.person_id')
    .select('p.birth_date')
    .where({ 'c.contact_id': contactId })
    .limit(200);
  return rows.map(({ birth_date: date }) => date.slice(0, 4));
}

/** A question or complaint as its owner may ask about it. */
export interface OwnMatterStatus {
  readonly kind: MatterKind;
  readonly number: number;
  readonly status: MatterStatus;
  readonly replyBy: number;
  readonly forwardedTo: string | null;
  readonly forwardedReference: string | null;
  readonly urgent: boolean;
  readonly category: string | null;
}

type MatterRow = Omit<OwnMatterStatus, 'urgent'> & { readonly urgent: number };

const toStatus = (row: MatterRow): OwnMatterStatus => ({ ...row, urgent: row.urgent === 1 });

const matters = ({ sql }: Db, contactId: number) =>
  sql('matters')
    .select({
      kind: 'kind',
      number: 'number',
      status: 'status',
      replyBy: 'reply_by',
      forwardedTo: 'forwarded_to',
      forwardedReference: 'forwarded_reference',
      urgent: 'urgent',
      category: 'category',
    })
    .where({ contact_id: contactId });

/** The contact's own matter with this number. */
export async function findMatterFor(
  db: Db,
  contactId: number,
  { kind, number }: { readonly kind: MatterKind; readonly number: number },
): Promise<OwnMatterStatus | undefined> {
  const [row]: MatterRow[] = await matters(db, contactId).where({ kind, number });
  return row && toStatus(row);
}

/** The contact's matters that are open, or were opened since a moment; newest first. */
export async function listOwnMatters(
  db: Db,
  contactId: number,
  since: number,
): Promise<readonly OwnMatterStatus[]> {
  const rows: MatterRow[] = await matters(db, contactId)
    .where((part) => {
      void part.whereNot({ status: 'closed' }).orWhere('opened_at', '>=', since);
    })
    .orderBy('id', 'desc')
    .limit(20);
  return rows.map(toStatus);
}

/** What a contact has applied for. */
export interface OwnApplication {
  readonly number: number;
  readonly title: string;
  readonly employer: string;
  readonly state: ApplicantState;
  /** Year of birth of the registered person; null when the applicant is not registered. */
  readonly birthDate: string | null;
}

/** The contact's applications, newest first. */
export async function listOwnApplications(
  { sql }: Db,
  contactId: number,
): Promise<readonly OwnApplication[]> {
  return sql('applicants as a')
    .join('vacancies as v', 'v.id', 'a.vacancy_id')
    .leftJoin('persons as p', 'p.id', 'a.person_id')
    .select({
      number: 'v.number',
      title: 'v.title',
      employer: 'v.employer',
      state: 'a.state',
      birthDate: 'p.birth_date',
    })
    .where({ 'a.contact_id': contactId })
    .orderBy('a.id', 'desc')
    .limit(50);
}
