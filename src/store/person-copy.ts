import type { Eyes } from './matter-lists.ts';
import type { MatterKind } from './matters.ts';
import type { PersonRole } from './persons.ts';
import type { Db } from './store.ts';

/** A phone that speaks for a person. */
export interface PersonPhone {
  readonly contactId: number;
  readonly role: PersonRole;
  readonly userId: string;
}

/** Numbers and accounts that speak for a person. */
export async function phonesOfPerson(
  { sql }: Db,
  personId: number,
): Promise<readonly PersonPhone[]> {
  return sql('contact_persons as l')
    .join('addresses as a', 'a.contact_id', 'l.contact_id')
    .select({ contactId: 'l.contact_id', role: 'l.role', userId: 'a.user_id' })
    .where({ 'l.person_id': personId })
    .orderBy(['l.contact_id', 'a.id']);
}

/** Contacts that nobody but this person uses, and on which nobody was in danger. */
export async function ownContacts({ sql }: Db, personId: number): Promise<readonly number[]> {
  const others = sql('contact_persons as o')
    .whereRaw('o.contact_id = l.contact_id')
    .whereNot({ 'o.person_id': personId });
  return sql('contact_persons as l')
    .join('contacts as c', 'c.id', 'l.contact_id')
    .where({ 'l.person_id': personId })
    .whereNot({ 'l.role': 'helper' })
    .whereNull('c.guarded_at')
    .whereNotExists(others)
    .orderBy('l.contact_id')
    .pluck('l.contact_id');
}

/** A question or complaint without danger. */
export interface CalmMatter {
  readonly id: number;
  readonly kind: MatterKind;
  readonly number: number;
  readonly openedAt: number;
}

/** Matters of these contacts that an officer may see, those of danger left out. */
export async function calmMatters(
  { sql }: Db,
  contactIds: readonly number[],
  { officerId, audiences, office }: Eyes,
): Promise<readonly CalmMatter[]> {
  const hidden = sql('matter_hidden as h')
    .whereRaw('h.matter_id = m.id')
    .where({ 'h.officer_id': officerId });
  return sql('matters as m')
    .select({ id: 'm.id', kind: 'm.kind', number: 'm.number', openedAt: 'm.opened_at' })
    .whereIn('m.contact_id', [...contactIds])
    .whereIn('m.audience', [...audiences])
    .where({ 'm.urgent': 0, ...(office !== undefined && { 'm.office_code': office }) })
    .whereNotExists(hidden)
    .orderBy('m.id');
}

/** A file that was sent, without its bytes. */
export interface SentFile {
  readonly kind: string;
  readonly size: number | null;
  readonly receivedAt: number;
}

/** What came from these contacts and is kept, of no matter or of one of these. */
export async function filesOfContacts(
  { sql }: Db,
  contactIds: readonly number[],
  matterIds: readonly number[],
): Promise<readonly SentFile[]> {
  return sql('attachments')
    .select({ kind: 'kind', size: 'size', receivedAt: 'received_at' })
    .whereIn('contact_id', [...contactIds])
    .where({ status: 'kept' })
    .where((own) => void own.whereNull('matter_id').orWhereIn('matter_id', [...matterIds]))
    .orderBy('id');
}

/** Where the holder of a card said to work, by the sealed word. */
export async function placementsOf(
  { sql, keys }: Db,
  cardIds: readonly number[],
): Promise<
  readonly { readonly reportedOn: string; readonly said: string; readonly employer: string }[]
> {
  const rows: { reported_on: string; said: string; key: string; employer_sealed: string | null }[] =
    await sql('ak1_reports')
      .select('reported_on', 'said', 'key', 'employer_sealed')
      .whereIn('card_id', [...cardIds])
      .orderBy('id');
  return rows.map(({ reported_on: reportedOn, said, key, employer_sealed: sealed }) => ({
    reportedOn,
    said,
    employer: sealed === null ? '' : keys.open(sealed, `ak1_reports.employer|${key}`),
  }));
}
