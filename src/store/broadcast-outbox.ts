import { audience, audienceValues, freeAt, rawRows, type Wanted } from './broadcast-audience.ts';
import type { Broadcast } from './broadcasts.ts';
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

/**
 * Puts the recipients among the next `size` alerts into the outbox, in a transaction with how far it
 * has come, so that a process that dies repeats and forgets nobody. Undefined when the broadcast is
 * not released any more, or another process was faster; else how many alerts are left.
 */
export async function enqueueChunk(
  db: Db,
  broadcast: Pick<Broadcast, 'id' | 'cursor'> & { readonly lastAlert: number },
  wanted: Wanted,
  size: number,
): Promise<number | undefined> {
  const { id, cursor: from, lastAlert } = broadcast;
  const to = Math.min(lastAlert, from + size);
  const moved: number = await db
    .sql('broadcasts')
    .where({ id, state: 'released', cursor: from })
    .update({ cursor: to });
  if (moved === 0) return undefined;
  const rows = await rawRows(
    db,
    `insert into broadcast_outbox (broadcast_id, account_id, not_before, address_id)
     select cast(:id as integer), d.account_id,
       case when ${freeAt} > :now then ${freeAt} else 0 end, d.id
     ${audience(wanted)} returning account_id as "accountId"`,
    { ...audienceValues(wanted), id, from, to },
  );
  const accounts = (rows as readonly { accountId: number }[]).map(({ accountId }) => accountId);
  for (const [accountId, queued] of countEach(accounts)) {
    await countLane(db, { broadcastId: id, accountId }, { queued });
  }
  return lastAlert - to;
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
