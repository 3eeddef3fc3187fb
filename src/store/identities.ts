import { nikPlace } from './persons.ts';
import type { Db } from './store.ts';

/** Somebody or something that may have been erased since, and what tells it from all others. */
export interface Identity {
  readonly id: number;
  readonly value: string;
}

/** Rows that are looked through at once. */
const batch = 1_000;

interface PersonRow {
  readonly id: number;
  readonly nik_sealed: string | null;
  readonly nik_index: string | null;
  readonly name: string;
  readonly birth_date: string | null;
}

/** The NIK; of somebody without one the name and the day of birth. */
function personValue({ keys }: Db, row: PersonRow): string {
  const { nik_sealed: sealed, nik_index: index, name, birth_date: birthDate } = row;
  if (sealed === null || index === null) return `${name}|${birthDate ?? ''}`;
  return keys.open(sealed, nikPlace(index));
}

/** Rows by their ids, some at a time. */
async function* pages<Row extends { readonly id: number }>(
  read: (after: number) => Promise<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  for (let after = 0; ;) {
    const rows = await read(after);
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    after = last.id;
  }
}

const personRows = ({ sql }: Db) =>
  sql('persons').select('id', 'nik_sealed', 'nik_index', 'name', 'birth_date');

export async function* allPersons(db: Db): AsyncGenerator<readonly Identity[]> {
  const read = (after: number): Promise<PersonRow[]> =>
    personRows(db).where('id', '>', after).orderBy('id').limit(batch);
  for await (const rows of pages(read))
    yield rows.map((row) => ({ id: row.id, value: personValue(db, row) }));
}

/** What tells these persons from all others. */
export async function personValues(db: Db, ids: readonly number[]): Promise<readonly string[]> {
  const rows: PersonRow[] = await personRows(db).whereIn('id', ids);
  return rows.map((row) => personValue(db, row));
}

interface MatterRow {
  readonly id: number;
  readonly kind: string;
  readonly number: number;
  readonly opened_at: number;
}

/** After a restore numbers are given again: the moment tells the two apart. */
const matterValue = ({ kind, number, opened_at: at }: MatterRow): string =>
  `${kind}${number}|${at}`;

const matterRows = ({ sql }: Db) => sql('matters').select('id', 'kind', 'number', 'opened_at');

export async function* allMatters(db: Db): AsyncGenerator<readonly Identity[]> {
  const read = (after: number): Promise<MatterRow[]> =>
    matterRows(db).where('id', '>', after).orderBy('id').limit(batch);
  for await (const rows of pages(read))
    yield rows.map((row) => ({ id: row.id, value: matterValue(row) }));
}

export async function matterValues(db: Db, ids: readonly number[]): Promise<readonly string[]> {
  const rows: MatterRow[] = await matterRows(db).whereIn('id', ids);
  return rows.map(matterValue);
}

interface AddressRow {
  readonly id: number;
  readonly contact_id: number;
  readonly channel: string;
  readonly name: string;
  readonly user_id: string;
}

const addressValue = ({ channel, name, user_id: user }: AddressRow): string =>
  `${channel}/${name}|${user}`;

const addressRows = ({ sql }: Db) =>
  sql('addresses as a')
    .join('accounts as c', 'c.id', 'a.account_id')
    .select('a.id', 'a.contact_id', 'c.channel', 'c.name', 'a.user_id');

/** Addresses by the contacts that they belong to: `id` is the contact's. */
export async function* allAddresses(db: Db): AsyncGenerator<readonly Identity[]> {
  const read = (after: number): Promise<AddressRow[]> =>
    addressRows(db).where('a.id', '>', after).orderBy('a.id').limit(batch);
  for await (const rows of pages(read))
    yield rows.map((row) => ({ id: row.contact_id, value: addressValue(row) }));
}

export async function addressValues(db: Db, contactId: number): Promise<readonly string[]> {
  const rows: AddressRow[] = await addressRows(db).where({ 'a.contact_id': contactId });
  return rows.map(addressValue);
}
