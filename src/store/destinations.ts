import type { Medium } from '../core/message.ts';
import type { Db } from './store.ts';

/** Where a contact can be written to: an address, its account and what screen reads it. */
export interface Destination {
  readonly accountId: number;
  readonly contactId: number;
  readonly addressId: number;
  readonly medium: Medium;
}

/** That address of a contact, or its latest when none is named; undefined when it has none. */
export async function findDestination(
  { sql }: Db,
  contactId: number,
  addressId: number | null,
): Promise<Destination | undefined> {
  const row: { id: number; account_id: number; medium: Medium } | undefined = await sql(
    'addresses as a',
  )
    .join('accounts as k', 'k.id', 'a.account_id')
    .first('a.id', 'a.account_id', 'k.medium')
    .where({ 'a.contact_id': contactId, ...(addressId !== null && { 'a.id': addressId }) })
    .orderBy('a.id', 'desc');
  return row && { accountId: row.account_id, contactId, addressId: row.id, medium: row.medium };
}
