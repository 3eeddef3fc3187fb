import { localChannels } from './accounts.ts';
import type { PersonRole } from './persons.ts';
import type { Db } from './store.ts';

/** What is stored of a person, as far as somebody must be told of it. */
export interface PersonHolding {
  readonly id: number;
  readonly name: string;
  readonly birthDate: string | null;
  readonly hasNik: number;
  /** D number and what goes with it; null when the person is not registered. */
  readonly number: number | null;
  readonly seekerId: number | null;
  readonly phone: string | null;
  readonly areaCode: string | null;
  readonly cards: number;
  readonly notes: number;
}

/** What is stored of these persons, in the order of their ids. */
export async function personHoldings(
  { sql }: Db,
  ids: readonly number[],
): Promise<readonly PersonHolding[]> {
  const counted = (table: string) => sql(`${table} as x`).count('*').whereRaw('x.seeker_id = s.id');
  return sql('persons as p')
    .leftJoin('seekers as s', 's.person_id', 'p.id')
    .select({
      id: 'p.id',
      name: 'p.name',
      birthDate: 'p.birth_date',
      number: 's.number',
      seekerId: 's.id',
      phone: 's.phone',
      areaCode: 's.area_code',
      hasNik: sql.raw('case when p.nik_sealed is null then 0 else 1 end'),
    })
    .select(counted('ak1_cards').as('cards'), counted('seeker_notes').as('notes'))
    .whereIn('p.id', [...ids])
    .orderBy('p.id');
}

/** A phone behind a person, or the other way round. */
export interface Link {
  readonly contactId: number;
  readonly personId: number;
  readonly role: PersonRole;
}

/** Who speaks for whom, by either side. */
export async function linksOf(
  { sql }: Db,
  side: 'contact_id' | 'person_id',
  ids: readonly number[],
): Promise<readonly Link[]> {
  return sql('contact_persons')
    .select({ contactId: 'contact_id', personId: 'person_id', role: 'role' })
    .whereIn(side, [...ids])
    .orderBy(['contact_id', 'person_id']);
}

/** A contact, and whether it may be written to. */
export interface ContactStanding {
  readonly id: number;
  readonly publicId: string;
  readonly stopped: number;
  readonly guarded: number;
}

export async function contactStandings(
  { sql }: Db,
  ids: readonly number[],
): Promise<readonly ContactStanding[]> {
  const flag = (column: string) => sql.raw('case when ?? is null then 0 else 1 end', [column]);
  return sql('contacts')
    .select({ id: 'id', publicId: 'public_id' })
    .select({ stopped: flag('stopped_at'), guarded: flag('guarded_at') })
    .whereIn('id', [...ids])
    .orderBy('id');
}

/** Numbers and user ids of these contacts; not of the simulator and the terminal. */
export async function addressesOf(
  { sql }: Db,
  ids: readonly number[],
): Promise<readonly { readonly contactId: number; readonly userId: string }[]> {
  return sql('addresses as a')
    .join('accounts as k', 'k.id', 'a.account_id')
    .select({ contactId: 'a.contact_id' })
    .select({ userId: sql.raw('coalesce(a.phone, a.user_id)') })
    .whereIn('a.contact_id', [...ids])
    .whereNotIn('k.channel', [...localChannels])
    .orderBy('a.id');
}

/** Of which table something is asked, by the contact: its rows that hold this. */
export interface Counted {
  readonly table: string;
  readonly where?: Readonly<Record<string, string>>;
}

/** How many rows of a table are of which of these contacts; none: left out. */
export async function countOf(
  { sql }: Db,
  { table, where = {} }: Counted,
  ids: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const rows: { contact_id: number; n: number | string }[] = await sql(table)
    .select('contact_id')
    .count({ n: '*' })
    .whereIn('contact_id', [...ids])
    .where(where)
    .groupBy('contact_id');
  return new Map(rows.map((row) => [row.contact_id, Number(row.n)]));
}

/** Ids of contacts by their opaque ids. */
export async function contactIdsOf(
  { sql }: Db,
  publicIds: readonly string[],
): Promise<readonly number[]> {
  return sql('contacts')
    .whereIn('public_id', [...publicIds])
    .orderBy('id')
    .pluck('id');
}
