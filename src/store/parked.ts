import { never } from './due.ts';
import type { Db } from './store.ts';

/** Lets what waited for these people to write again leave at once: the platform has opened its window. */
export async function unpark(
  { sql }: Db,
  senders: readonly { readonly contactId: number; readonly addressId: number }[],
): Promise<void> {
  if (senders.length === 0) return;
  await sql('outbound_messages')
    .whereIn(
      'contact_id', // the contact has an index
      senders.map(({ contactId }) => contactId),
    )
    .whereIn(
      'address_id',
      senders.map(({ addressId }) => addressId),
    )
    .where({ status: 'queued', next_at: never })
    .whereRaw(`status in ('queued', 'sending', 'unknown')`) // in the words of the partial index
    .update({ next_at: 0 });
}
