import type { Db } from './store.ts';

/**
 * Somebody else may read this phone: nothing unasked is sent to it any more. The first moment
 * stays.
 */
export async function guardContact({ sql }: Db, contactId: number, now: number): Promise<void> {
  await sql('contacts')
    .where({ id: contactId })
    .whereNull('guarded_at')
    .update({ guarded_at: now });
}
