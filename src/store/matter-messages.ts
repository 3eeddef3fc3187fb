import type { OutboundStatus } from '../core/message.ts';
import { insertForIds } from './insert.ts';
import type { Db } from './store.ts';

/** A message is the person's or for the person; a note is for colleagues; an event is what was done. */
export type EntryKind = 'message' | 'note' | 'event';

export interface NewMatterMessage {
  readonly matterId: number;
  readonly direction: 'in' | 'out';
  /** Without the keyword that carried it, without the words around an answer. An event: JSON. */
  readonly text: string;
  /** A message when left out. */
  readonly kind?: EntryKind;
  readonly officerId?: number | null;
  /** The outbox row that carries it. */
  readonly outboundId?: number;
}

/** One entry of a matter's thread. */
export interface ThreadEntry {
  readonly id: number;
  readonly matterId: number;
  readonly kind: EntryKind;
  readonly direction: 'in' | 'out';
  readonly text: string;
  readonly at: number;
  /** Who wrote or did it; null for the person and the clock. */
  readonly officerId: number | null;
  readonly officerName: string | null;
  /** Delivery of a message that we sent; null otherwise. */
  readonly status: OutboundStatus | null;
  /** Why it has not left or arrived: `bad-address`; null when nothing is known against it. */
  readonly fault: string | null;
  /** It may have gone twice. */
  readonly twice: boolean;
  /** Delivery of the SMS that stands in for it; null without one. */
  readonly instead: OutboundStatus | null;
}

interface Row {
  readonly id: number;
  readonly matter_id: number;
  readonly kind: EntryKind;
  readonly direction: 'in' | 'out';
  readonly body_sealed: string;
  readonly at: number;
  readonly officer_id: number | null;
  readonly officer_name: string | null;
  readonly status: OutboundStatus | null;
  readonly error_code: string | null;
  readonly maybe_double: number | null;
  readonly instead: OutboundStatus | null;
}

const bodyPlace = (matterId: number): string => `matter_messages.body|${matterId}`;

/** Adds an entry to a matter's thread; gives its id. */
export async function addMatterMessage(
  db: Db,
  message: NewMatterMessage,
  now: number,
): Promise<number> {
  const { matterId, direction, text, kind = 'message' } = message;
  const entry = {
    matter_id: matterId,
    kind,
    direction,
    body_sealed: db.keys.seal(text, bodyPlace(matterId)),
    officer_id: message.officerId ?? null,
    outbound_id: message.outboundId ?? null,
    at: now,
  };
  const [id] = await insertForIds(db, 'matter_messages', [entry]);
  if (id === undefined) throw new Error('the entry was not stored');
  return id;
}

/** The threads of these matters, oldest first, in one statement. */
export async function listThreads(
  { sql, keys }: Db,
  matterIds: readonly number[],
): Promise<readonly ThreadEntry[]> {
  const rows: Row[] = await sql('matter_messages as m')
    .leftJoin('outbound_messages as o', 'o.id', 'm.outbound_id')
    .leftJoin('outbound_messages as s', 's.instead_of', 'o.id')
    .leftJoin('officers as p', 'p.id', 'm.officer_id')
    .select('m.id', 'm.matter_id', 'm.kind', 'm.direction', 'm.body_sealed', 'm.at')
    .select('m.officer_id', 'p.name as officer_name')
    .select('o.status', 'o.error_code', 'o.maybe_double', 's.status as instead')
    .whereIn('m.matter_id', matterIds)
    .orderBy('m.id');
  return rows.map((row) => ({
    id: row.id,
    matterId: row.matter_id,
    kind: row.kind,
    direction: row.direction,
    text: keys.open(row.body_sealed, bodyPlace(row.matter_id)),
    at: row.at,
    officerId: row.officer_id,
    officerName: row.officer_name,
    status: row.status,
    fault: row.error_code?.split(':')[0] ?? null,
    twice: row.maybe_double === 1,
    instead: row.instead,
  }));
}

/** A matter's thread, oldest first. */
export const listMatterMessages = (db: Db, matterId: number): Promise<readonly ThreadEntry[]> =>
  listThreads(db, [matterId]);
