import { showNumber } from '../core/number.ts';
import {
  countOf,
  linksOf,
  personHoldings,
  type Counted,
  type Link,
  type PersonHolding,
} from '../store/holdings.ts';
import type { Db } from '../store/store.ts';
import { dataKinds, type Affected, type DataKind, type Exposures } from './breach-leak.ts';
import { grouped, parts, phonesOf, wayOf, type Phones, type Way } from './breach-phones.ts';
import { readProfiles, type Profile } from './seeker-profile.ts';

/** Somebody whose data could be read. */
export interface AffectedPerson {
  /** `D1042`; of a phone those whom it has registered, maybe nobody. */
  readonly number: string;
  readonly name: string;
  readonly phones: readonly string[];
  readonly way: Way;
  readonly kinds: readonly DataKind[];
  /** False: could have been in a list that was looked at. */
  readonly seen: boolean;
  /** The phone of a person who is among the others already. */
  readonly isTold: boolean;
  /** Opaque ids of the contacts that an SMS may go to. */
  readonly contacts: readonly string[];
}

/** What the registration of a person holds. */
function kindsOfPerson(
  holding: PersonHolding,
  profile: Profile,
  phones: number,
): readonly DataKind[] {
  const { birthDate, hasNik, phone, areaCode, cards, notes } = holding;
  const { address, disability, ...others } = profile;
  const held: Readonly<Record<string, unknown>> = {
    name: true,
    birth: birthDate,
    nik: hasNik,
    phone: phone ?? phones,
    address: areaCode ?? address,
    sheet: Object.keys(others).length,
    disability,
    card: cards,
    notes,
  };
  return dataKinds.filter((kind) => Boolean(held[kind]));
}

/** Where contacts' data lies, by its kind. */
const tablesOf: readonly (readonly [DataKind, Counted])[] = [
  ['question', { table: 'matters', where: { kind: 'K' } }],
  ['complaint', { table: 'matters', where: { kind: 'A' } }],
  ['messages', { table: 'inbound_messages' }],
  ['messages', { table: 'outbound_messages' }],
  ['files', { table: 'attachments' }],
  ['applications', { table: 'applicants' }],
];

/** Of what is held of somebody, what could be read. */
const both = (held: ReadonlySet<DataKind>, of: Exposures, id: number): readonly DataKind[] =>
  dataKinds.filter((kind) => held.has(kind) && of.get(id)?.kinds.has(kind) === true);

interface Told extends Phones {
  /** By person. */
  readonly links: ReadonlyMap<number, readonly Link[]>;
  readonly profiles: ReadonlyMap<number, Profile>;
}

function toPerson(holding: PersonHolding, told: Told, affected: Affected): AffectedPerson {
  const { id, seekerId, number, name, phone } = holding;
  // A helper's phone is not the person's own: it is told by the helper, or by letter.
  const own = (told.links.get(id) ?? []).filter(({ role }) => role !== 'helper');
  const ids = own.map(({ contactId }) => contactId);
  const phones = ids.flatMap((contact) => told.userIds.get(contact) ?? []);
  const held = kindsOfPerson(holding, told.profiles.get(seekerId ?? 0) ?? {}, phones.length);
  return {
    number: number === null ? '' : showNumber('D', number),
    name,
    phones: [...new Set([...(phone === null ? [] : [phone]), ...phones])],
    kinds: both(new Set(held), affected.persons, id),
    isTold: false,
    seen: affected.persons.get(id)?.seen ?? false,
    ...wayOf(ids, told),
  };
}

async function personsOf(db: Db, ids: readonly number[], affected: Affected) {
  const holdings = await personHoldings(db, ids);
  const links = await linksOf(db, 'person_id', ids);
  const seekers = holdings.flatMap(({ seekerId }) => seekerId ?? []);
  const told = {
    ...(await phonesOf(db, [...new Set(links.map(({ contactId }) => contactId))])),
    links: grouped(links, ({ personId }) => personId),
    profiles: await readProfiles(db, seekers),
  };
  return holdings.map((holding) => toPerson(holding, told, affected));
}

/** What is held of these contacts; danger is a complaint or question that somebody is in. */
async function kindsOfContacts(
  db: Db,
  ids: readonly number[],
  { userIds, standings }: Phones,
): Promise<ReadonlyMap<number, ReadonlySet<DataKind>>> {
  const guarded = [...standings.values()].filter((one) => one.guarded === 1);
  const found: (readonly [DataKind, Iterable<number>])[] = [
    ['phone', userIds.keys()],
    ['danger', guarded.map(({ id }) => id)],
  ];
  for (const [kind, counted] of tablesOf)
    found.push([kind, (await countOf(db, counted, ids)).keys()]);
  const kinds = new Map(ids.map((id) => [id, new Set<DataKind>()]));
  for (const [kind, own] of found) for (const id of own) kinds.get(id)?.add(kind);
  return kinds;
}

/** Who speaks by these contacts. */
async function speakersOf(
  db: Db,
  ids: readonly number[],
): Promise<ReadonlyMap<number, readonly PersonHolding[]>> {
  const links = await linksOf(db, 'contact_id', ids);
  const persons = [...new Set(links.map(({ personId }) => personId))];
  const byId = new Map((await personHoldings(db, persons)).map((one) => [one.id, one]));
  const byContact = grouped(links, ({ contactId }) => contactId);
  return new Map(
    [...byContact].map(([id, own]) => [
      id,
      own.flatMap(({ personId }) => byId.get(personId) ?? []),
    ]),
  );
}

const numbersOf = (speakers: readonly PersonHolding[]): string =>
  speakers.flatMap(({ number }) => (number === null ? [] : showNumber('D', number))).join(' ');

/** Contacts, by the numbers of who has registered there. */
async function contactsOf(db: Db, ids: readonly number[], affected: Affected) {
  const phones = await phonesOf(db, ids);
  const speakers = await speakersOf(db, ids);
  const kinds = await kindsOfContacts(db, ids, phones);
  return ids.map((id) => ({
    number: numbersOf(speakers.get(id) ?? []),
    name: '',
    phones: phones.userIds.get(id) ?? [],
    kinds: both(kinds.get(id) ?? new Set(), affected.contacts, id),
    seen: affected.contacts.get(id)?.seen ?? false,
    isTold: (speakers.get(id) ?? []).some((one) => affected.persons.has(one.id)),
    ...wayOf([id], phones),
  }));
}

/** Everybody whose data could be read: the registered persons, then the phones that wrote. */
export async function* affectedPeople(db: Db, affected: Affected): AsyncGenerator<AffectedPerson> {
  for (const part of parts([...affected.persons.keys()]))
    yield* await personsOf(db, part, affected);
  for (const part of parts([...affected.contacts.keys()])) {
    const told = await contactsOf(db, part, affected);
    yield* told.filter(({ kinds }) => kinds.length > 0);
  }
}
