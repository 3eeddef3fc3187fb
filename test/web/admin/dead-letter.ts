import { randomBytes } from 'node:crypto';
import type { Store } from '../../helpers/databases.ts';

/** Adds a message to an office that the machine could not take. Gives its id. */
export async function addInboundRow(store: Store, office: string): Promise<number> {
  const { sql, keys } = store;
  const sender: { account_id: number; contact_id: number; address_id: number } = await sql(
    'addresses as a',
  )
    .join('accounts as k', 'k.id', 'a.account_id')
    .where({ 'k.office_code': office })
    .first('a.account_id', 'a.contact_id', 'a.id as address_id');
  const key = randomBytes(6).toString('hex');
  const [row]: { id: number }[] = await sql('inbound_messages')
    .insert({
      ...sender,
      key,
      body_sealed: keys.seal('halo', `inbound_messages.body|${sender.account_id} ${key}`),
      status: 'dead',
      received_at: 1,
    })
    .returning('id');
  return row!.id;
}
