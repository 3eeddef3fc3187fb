import { insertRows } from './insert.ts';
import { firstRow } from './statement.ts';
import type { Db } from './store.ts';

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
  /** Of the words themselves, see notices.ts; left out: not kept. */
  readonly noticeHash?: string;
  readonly registeredBy: number | null;
}

/** A seeker's own row. */
export interface SeekerRecord extends SeekerDetails {
  readonly id: number;
  readonly number: number;
  readonly status: SeekerStatus;
  readonly phone: string | null;
}

export interface SeekerRow {
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

const list = (json: string): readonly string[] => JSON.parse(json);

export function toRecord(row: SeekerRow): SeekerRecord {
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

function detailColumns(details: SeekerDetails) {
  return {
    office_code: details.officeCode,
    education: details.education,
    skills: JSON.stringify(details.skills),
    area_code: details.areaCode,
    flags: JSON.stringify(details.flags),
    indexed: 0,
  };
}

/** The seeker that a person is, or undefined. Hold the person's row first. */
export async function findSeekerOf(db: Db, personId: number): Promise<SeekerRecord | undefined> {
  const row = await firstRow<SeekerRow>(
    db,
    `select id, number, office_code, education, skills, area_code, flags, phone, status
     from seekers where person_id = ?`,
    [personId],
  );
  return row && toRecord(row);
}

export async function addSeeker(db: Db, seeker: NewSeeker, now: number): Promise<void> {
  const row = {
    ...detailColumns(seeker),
    number: seeker.number,
    person_id: seeker.personId,
    phone: seeker.phone,
    status: 'registered',
    notice_version: seeker.noticeVersion,
    notice_hash: seeker.noticeHash ?? null,
    registered_by: seeker.registeredBy,
    registered_at: now,
    updated_at: now,
  };
  await insertRows(db, 'seekers', [row]);
}

/** What an update may change, besides the details. */
export interface SeekerChange extends SeekerDetails {
  readonly status: SeekerStatus;
  readonly phone: string | null;
  readonly noticeVersion: string;
  readonly noticeHash: string;
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
      notice_hash: change.noticeHash,
      updated_at: now,
    });
}

/** Puts the details right; what was verified stays verified. */
export async function correctSeeker(
  { sql }: Db,
  id: number,
  change: SeekerDetails & { readonly phone: string | null },
  now: number,
): Promise<void> {
  await sql('seekers')
    .where({ id })
    .update({ ...detailColumns(change), phone: change.phone, updated_at: now });
}

/** Finds a seeker by number and holds the row until the transaction ends. */
export async function lockSeeker({ sql }: Db, number: number): Promise<SeekerRecord | undefined> {
  const row: SeekerRow | undefined = await sql('seekers').first().where({ number }).forUpdate();
  return row && toRecord(row);
}

/** Marks a seeker as verified, with what is left to look at. */
export async function markVerified(
  { sql }: Db,
  seeker: Pick<SeekerRecord, 'id' | 'flags'>,
  now: number,
): Promise<void> {
  await sql('seekers')
    .where({ id: seeker.id })
    .update({
      status: 'verified',
      flags: JSON.stringify(seeker.flags),
      indexed: 0,
      updated_at: now,
    });
}

/** True when there is no job seeker. */
export async function hasNoSeekers({ sql }: Db): Promise<boolean> {
  return (await sql('seekers').first('id')) === undefined;
}
