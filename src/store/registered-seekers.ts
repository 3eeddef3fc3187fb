import type { Knex } from 'knex';
import { nikPlace } from './persons.ts';
import { toRecord, type SeekerRecord, type SeekerRow, type SeekerStatus } from './seekers.ts';
import { highestId, type Db } from './store.ts';

/** The AK1 card that a seeker holds. Dates are `YYYY-MM-DD`; `endsOn` is its last day. */
export interface HeldCard {
  readonly number: string;
  readonly issuedOn: string;
  readonly endsOn: string;
}

/** A seeker with the person behind it. Keep `nik` out of answers and logs: mask it at once. */
export interface RegisteredSeeker extends SeekerRecord {
  readonly personId: number;
  readonly name: string;
  readonly nik: string;
  readonly birthDate: string;
  readonly gender: 'L' | 'P';
  readonly registeredAt: number;
  /** The card that was issued last and not ended since; null when there is none. */
  readonly card: HeldCard | null;
}

interface JoinedRow extends SeekerRow {
  readonly person_id: number;
  readonly name: string;
  readonly nik_sealed: string;
  readonly nik_index: string;
  readonly birth_date: string;
  readonly gender: 'L' | 'P';
  readonly registered_at: number;
  readonly card_number: string | null;
  readonly issued_on: string | null;
  readonly ends_on: string | null;
}

const ownColumns =
  'id number office_code education skills area_code flags phone status registered_at person_id';
const columns = ownColumns.split(' ').map((name) => `s.${name}`);
const personColumns = ['name', 'nik_sealed', 'nik_index', 'birth_date', 'gender'];
const cardColumns = ['c.number as card_number', 'c.issued_on', 'c.ends_on'];

function cardOf({ card_number, issued_on, ends_on }: JoinedRow): HeldCard | null {
  if (card_number === null || issued_on === null || ends_on === null) return null;
  return { number: card_number, issuedOn: issued_on, endsOn: ends_on };
}

function toRegistered({ keys }: Db, row: JoinedRow): RegisteredSeeker {
  return {
    ...toRecord(row),
    personId: row.person_id,
    name: row.name,
    nik: keys.open(row.nik_sealed, nikPlace(row.nik_index)),
    birthDate: row.birth_date,
    gender: row.gender,
    registeredAt: row.registered_at,
    card: cardOf(row),
  };
}

const joined = ({ sql }: Db) =>
  sql('seekers as s')
    .join('persons as p', 'p.id', 's.person_id')
    .leftJoin('ak1_cards as c', (on) => on.on('c.seeker_id', 's.id').onNull('c.ended_on'))
    .select(columns)
    .select(personColumns.map((name) => `p.${name}`))
    .select(cardColumns);

export async function findSeeker(db: Db, number: number): Promise<RegisteredSeeker | undefined> {
  const [row]: JoinedRow[] = await joined(db).where({ 's.number': number });
  return row && toRegistered(db, row);
}

/** The seekers with these ids, newest first. */
export async function seekersById(
  db: Db,
  ids: readonly number[],
): Promise<readonly RegisteredSeeker[]> {
  const rows: JoinedRow[] = await joined(db).whereIn('s.id', ids).orderBy('s.id', 'desc');
  return rows.map((row) => toRegistered(db, row));
}

/** The seeker with this NIK. */
export async function findSeekerByNik(db: Db, nik: string): Promise<RegisteredSeeker | undefined> {
  const [row]: JoinedRow[] = await joined(db).where({ 'p.nik_index': db.keys.index('nik', nik) });
  return row && toRegistered(db, row);
}

/** Where a seeker stands on the way to the card: what an officer has to do next. */
export type SeekerStage = 'registered' | 'verified' | 'card' | 'ended';

/** Which seekers a list shows. `before`: the id that the last page ended with. */
export interface SeekerFilter {
  readonly office?: string | undefined;
  readonly status?: SeekerStatus | undefined;
  readonly stage?: SeekerStage | undefined;
  /** Needed with `stage`: a card is over after its last day. `YYYY-MM-DD` */
  readonly today?: string | undefined;
  /** Kemendagri code: domiciles there, and in every part of it. */
  readonly area?: string | undefined;
  readonly education?: string | undefined;
  /** Words of skills that all must be there. */
  readonly skills?: string | undefined;
  /** Registered in `[from, to)`, epoch milliseconds. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Which seekers are listed without any narrowing but the office's. */
export type OfficeFilter = Pick<SeekerFilter, 'office' | 'before' | 'limit'>;

const narrowed = ({ office, before }: OfficeFilter, query: Knex.QueryBuilder) =>
  query
    .where({ ...(office !== undefined && { 's.office_code': office }) })
    .where('s.id', '<', before ?? highestId);

/** Of an office, or all; newest first. */
export async function selectSeekers(
  db: Db,
  filter: OfficeFilter,
): Promise<readonly RegisteredSeeker[]> {
  const query = narrowed(filter, joined(db)).orderBy('s.id', 'desc').limit(filter.limit);
  const rows: JoinedRow[] = await query;
  return rows.map((row) => toRegistered(db, row));
}

/** How many an office has, counted up to `limit`. */
export async function countSeekers({ sql }: Db, filter: OfficeFilter): Promise<number> {
  const some = narrowed(filter, sql('seekers as s')).select('s.id').limit(filter.limit);
  const [row] = await sql.from(some.as('some')).count({ count: '*' });
  return Number(row?.['count'] ?? 0);
}
