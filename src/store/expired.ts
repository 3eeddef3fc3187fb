import { outboundClass } from './outbound.ts';
import { never } from './outbox.ts';
import type { Db } from './store.ts';

/**
 * Gives up the bulk messages of a contact that have not left, and tries none again whose end is
 * unknown; gives how many will not be sent.
 */
export async function expireBulk({ sql }: Db, contactId: number, now: number): Promise<number> {
  const own = { contact_id: contactId, class: outboundClass.bulk };
  await sql('outbound_messages')
    .where({ ...own, status: 'unknown' })
    .update({ next_at: never });
  return sql('outbound_messages')
    .where({ ...own, status: 'queued' })
    .update({ status: 'expired', updated_at: now });
}

/** Gives up a message that has not left; false when it has, or is on its way. */
export async function expireQueued({ sql }: Db, publicId: string, now: number): Promise<boolean> {
  const changed: number = await sql('outbound_messages')
    .where({ public_id: publicId, status: 'queued' })
    .update({ status: 'expired', updated_at: now });
  return changed > 0;
}
