import type { Db } from './store.ts';

/**
 * Codes of the offices that have to do with a contact: those whose numbers it wrote to, that hold a
 * matter of it, or where a person of it is registered.
 */
export async function contactOffices({ sql }: Db, contactId: number): Promise<readonly string[]> {
  const written = sql('addresses as a')
    .join('accounts as k', 'k.id', 'a.account_id')
    .select('k.office_code')
    .where('a.contact_id', contactId);
  const asked = sql('matters').select('office_code').where({ contact_id: contactId });
  const registered = sql('contact_persons as p')
    .join('seekers as s', 's.person_id', 'p.person_id')
    .select('s.office_code')
    .where('p.contact_id', contactId);
  const rows: { office_code: string }[] = await written.union([asked, registered]);
  return rows.map(({ office_code: office }) => office);
}
