import type { Medium } from '../core/message.ts';
import { rawRows, type Reached } from './broadcast-audience.ts';
import { outboundClass } from './outbound.ts';
import { databaseNow, type Db } from './store.ts';

/** What one account carries of a broadcast. People, not segments. */
export interface LaneCounts {
  readonly accountId: number;
  readonly channel: string;
  readonly medium: Medium;
  /** As counted before the release; of them not at once, because their week is full. */
  readonly planned: number;
  readonly later: number;
  /** Put into the outbox since. */
  readonly queued: number;
  /** Taken out again: has said STOP meanwhile, was told under another phone, the last day was over. */
  readonly leftOut: number;
  readonly sent: number;
  readonly delivered: number;
  readonly failed: number;
}

interface LaneRow extends Omit<LaneCounts, 'leftOut'> {
  readonly left_out: number;
}

interface Move {
  readonly accountId: number;
  readonly was: string;
  readonly became: string;
  readonly n: number;
}

const movesOf = ({ sql }: Db, broadcastId: number) =>
  sql('broadcast_changes')
    .select({ accountId: 'account_id', was: 'was', became: 'became' })
    .count({ n: '*' })
    .where({ broadcast_id: broadcastId })
    .groupBy('account_id', 'was', 'became') as Promise<Move[]>;

const kinds = ['sent', 'delivered', 'failed'] as const;
type Kind = (typeof kinds)[number];

/** What moves come to for an account. */
function sumOf(moves: readonly Move[], accountId: number): Record<Kind, number> {
  const own = moves.filter((move) => move.accountId === accountId);
  const sum = (kind: Kind): number =>
    own.reduce(
      (all, { was, became, n }) => all + (became === kind ? n : 0) - (was === kind ? n : 0),
      0,
    );
  return { sent: sum('sent'), delivered: sum('delivered'), failed: sum('failed') };
}

/** The lanes of a broadcast, counted up to this moment; a few rows, however many people. */
export async function readLanes(db: Db, broadcastId: number): Promise<readonly LaneCounts[]> {
  const rows: LaneRow[] = await db
    .sql('broadcast_lanes as b')
    .join('accounts as a', 'a.id', 'b.account_id')
    .select({ accountId: 'b.account_id', channel: 'a.channel', medium: 'a.medium' })
    .select('b.planned', 'b.later', 'b.queued', 'b.left_out', 'b.sent', 'b.delivered', 'b.failed')
    .where({ 'b.broadcast_id': broadcastId })
    .orderBy('b.account_id');
  const moves = await movesOf(db, broadcastId);
  return rows.map(({ left_out: leftOut, ...row }) => {
    const added = sumOf(moves, row.accountId);
    const counted = kinds.map((kind) => [kind, row[kind] + added[kind]]);
    return { ...row, leftOut, ...Object.fromEntries(counted) };
  });
}

/** Keeps what was counted before the release, in place of an earlier count. */
export async function keepPlan(
  { sql }: Db,
  broadcastId: number,
  reached: readonly Reached[],
): Promise<void> {
  await sql('broadcast_lanes').where({ broadcast_id: broadcastId }).delete();
  if (reached.length === 0) return;
  await sql('broadcast_lanes').insert(
    reached.map(({ accountId, people, later }) => ({
      broadcast_id: broadcastId,
      account_id: accountId,
      planned: people,
      later,
    })),
  );
}

/** Most moves summed up at once: some milliseconds. */
const atOnce = 2_000;

const taken = (lock: string): string => `select id from broadcast_changes order by id
  limit ${atOnce} ${lock}`;

/**
 * Sums moves up into the lanes; gives how many. Several processes take different ones. In a
 * transaction.
 */
export async function foldChanges(db: Db): Promise<number> {
  const { sql, dialect } = db;
  const lock = dialect === 'postgres' ? 'for update skip locked' : '';
  const rows = (await rawRows(
    db,
    `delete from broadcast_changes where id in (${taken(lock)})
     returning broadcast_id as "broadcastId", account_id as "accountId", was, became`,
  )) as readonly (Omit<Move, 'n'> & { broadcastId: number })[];
  const lanes = new Map(rows.map((row) => [`${row.broadcastId} ${row.accountId}`, row]));
  // In one order, so that two processes do not lock up.
  for (const [, { broadcastId, accountId }] of [...lanes].toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  )) {
    const own = rows
      .filter((row) => row.broadcastId === broadcastId)
      .map((row) => ({ ...row, n: 1 }));
    const added = sumOf(own, accountId);
    const sums = kinds.map((kind) => [kind, sql.raw('?? + ?', [kind, added[kind]])]);
    await sql('broadcast_lanes')
      .where({ broadcast_id: broadcastId, account_id: accountId })
      .update(Object.fromEntries(sums));
  }
  return rows.length;
}

/** Whether anything is queued or under way for a broadcast, or may still be counted. */
export async function isUnfinished(db: Db, broadcastId: number): Promise<boolean> {
  const outbox: unknown = await db
    .sql('broadcast_outbox')
    .where({ broadcast_id: broadcastId })
    .first('address_id');
  if (outbox !== undefined) return true;
  const lanes = await readLanes(db, broadcastId);
  return lanes.some(
    ({ queued, leftOut, sent, delivered, failed }) => queued > leftOut + sent + delivered + failed,
  );
}

/**
 * Gives up to `size` messages of a cancelled broadcast up that have not left; gives how many were
 * looked at.
 */
export async function expireBroadcast(db: Db, accountId: number, size: number): Promise<number> {
  const { sql } = db;
  const rows: { id: number }[] = await sql('outbound_messages as o')
    .select('o.id')
    .join('broadcasts as b', 'b.id', 'o.broadcast_id')
    .where({ 'o.account_id': accountId, 'b.state': 'cancelled' })
    .where('o.class', outboundClass.broadcast)
    .whereRaw("o.status in ('queued', 'sending', 'unknown') and o.status = 'queued'") // as in the index
    .limit(size);
  await sql('outbound_messages')
    .whereIn(
      'id',
      rows.map(({ id }) => id),
    )
    .where({ status: 'queued' })
    .update({ status: 'expired', updated_at: databaseNow(db) });
  return rows.length;
}
