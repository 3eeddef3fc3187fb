import type { Db } from './store.ts';

/**
 * When the contact last wrote to the account, epoch milliseconds; undefined when never. It reads the
 * index on (contact, time) from its end.
 */
export async function lastInboundAt(
  { sql }: Db,
  { contactId, accountId }: { readonly contactId: number; readonly accountId: number },
): Promise<number | undefined> {
  const row: { received_at: number } | undefined = await sql('inbound_messages')
    .where({ contact_id: contactId, account_id: accountId })
    .orderBy('received_at', 'desc')
    .first('received_at');
  return row?.received_at;
}
