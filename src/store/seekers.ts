import type { Db } from './store.ts';
import { nikPlace } from './persons.ts';

export type SeekerStatus = 'registered' | 'verified';

/** What a registration says of a job seeker, besides the person. */
export interface SeekerDetails {
  readonly officeCode: string;
  readonly education: string;
  readonly skills: readonly string[];
  /** Kemendagri code of the domicile, as exact as known. */
  readonly areaCode: string | null;
  /** What the officer should look at. */
  readonly flags: readonly string[];
}

export interface NewSeeker extends SeekerDetails {
  readonly number: number;
  readonly personId: number;
  readonly phone: string | null;
  readonly noticeVersion: string;
  readonly registeredBy: number;
}

/** A seeker's own row. */
export interface SeekerRecord extends SeekerDetails {
  readonly id: number;
  readonly number: number;
  readonly status: SeekerStatus;
  readonly phone: string | null;
}

/** A seeker with the person behind it. Keep `nik` out of answers and logs: mask it at once. */
export interface RegisteredSeeker extends SeekerRecord {
  readonly name: string;
  readonly nik: string;
  readonly birthDate: string;
  readonly gender: 'L' | 'P';
  readonly registeredAt: number;
}

interface SeekerRow {
  readonly id: number;
  readonly number: number;
  readonly office_code: string;
  readonly education: string;
  readonly skills: string;
  readonly area_code: string | null;
  readonly flags: string;
  readonly phone: string | null;
  readonly status: SeekerStatus;
}

interface JoinedRow extends SeekerRow {
  readonly name: string;
  readonly nik_sealed: string;
  readonly nik_index: string;
  readonly birth_date: string;
  readonly gender: 'L' | 'P';
  readonly registered_at: number;
}

const ownColumns = ['id', 'number', 'office_code', 'education', 'skills', 'area_code', 'flags'];
const columns = [...ownColumns, 'phone', 'status', 'registered_at'].map((name) => `s.${name}`);
const personColumns = ['name', 'nik_sealed', 'nik_index', 'birth_date', 'gender'];

const list = (json: string): readonly string[] => JSON.parse(json);

function toRecord(row: SeekerRow): SeekerRecord {
  return {
    id: row.id,
    number: row.number,
    officeCode: row.office_code,
    education: row.education,
    skills: list(row.skills),
    areaCode: row.area_code,
    flags: list(row.flags),
    phone: row.phone,
    status: row.status,
  };
}

function toRegistered({ keys }: Db, row: JoinedRow): RegisteredSeeker {
  return {
    ...toRecord(row),
    name: row.name,
    nik: keys.open(row.nik_sealed, nikPlace(row.nik_index)),
    birthDate: row.birth_date,
    gender: row.gender,
    registeredAt: row.registered_at,
  };
}

function detailColumns(details: SeekerDetails) {
  return {
    office_code: details.officeCode,
    education: details.education,
    skills: JSON.stringify(details.skills),
    area_code: details.areaCode,
    flags: JSON.stringify(details.flags),
  };
}

/** The seeker that a person is, or undefined. Hold the person's row first. */
export async function findSeekerOf(
  { sql }: Db,
  personId: number,
): Promise<SeekerRecord | undefined> {
  const row: SeekerRow | undefined = await sql('seekers').first().where({ person_id: personId });
  return row && toRecord(row);
}

export async function addSeeker({ sql }: Db, seeker: NewSeeker, now: number): Promise<void> {
  await sql('seekers').insert({
    ...detailColumns(seeker),
    number: seeker.number,
    person_id: seeker.personId,
    phone: seeker.phone,
    status: 'registered',
    notice_version: seeker.noticeVersion,
    registered_by: seeker.registeredBy,
    registered_at: now,
    updated_at: now,
  });
}

/** What an update may change, besides the details. */
export interface SeekerChange extends SeekerDetails {
  readonly status: SeekerStatus;
  readonly phone: string | null;
  readonly noticeVersion: string;
}

export async function updateSeeker(
  { sql }: Db,
  id: number,
  change: SeekerChange,
  now: number,
): Promise<void> {
  await sql('seekers')
    .where({ id })
    .update({
      ...detailColumns(change),
      status: change.status,
      phone: change.phone,
      notice_version: change.noticeVersion,
      updated_at: now,
    });
}

/** Marks a registered seeker as verified; false when it was already, or is unknown. */
export async function markVerified({ sql }: Db, number: number, now: number): Promise<boolean> {
  const changed: number = await sql('seekers')
    .where({ number, status: 'registered' })
    .update({ status: 'verified', updated_at: now });
  return changed > 0;
}

const joined = ({ sql }: Db) =>
  sql('seekers as s')
    .join('persons as p', 'p.id', 's.person_id')
    .select(columns)
    .select(personColumns.map((name) => `p.${name}`));

export async function findSeeker(db: Db, number: number): Promise<RegisteredSeeker | undefined> {
  const [row]: JoinedRow[] = await joined(db).where({ 's.number': number });
  return row && toRegistered(db, row);
}

/** What an integer column holds at most. */
const largestId = 2_147_483_647;

/** Which seekers a list shows. `before`: the id that the last page ended with. */
export interface SeekerFilter {
  readonly office?: string | undefined;
  readonly status?: SeekerStatus | undefined;
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Newest first. */
export async function selectSeekers(
  db: Db,
  filter: SeekerFilter,
): Promise<readonly RegisteredSeeker[]> {
  const { office, status, before, limit } = filter;
  const rows: JoinedRow[] = await joined(db)
    .where({
      ...(office !== undefined && { 's.office_code': office }),
      ...(status !== undefined && { 's.status': status }),
    })
    .where('s.id', '<', before ?? largestId)
    .orderBy('s.id', 'desc')
    .limit(limit);
  return rows.map((row) => toRegistered(db, row));
}
