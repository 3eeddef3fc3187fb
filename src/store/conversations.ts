import type { Json } from '../core/json.ts';
import { insertRows } from './insert.ts';
import { allRows } from './statement.ts';
import type { Db } from './store.ts';

const place = (contactId: number): string => `conversations.state|${contactId}`;

/** The state of each contact's conversation, null where there is none. */
export async function readConversations(
  db: Db,
  contactIds: readonly number[],
): Promise<Map<number, Json>> {
  const rows = await allRows<{ contact_id: number; state_sealed: string }>(
    db,
    'select contact_id, state_sealed from conversations where contact_id in (?)',
    [contactIds],
  );
  return new Map(
    rows.map(({ contact_id, state_sealed }) => [
      contact_id,
      JSON.parse(db.keys.open(state_sealed, place(contact_id))) as Json,
    ]),
  );
}

/** Stores the new state of each contact's conversation. */
export async function writeConversations(
  db: Db,
  states: ReadonlyMap<number, unknown>,
  now: number,
): Promise<void> {
  const rows = [...states].map(([contact_id, state]) => ({
    contact_id,
    state_sealed: db.keys.seal(JSON.stringify(state), place(contact_id)),
    updated_at: now,
  }));
  await insertRows(
    db,
    'conversations',
    rows,
    `on conflict (contact_id) do update
     set state_sealed = excluded.state_sealed, updated_at = excluded.updated_at`,
  );
}
