import { listInbound } from './inbound.ts';
import { listOutbound } from './outbound.ts';
import type { Db } from './store.ts';

/** A stored message in either direction, with what can be read in it. */
export interface MessageBody {
  readonly id: number;
  readonly direction: 'in' | 'out';
  readonly text: string;
  readonly at: number;
}

/** Every message of a contact, however old. */
const everything = { since: -1, limit: 1_000_000 };

/** The messages of a contact in both directions. */
export async function listBodies(db: Db, contactId: number): Promise<readonly MessageBody[]> {
  const received = await listInbound(db, contactId, everything);
  const sent = await listOutbound(db, contactId, everything);
  return [
    ...received.map(({ id, text, receivedAt: at }) => ({ id, text, at, direction: 'in' as const })),
    ...sent.map(({ id, text, createdAt: at }) => ({ id, text, at, direction: 'out' as const })),
  ];
}

const most = 500;

/** Deletes messages, but one that is just being sent. */
export async function deleteBodies(
  { sql }: Db,
  bodies: readonly Pick<MessageBody, 'id' | 'direction'>[],
): Promise<void> {
  for (const direction of ['in', 'out'] as const) {
    const ids = bodies.filter((body) => body.direction === direction).map(({ id }) => id);
    const table = direction === 'in' ? 'inbound_messages' : 'outbound_messages';
    for (let at = 0; at < ids.length; at += most) {
      const some = sql(table).whereIn('id', ids.slice(at, at + most));
      if (direction === 'out') void some.whereNot({ status: 'sending' });
      await some.delete();
    }
  }
}

const unsettled = ['queued', 'sending', 'unknown'];

/** Deletes all messages of a contact but replies that are still to arrive; gives how many are left. */
export async function deleteAllBodies({ sql }: Db, contactId: number): Promise<number> {
  const own = { contact_id: contactId };
  await sql('inbound_messages').where(own).delete();
  await sql('outbound_messages').where(own).whereNotIn('status', unsettled).delete();
  const [row] = await sql('outbound_messages').where(own).count({ n: '*' });
  return Number(row?.['n'] ?? 0);
}

/** Deletes what a contact was to be sent and never got. */
export async function deleteUnsettled({ sql }: Db, contactId: number): Promise<void> {
  await sql('outbound_messages').where({ contact_id: contactId }).delete();
}
