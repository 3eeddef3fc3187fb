import type { MatterKind, MatterStatus } from './matters.ts';
import type { PersonRole } from './persons.ts';
import type { Db } from './store.ts';

/** A person of a contact with the registration, as far as it may stand in the way of erasing. */
export interface OwnPerson {
  readonly personId: number;
  readonly role: PersonRole;
  readonly name: string;
  /** `YYYY-MM-DD` */
  readonly birthDate: string;
  /** D number; null when the person is not registered. */
  readonly number: number | null;
  /** Last day of the card that is held; null without one. */
  readonly cardEndsOn: string | null;
}

/** The persons of a contact in the order of their D numbers. */
export async function personsOf({ sql }: Db, contactId: number): Promise<readonly OwnPerson[]> {
  return sql('contact_persons as l')
    .join('persons as p', 'p.id', 'l.person_id')
    .leftJoin('seekers as s', 's.person_id', 'p.id')
    .leftJoin('ak1_cards as c', (on) => on.on('c.seeker_id', 's.id').andOnNull('c.ended_on'))
    .select({
      personId: 'p.id',
      role: 'l.role',
      name: 'p.name',
      birthDate: 'p.birth_date',
      number: 's.number',
      cardEndsOn: 'c.ends_on',
    })
    .where({ 'l.contact_id': contactId })
    .orderBy('s.number');
}

/** A matter of a contact. */
export interface OwnMatter {
  readonly id: number;
  readonly kind: MatterKind;
  readonly number: number;
  readonly status: MatterStatus;
  readonly urgent: number;
}

export async function mattersOf({ sql }: Db, contactId: number): Promise<readonly OwnMatter[]> {
  return sql('matters')
    .select('id', 'kind', 'number', 'status', 'urgent')
    .where({ contact_id: contactId })
    .orderBy('id');
}

/** How much else is stored of a contact. */
export interface Stored {
  readonly received: number;
  readonly sent: number;
  readonly consents: number;
  readonly applications: number;
}

export async function countStored({ sql }: Db, contactId: number): Promise<Stored> {
  const count = async (table: string): Promise<number> => {
    const [row] = await sql(table).where({ contact_id: contactId }).count({ n: '*' });
    return Number(row?.['n'] ?? 0);
  };
  return {
    received: await count('inbound_messages'),
    sent: await count('outbound_messages'),
    consents: await count('consents'),
    applications: await count('applicants'),
  };
}

/** Contacts besides this one that speak for a person. */
export async function otherContacts(
  { sql }: Db,
  personId: number,
  contactId: number,
): Promise<readonly number[]> {
  return sql('contact_persons')
    .where({ person_id: personId })
    .whereNot({ contact_id: contactId })
    .pluck('contact_id');
}

/** A person as any contact of it has it; undefined when it is gone. */
export async function ownPerson({ sql }: Db, personId: number): Promise<OwnPerson | undefined> {
  const row: OwnPerson | undefined = await sql('persons as p')
    .leftJoin('seekers as s', 's.person_id', 'p.id')
    .first(
      'p.id as personId',
      'p.name',
      'p.birth_date as birthDate',
      's.number',
      sql.raw(`'self' as role, null as "cardEndsOn"`),
    )
    .where({ 'p.id': personId });
  return row;
}

/** One of the contacts that speak for a person. */
export async function someContactOf({ sql }: Db, personId: number): Promise<number | undefined> {
  const row: { contact_id: number } | undefined = await sql('contact_persons')
    .first('contact_id')
    .where({ person_id: personId })
    .orderBy('contact_id');
  return row?.contact_id;
}

/** Whose matter it is; 0 when it is gone. */
export async function ownerOfMatter({ sql }: Db, matterId: number): Promise<number> {
  const row: { contact_id: number } | undefined = await sql('matters')
    .first('contact_id')
    .where({ id: matterId });
  return row?.contact_id ?? 0;
}
