import { randomUUID } from 'node:crypto';
import {
  audienceValues,
  freeAt,
  rawRows,
  standing,
  usable,
  type Wanted,
} from './broadcast-audience.ts';
import { countLane, laneOf, type LaneKey } from './broadcast-outbox.ts';
import { outboundClass } from './outbound.ts';
import { databaseNow, type Db } from './store.ts';

/** How many messages of broadcasts an account has in hand, at most `most`: those that wait for a person to write aside. */
export async function countInHand(db: Db, accountId: number, most: number): Promise<number> {
  const rows: unknown[] = await db
    .sql('outbound_messages')
    .select('id')
    .where({ account_id: accountId, class: outboundClass.broadcast })
    .whereRaw("status in ('queued', 'sending', 'unknown')") // as in the partial index
    .where('next_at', '<=', databaseNow(db))
    .limit(most);
  return rows.length;
}

/** A recipient whose turn it is. */
interface Candidate {
  readonly addressId: number;
  readonly contactId: number;
  readonly alertId: number;
  readonly freeAt: number;
}

/** The broadcast was told to this contact before. */
const isTold = (contact: string): string => `exists (select 1 from outbound_messages as o
  where o.contact_id = ${contact} and o.broadcast_id = :id)`;

/** Or to the same person under another phone. */
const isTwinTold = `exists (select 1 from contact_persons as p join contact_persons as q
  on q.person_id = p.person_id and q.contact_id <> p.contact_id
  where p.contact_id = a.contact_id and p.role = 'self' and q.role = 'self'
    and ${isTold('q.contact_id')})`;

/** Those of `addresses` who may still get it, each contact once; told before under no address. */
async function stillWanted(
  db: Db,
  broadcastId: number,
  wanted: Wanted,
  addresses: readonly number[],
): Promise<readonly Candidate[]> {
  const rows = await rawRows(
    db,
    `select min(d.id) as "addressId", a.contact_id as "contactId", a.id as "alertId",
       ${freeAt} as "freeAt"
     from addresses as d join job_alerts as a on a.contact_id = d.contact_id
     where d.id in (${addresses.join(', ')}) and ${usable('d', wanted.accounts)}
       and ${standing('a')} and not ${isTold('a.contact_id')} and not ${isTwinTold}
     group by a.contact_id, a.id, a.sent_at order by a.id`,
    { ...audienceValues(wanted), id: broadcastId },
  );
  return rows as readonly Candidate[];
}

const atOnce = 500;

/** What a lane takes out of its outbox. */
export interface Draught extends LaneKey {
  readonly limit: number;
  readonly segments: number;
  /** Nothing of it leaves after, epoch milliseconds. */
  readonly expiresAt: number;
}

async function addMessages(
  { sql }: Db,
  { segments, expiresAt, ...lane }: Draught,
  people: readonly Candidate[],
  now: number,
): Promise<void> {
  const rows = people.map(({ addressId, contactId }) => ({
    ...laneOf(lane),
    public_id: randomUUID(),
    contact_id: contactId,
    address_id: addressId,
    class: outboundClass.broadcast,
    purpose: 'push',
    expires_at: expiresAt,
    body_sealed: '',
    segments,
    status: 'queued',
    next_at: 0,
    created_at: now,
    updated_at: now,
  }));
  for (let at = 0; at < rows.length; at += atOnce) {
    await sql('outbound_messages').insert(rows.slice(at, at + atOnce));
  }
}

interface Row {
  readonly address_id: number;
  readonly not_before: number;
}

async function takeOut(
  { sql }: Db,
  lane: LaneKey,
  limit: number,
  now: number,
): Promise<readonly number[]> {
  const rows: Row[] = await sql('broadcast_outbox')
    .select('address_id', 'not_before')
    .where(laneOf(lane))
    .where('not_before', '<=', now)
    .orderBy(['not_before', 'address_id'])
    .limit(limit);
  const last = rows.at(-1);
  if (!last) return [];
  const end = [last.not_before, last.address_id];
  await sql('broadcast_outbox')
    .where(laneOf(lane))
    .whereRaw('(not_before, address_id) <= (?, ?)', end)
    .delete();
  return rows.map(({ address_id: id }) => id);
}

/** Who has had two messages this week comes later, unless it is over then; gives how many will. */
async function putBack(
  { sql }: Db,
  draught: Draught,
  people: readonly Candidate[],
): Promise<number> {
  const rows = people
    .filter(({ freeAt: at }) => at < draught.expiresAt)
    .map(({ addressId, freeAt: at }) => ({
      ...laneOf(draught),
      not_before: at,
      address_id: addressId,
    }));
  for (let at = 0; at < rows.length; at += atOnce) {
    await sql('broadcast_outbox').insert(rows.slice(at, at + atOnce));
  }
  return rows.length;
}

/**
 * Moves the next of a lane among the messages to be sent, those alone who may still get it; in a
 * transaction that holds the broadcast. Gives how many were looked at and how many will leave.
 */
export async function fill(
  db: Db,
  draught: Draught,
  wanted: Wanted,
): Promise<{ readonly looked: number; readonly filled: number }> {
  const { now } = wanted;
  const addresses = await takeOut(db, draught, draught.limit, now);
  if (addresses.length === 0) return { looked: 0, filled: 0 };
  const people = await stillWanted(db, draught.broadcastId, wanted, addresses);
  const due = people.filter(({ freeAt: at }) => at <= now);
  await addMessages(db, draught, due, now);
  await db
    .sql('job_alerts')
    .whereIn(
      'id',
      due.map(({ alertId }) => alertId),
    )
    .update({
      sent_at: now,
      next_at: db.sql.raw(
        'case when next_at < cast(? as bigint) then cast(? as bigint) else next_at end',
        [now + wanted.pause, now + wanted.pause],
      ),
    });
  const later = await putBack(
    db,
    draught,
    people.filter(({ freeAt: at }) => at > now),
  );
  const left = addresses.length - due.length - later;
  if (left > 0) await countLane(db, draught, { left_out: left });
  return { looked: addresses.length, filled: due.length };
}
