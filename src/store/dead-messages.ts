import type { Medium } from '../core/message.ts';
import { openInbound } from './inbound.ts';
import type { Db } from './store.ts';

/** A message that no turn could take, tried for the last time: an officer's. */
export interface DeadMessage {
  readonly id: number;
  readonly contactId: number;
  readonly addressId: number;
  /** Code of the office that the account belongs to. */
  readonly office: string;
  readonly medium: Medium;
  readonly userId: string;
  readonly text: string;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
}

interface Row {
  readonly id: number;
  readonly account_id: number;
  readonly contact_id: number;
  readonly address_id: number;
  readonly key: string;
  readonly body_sealed: string;
  readonly received_at: number;
  readonly office_code: string;
  readonly medium: Medium;
  readonly user_id: string;
}

function toDead(db: Db, row: Row): DeadMessage {
  return {
    id: row.id,
    contactId: row.contact_id,
    addressId: row.address_id,
    office: row.office_code,
    medium: row.medium,
    userId: row.user_id,
    text: openInbound(db, row),
    receivedAt: row.received_at,
  };
}

const dead = ({ sql }: Db) =>
  sql('inbound_messages as i')
    .join('accounts as k', 'k.id', 'i.account_id')
    .join('addresses as a', 'a.id', 'i.address_id')
    .select('i.id', 'i.account_id', 'i.contact_id', 'i.address_id', 'i.key', 'i.body_sealed')
    .select('i.received_at', 'k.office_code', 'k.medium', 'a.user_id')
    .whereRaw("i.status = 'dead'"); // in the very words of the partial index

/** Dead messages of one office or of all, the oldest first, at most 100. */
export async function listDead(
  db: Db,
  office: string | undefined,
): Promise<readonly DeadMessage[]> {
  const rows: Row[] = await dead(db)
    .modify((query) => {
      if (office !== undefined) void query.where('k.office_code', office);
    })
    .orderBy('i.received_at')
    .limit(100);
  return rows.map((row) => toDead(db, row));
}

/** The dead message of that id; undefined when there is none. */
export async function findDead(db: Db, id: number): Promise<DeadMessage | undefined> {
  const row: Row | undefined = await dead(db).where('i.id', id).first();
  return row && toDead(db, row);
}

/** An officer has seen to it. False when another had before. */
export async function settleDead({ sql }: Db, id: number): Promise<boolean> {
  const changed = await sql('inbound_messages')
    .where({ id, status: 'dead' })
    .update({ status: 'done' });
  return changed > 0;
}
