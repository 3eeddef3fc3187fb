import type { Json } from '../core/json.ts';
import type { Db } from './store.ts';

const place = (contactId: number): string => `conversations.state|${contactId}`;

/** The state of each contact's conversation, null where there is none. */
export async function readConversations(
  { sql, keys }: Db,
  contactIds: readonly number[],
): Promise<Map<number, Json>> {
  const rows: { contact_id: number; state_sealed: string }[] = await sql('conversations')
    .select('contact_id', 'state_sealed')
    .whereIn('contact_id', contactIds);
  return new Map(
    rows.map(({ contact_id, state_sealed }) => [
      contact_id,
      JSON.parse(keys.open(state_sealed, place(contact_id))) as Json,
    ]),
  );
}

/** Stores the new state of each contact's conversation. */
export async function writeConversations(
  { sql, keys }: Db,
  states: ReadonlyMap<number, unknown>,
  now: number,
): Promise<void> {
  if (states.size === 0) return;
  const rows = [...states].map(([contact_id, state]) => ({
    contact_id,
    state_sealed: keys.seal(JSON.stringify(state), place(contact_id)),
    updated_at: now,
  }));
  await sql('conversations').insert(rows).onConflict('contact_id').merge();
}
