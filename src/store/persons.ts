import { insertRows } from './insert.ts';
import { firstRow } from './statement.ts';
import type { Db } from './store.ts';

/** What a NIK and its owner say of a person. `birthDate` is `YYYY-MM-DD`. */
export interface NewPerson {
  readonly nik: string;
  readonly name: string;
  readonly gender: 'L' | 'P';
  readonly birthDate: string;
}

export interface Person {
  readonly id: number;
  readonly name: string;
  readonly birthDate: string;
}

/** self: the owner of the phone; family: others on it; helper: registered by a village helper. */
export type PersonRole = 'self' | 'family' | 'helper';

export const nikPlace = (nikIndex: string): string => `persons.nik|${nikIndex}`;

/**
 * Adds a person and gives the id, or undefined when the NIK is known. Of two transactions that
 * add the same NIK at once, the second waits for the first and then finds it known.
 */
export async function addPerson(
  db: Db,
  person: NewPerson,
  now: number,
): Promise<number | undefined> {
  const nik_index = db.keys.index('nik', person.nik);
  const row = {
    nik_index,
    nik_sealed: db.keys.seal(person.nik, nikPlace(nik_index)),
    name: person.name,
    gender: person.gender,
    birth_date: person.birthDate,
    created_at: now,
    updated_at: now,
  };
  const rest = 'on conflict (nik_index) do nothing returning id';
  const [added] = await insertRows<{ id: number }>(db, 'persons', [row], rest);
  return added?.id;
}

/** Finds a person by NIK and holds the row until the transaction ends. */
export async function lockPersonByNik({ sql, keys }: Db, nik: string): Promise<Person | undefined> {
  const row: Person | undefined = await sql('persons')
    .first('id', 'name', 'birth_date as birthDate')
    .where({ nik_index: keys.index('nik', nik) })
    .forUpdate(); // knex leaves it out on SQLite, whose one writer holds the whole database
  return row;
}

/** Puts a person right; the search is told before it is next asked. */
export async function correctPerson(
  { sql, keys }: Db,
  id: number,
  person: NewPerson,
  now: number,
): Promise<void> {
  const nik_index = keys.index('nik', person.nik);
  await sql('persons')
    .where({ id })
    .update({
      nik_index,
      nik_sealed: keys.seal(person.nik, nikPlace(nik_index)),
      name: person.name,
      gender: person.gender,
      birth_date: person.birthDate,
      updated_at: now,
    });
  await sql('seekers').where({ person_id: id }).update({ indexed: 0 });
}

/** What a contact is already known for: how many persons, and whether it is a village helper's. */
export async function readContactStanding(
  db: Db,
  contactId: number,
): Promise<{ readonly helper: boolean; readonly persons: number }> {
  const row = await firstRow<{ helper: number; persons: number }>(
    db,
    `select helper, (select count(*) from contact_persons where contact_id = c.id) as persons
     from contacts c where id = ?`,
    [contactId],
  );
  return { helper: row?.helper === 1, persons: row?.persons ?? 0 };
}

/** Joins a contact with a person; a role once given stays. */
export async function linkPerson(
  db: Db,
  link: { readonly contactId: number; readonly personId: number; readonly role: PersonRole },
): Promise<void> {
  const row = { contact_id: link.contactId, person_id: link.personId, role: link.role };
  await insertRows(db, 'contact_persons', [row], 'on conflict (contact_id, person_id) do nothing');
}

/** The persons of a contact with their roles, in the order of their registration. */
export async function listContactPersons(
  { sql }: Db,
  contactId: number,
): Promise<readonly (Person & { readonly role: PersonRole })[]> {
  return sql('contact_persons as c')
    .join('persons as p', 'p.id', 'c.person_id')
    .select('p.id', 'p.name', 'p.birth_date as birthDate', 'c.role')
    .where({ 'c.contact_id': contactId })
    .orderBy('p.id');
}
