import type { Json } from '../core/json.ts';
import type { Choice, OutboundStatus } from '../core/message.ts';
import { worthOf, type Purpose } from '../core/purpose.ts';
import { timeOrderedId } from '../core/time-ordered-id.ts';
import { broadcastTexts } from './broadcast-texts.ts';
import { insertForIds, insertRows } from './insert.ts';
import type { Db } from './store.ts';

/** Replies go before what one person is told, that before what all are told; order is kept within a class. */
export const outboundClass = { reply: 0, bulk: 1, broadcast: 2 } as const;

/** A message to send. */
export interface NewOutbound {
  readonly accountId: number;
  readonly contactId: number;
  readonly addressId: number;
  readonly inboundId: number | null;
  readonly class: number;
  /** Left out: `talk` for a reply, `push` for anything else. */
  readonly purpose?: Purpose;
  /** When it is of no use any more, epoch milliseconds; left out: by its purpose. */
  readonly expiresAt?: number;
  /** Id of the message that it stands in for. */
  readonly insteadOf?: number;
  readonly text: string;
  readonly segments: number;
  /** Why it says what it says, for officers and the simulator. */
  readonly trace: Json;
  /** What may be pressed instead of typed; left out: nothing. */
  readonly choices?: readonly Choice[];
  /** True when buttons of earlier messages to this address no longer answer what is asked. */
  readonly overtakes?: boolean;
}

/** What is sealed of a message. */
export interface OutboundBody {
  readonly text: string;
  readonly trace: Json;
  readonly choices?: readonly Choice[];
}

export interface StoredOutbound {
  readonly id: number;
  readonly publicId: string;
  readonly text: string;
  readonly trace: Json;
  readonly choices?: readonly Choice[];
  readonly segments: number;
  readonly status: OutboundStatus;
  readonly maybeDouble: boolean;
  /** Why it has not arrived: a code of SendError, the provider's own behind a colon. */
  readonly errorCode: string | null;
  readonly createdAt: number;
}

/** A row as the database gives it. */
export interface OutboundRow {
  readonly id: number;
  readonly public_id: string;
  readonly account_id: number;
  readonly contact_id: number;
  readonly address_id: number;
  readonly body_sealed: string;
  readonly segments: number;
  readonly status: OutboundStatus;
  readonly attempts: number;
  readonly maybe_double: number;
  readonly error_code: string | null;
  readonly purpose: Purpose;
  readonly charged_on: string | null;
  readonly rupiah: number | null;
  readonly created_at: number;
  /** The broadcast whose text it is: `body_sealed` is empty then. */
  readonly broadcast_id: number | null;
}

const place = (publicId: string): string => `outbound_messages.body|${publicId}`;

/** A row of every SMS has no choices: nothing is written of them then. */
const bodyOf = ({ text, trace, choices = [] }: NewOutbound): OutboundBody =>
  choices.length > 0 ? { text, trace, choices } : { text, trace };

function toRow({ keys }: Db, message: NewOutbound, now: number) {
  const publicId = timeOrderedId(now);
  const purpose = message.purpose ?? (message.class === outboundClass.reply ? 'talk' : 'push');
  return {
    public_id: publicId,
    account_id: message.accountId,
    contact_id: message.contactId,
    address_id: message.addressId,
    inbound_id: message.inboundId,
    class: message.class,
    purpose,
    expires_at: message.expiresAt ?? now + worthOf[purpose].wanted,
    instead_of: message.insteadOf ?? null,
    body_sealed: keys.seal(JSON.stringify(bodyOf(message)), place(publicId)),
    overtakes: message.overtakes === true ? 1 : 0,
    segments: message.segments,
    status: 'queued',
    next_at: 0,
    created_at: now,
    updated_at: now,
  };
}

/** Puts messages into the outbox, due at once; gives their public ids in the same order. */
export async function addOutbound(
  db: Db,
  messages: readonly NewOutbound[],
  now: number,
): Promise<readonly string[]> {
  const rows = messages.map((message) => toRow(db, message, now));
  await insertRows(db, 'outbound_messages', rows);
  return rows.map(({ public_id: publicId }) => publicId);
}

/** Puts one message into the outbox, due at once, and gives its id. */
export async function addOneOutbound(db: Db, message: NewOutbound, now: number): Promise<number> {
  const [id] = await insertForIds(db, 'outbound_messages', [toRow(db, message, now)]);
  if (id === undefined) throw new Error('the message was not stored');
  return id;
}

/**
 * Decrypts a row's text, trace and choices; without any when its time was over (retention.ts). Not of
 * a row of a broadcast.
 */
export function openBody({ keys }: Db, row: OutboundRow): OutboundBody {
  if (row.body_sealed === '') return { text: '', trace: null };
  return JSON.parse(keys.open(row.body_sealed, place(row.public_id))) as OutboundBody;
}

/** The same of many rows, each by its id; those of a broadcast have its text, which is sealed once. */
export async function openBodies(
  db: Db,
  rows: readonly OutboundRow[],
): Promise<ReadonlyMap<number, OutboundBody>> {
  const told = rows.flatMap(({ broadcast_id: id }) => id ?? []);
  const texts = told.length === 0 ? undefined : await broadcastTexts(db, told);
  const open = (row: OutboundRow): OutboundBody => {
    if (row.broadcast_id === null) return openBody(db, row);
    const trace = { because: 'broadcast', broadcast: row.broadcast_id };
    return { text: texts?.get(row.broadcast_id) ?? '', trace };
  };
  return new Map(rows.map((row) => [row.id, open(row)]));
}

/** A contact's messages from us, oldest first, at most `limit` of the latest. */
export async function listOutbound(
  db: Db,
  contactId: number,
  options: { readonly since?: number; readonly limit?: number } = {},
): Promise<StoredOutbound[]> {
  const rows: OutboundRow[] = await db
    .sql('outbound_messages')
    .where({ contact_id: contactId })
    .where('created_at', '>', options.since ?? 0)
    .orderBy('id', 'desc')
    .limit(options.limit ?? 200);
  const bodies = await openBodies(db, rows);
  return rows.toReversed().map((row) => ({
    ...(bodies.get(row.id) as OutboundBody),
    id: row.id,
    publicId: row.public_id,
    segments: row.segments,
    status: row.status,
    maybeDouble: row.maybe_double === 1,
    errorCode: row.error_code,
    createdAt: row.created_at,
  }));
}

/** Rows of the outbox by status, for the metrics. */
export async function countOutbound({ sql }: Db): Promise<Map<OutboundStatus, number>> {
  const rows: { status: OutboundStatus; n: number }[] = await sql('outbound_messages')
    .select('status')
    .count({ n: '*' })
    .groupBy('status');
  return new Map(rows.map(({ status, n }) => [status, n]));
}
