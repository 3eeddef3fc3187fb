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
  { sql, keys }: Db,
  person: NewPerson,
  now: number,
): Promise<number | undefined> {
  const nik_index = keys.index('nik', person.nik);
  const rows: { id: number }[] = await sql('persons')
    .insert({
      nik_index,
      nik_sealed: keys.seal(person.nik, nikPlace(nik_index)),
      name: person.name,
      gender: person.gender,
      birth_date: person.birthDate,
      created_at: now,
      updated_at: now,
    })
    .onConflict('nik_index')
    .ignore()
    .returning('id');
  return rows[0]?.id;
}

/** Finds a person by NIK and holds the row until the transaction ends. */
export async function lockPersonByNik({ sql, keys }: Db, nik: string): Promise<Person | undefined> {
  const row: Person | undefined = await sql('persons')
    .first('id', 'name', 'birth_date as birthDate')
    .where({ nik_index: keys.index('nik', nik) })
    .forUpdate(); // knex leaves it out on SQLite, whose one writer holds the whole database
  return row;
}

/** Puts a person right; the name is folded anew before it is next searched for. */
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
      name_folded: null,
      gender: person.gender,
      birth_date: person.birthDate,
      updated_at: now,
    });
}

/** What a contact is already known for: how many persons, and whether it is a village helper's. */
export async function readContactStanding(
  { sql }: Db,
  contactId: number,
): Promise<{ readonly helper: boolean; readonly persons: number }> {
  const contact: { helper: number } | undefined = await sql('contacts')
    .first('helper')
    .where({ id: contactId });
  const [linked] = await sql('contact_persons')
    .where({ contact_id: contactId })
    .count({ count: '*' });
  return { helper: contact?.helper === 1, persons: Number(linked?.['count'] ?? 0) };
}

/** Joins a contact with a person; a role once given stays. */
export async function linkPerson(
  { sql }: Db,
  link: { readonly contactId: number; readonly personId: number; readonly role: PersonRole },
): Promise<void> {
  await sql('contact_persons')
    .insert({ contact_id: link.contactId, person_id: link.personId, role: link.role })
    .onConflict(['contact_id', 'person_id'])
    .ignore();
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
