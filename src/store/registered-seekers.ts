import { nikPlace } from './persons.ts';
import { toRecord, type SeekerRecord, type SeekerRow, type SeekerStatus } from './seekers.ts';
import { highestId, type Db } from './store.ts';

/** A seeker with the person behind it. Keep `nik` out of answers and logs: mask it at once. */
export interface RegisteredSeeker extends SeekerRecord {
  readonly name: string;
  readonly nik: string;
  readonly birthDate: string;
  readonly gender: 'L' | 'P';
  readonly registeredAt: number;
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

const joined = ({ sql }: Db) =>
  sql('seekers as s')
    .join('persons as p', 'p.id', 's.person_id')
    .select(columns)
    .select(personColumns.map((name) => `p.${name}`));

export async function findSeeker(db: Db, number: number): Promise<RegisteredSeeker | undefined> {
  const [row]: JoinedRow[] = await joined(db).where({ 's.number': number });
  return row && toRegistered(db, row);
}

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
    .where('s.id', '<', before ?? highestId)
    .orderBy('s.id', 'desc')
    .limit(limit);
  return rows.map((row) => toRegistered(db, row));
}
