import { never } from './due.ts';
import { allRows } from './statement.ts';
import type { Db } from './store.ts';

// `status in (...)` stands in the words of the partial index, which begins with the contact.
const waiting = `status in ('queued', 'sending', 'unknown') and status = 'queued' and next_at = ${never}`;

/** Lets what waited for these people to write again leave at once: the platform has opened its window. */
export async function unpark(
  db: Db,
  senders: readonly { readonly contactId: number; readonly addressId: number }[],
): Promise<void> {
  if (senders.length === 0) return;
  await allRows(
    db,
    `update outbound_messages set next_at = 0
     where contact_id in (?) and address_id in (?) and ${waiting}`,
    [senders.map(({ contactId }) => contactId), senders.map(({ addressId }) => addressId)],
  );
}
