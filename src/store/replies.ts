import type { Db } from './store.ts';

/** How many replies of the machine went to an address since a moment; officers' words are none. */
export async function countReplies(
  { sql }: Db,
  { contactId, addressId }: { readonly contactId: number; readonly addressId: number },
  since: number,
): Promise<number> {
  const [row] = await sql('outbound_messages')
    .where({ contact_id: contactId, address_id: addressId }) // the contact has an index
    .whereNotNull('inbound_id')
    .where('created_at', '>=', since)
    .count({ count: '*' });
  return Number(row?.['count'] ?? 0);
}
