import { audience, audienceValues, freeAt, rawRows, type Wanted } from './broadcast-audience.ts';
import { longRead } from './reads.ts';
import type { Db } from './store.ts';

/*
 * Who is still to get a broadcast. A row is an address, not a person: when two contacts turn out to
 * be one, or one is erased, nothing of it has to change.
 */

/** One lane: what one account carries of one broadcast. */
export interface LaneKey {
  readonly broadcastId: number;
  readonly accountId: number;
}

/** A lane as columns. */
export const laneOf = ({ broadcastId, accountId }: LaneKey) => ({
  broadcast_id: broadcastId,
  account_id: accountId,
});

/** Adds to what a lane counts; makes it when it is new. */
export async function countLane(
  { sql }: Db,
  lane: LaneKey,
  added: Readonly<Partial<Record<'queued' | 'left_out', number>>>,
): Promise<void> {
  const sums = Object.entries(added).map(([name, n]) => [
    name,
    sql.raw('?? + ?', [`broadcast_lanes.${name}`, n]),
  ]);
  await sql('broadcast_lanes')
    .insert({ ...laneOf(lane), ...added })
    .onConflict(['broadcast_id', 'account_id'])
    .merge(Object.fromEntries(sums) as Record<string, never>);
}

/** How often each id comes. */
export function countEach(ids: readonly number[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

/** Those whom one account may tell at once, or who have had two messages this week. */
export interface Recipients {
  readonly accountId: number;
  /** 1: their week has no room for one more yet. */
  readonly later: number;
  readonly count: number;
  /** Ids of addresses: a list as the database writes it, which goes back as it came. */
  readonly addresses: string;
}

/** Alerts by their ids: `from` excluded, `to` included. */
export interface AlertRange {
  readonly from: number;
  readonly to: number;
}

const listOf = ({ dialect }: Db, id: string): string =>
  dialect === 'sqlite' ? `json_group_array(${id})` : `array_agg(${id})::text`;

/** A table `r` of the ids in the list `:addresses`. */
const fromList = ({ dialect }: Db): string =>
  dialect === 'sqlite'
    ? '(select value as id from json_each(:addresses)) as r'
    : 'unnest(cast(:addresses as integer[])) as r(id)';

/** The recipients among these alerts. */
export async function readRecipients(
  db: Db,
  wanted: Wanted,
  range: AlertRange,
): Promise<readonly Recipients[]> {
  const rows = await rawRows(
    db,
    `select d.account_id as "accountId", case when ${freeAt} > :now then 1 else 0 end as "later",
       count(*) as "count", ${listOf(db, 'd.id')} as "addresses"
     ${audience(wanted)} group by 1, 2`,
    { ...audienceValues(wanted), ...range },
  );
  return rows as readonly Recipients[];
}

/**
 * The same in the reading thread: looking is most of the work, and with a million of them turns
 * would wait for it (measured on SQLite: 1.8 us of 2.6 each).
 */
export const longRecipients = longRead(import.meta.url, readRecipients, 'sql');

async function insertRecipients(
  db: Db,
  broadcastId: number,
  { accountId, later, addresses }: Recipients,
  pause: number,
): Promise<void> {
  const into = `insert into broadcast_outbox (broadcast_id, account_id, not_before, address_id)
    select cast(:broadcastId as integer), cast(:accountId as integer)`;
  const values = { broadcastId, accountId, addresses };
  if (later === 0) {
    await db.sql.raw(`${into}, 0, r.id from ${fromList(db)}`, values);
    return;
  }
  await db.sql.raw(
    `${into}, ${freeAt}, r.id from ${fromList(db)}
     left join addresses as d on d.id = r.id left join job_alerts as a on a.contact_id = d.contact_id`,
    { ...values, pause },
  );
}

/** A part of a broadcast's recipients: those among the alerts of a range. */
export interface RecipientsPart extends AlertRange {
  readonly recipients: readonly Recipients[];
  /** As in `Wanted`. */
  readonly pause: number;
}

/**
 * Puts recipients into the outbox, in a transaction with how far the broadcast has come, so that a
 * process that dies repeats and forgets nobody. False when it is not released any more, or another
 * process was faster. Who has gone since they were read is left out before the message leaves.
 */
export async function addRecipients(
  db: Db,
  broadcastId: number,
  { from, to, recipients, pause }: RecipientsPart,
): Promise<boolean> {
  const moved: number = await db
    .sql('broadcasts')
    .where({ id: broadcastId, state: 'released', cursor: from })
    .update({ cursor: to });
  if (moved === 0) return false;
  for (const some of recipients) {
    await insertRecipients(db, broadcastId, some, pause);
    await countLane(db, { broadcastId, accountId: some.accountId }, { queued: some.count });
  }
  return true;
}

/** Takes up to `size` recipients of a broadcast out for good; gives how many. */
export async function dropRecipients(db: Db, broadcastId: number, size: number): Promise<number> {
  const rows: { account_id: number; not_before: number; address_id: number }[] = await db
    .sql('broadcast_outbox')
    .select('account_id', 'not_before', 'address_id')
    .where({ broadcast_id: broadcastId })
    .orderBy(['account_id', 'not_before', 'address_id'])
    .limit(size);
  const last = rows.at(-1);
  if (!last) return 0;
  await db
    .sql('broadcast_outbox')
    .where({ broadcast_id: broadcastId })
    .whereRaw('(account_id, not_before, address_id) <= (?, ?, ?)', [
      last.account_id,
      last.not_before,
      last.address_id,
    ])
    .delete();
  for (const [accountId, n] of countEach(rows.map(({ account_id: id }) => id))) {
    await countLane(db, { broadcastId, accountId }, { left_out: n });
  }
  return rows.length;
}
