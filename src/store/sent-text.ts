import { openBodies, type OutboundRow } from './outbound.ts';
import type { Db } from './store.ts';

/** The text of a message that we sent under this provider id; undefined when it is kept no more. */
export async function sentText(db: Db, providerId: string): Promise<string | undefined> {
  const row: OutboundRow | undefined = await db
    .sql('outbound_messages')
    .whereIn('account_id', db.sql('accounts').select('id')) // the index begins with it
    .where({ provider_id: providerId })
    .whereNot({ body_sealed: '' })
    .first();
  return row && (await openBodies(db, [row])).get(row.id)?.text;
}
