import { listAdded } from './added-accounts.ts';
import { openBody, outboundClass, type OutboundRow } from './outbound.ts';
import { databaseNow, type Db } from './store.ts';

/** Whether the file is whole. PostgreSQL keeps its own checksums and refuses by itself. */
export async function isWhole({ sql, dialect }: Db): Promise<boolean> {
  if (dialect === 'postgres') return true;
  try {
    const rows: { quick_check: string }[] = await sql.raw('pragma quick_check(1)');
    return rows[0]?.quick_check === 'ok';
  } catch {
    return false; // SQLITE_CORRUPT: not even its schema can be read
  }
}

/** Whether no table of ours is there yet. */
export async function isEmpty({ sql }: Db): Promise<boolean> {
  return !(await sql.schema.hasTable('accounts'));
}

/** Whether what is sealed opens with this key; true while nothing is. */
export async function isOurKey(db: Db): Promise<boolean> {
  const row: OutboundRow | undefined = await db
    .sql('outbound_messages')
    .whereNull('broadcast_id')
    .orderBy('id', 'desc')
    .first();
  try {
    if (row) openBody(db, row);
  } catch {
    return false;
  }
  return (await listAdded(db)).every(({ settings }) => settings !== undefined);
}

/** The database's clock, and the latest moment that a message carries: epoch milliseconds. */
export async function storedMoments(db: Db): Promise<{ now: number; latest: number }> {
  const { sql } = db;
  const time: { now: number } = await sql.first(sql.raw('? as now', [databaseNow(db)]));
  const row: { received_at: number } | undefined = await sql('inbound_messages')
    .orderBy('id', 'desc')
    .first('received_at');
  return { now: time.now, latest: row?.received_at ?? 0 };
}

/** Replies that wait to leave, and how many of them were written before `since`. */
export async function waitingReplies(
  { sql }: Db,
  since: number,
): Promise<{ all: number; late: number }> {
  const rows: { all: number; late: number | null }[] = await sql('outbound_messages')
    .select(sql.raw('count(*) as "all"'))
    .select(sql.raw('sum(case when created_at < ? then 1 else 0 end) as late', [since]))
    .where('class', outboundClass.reply)
    .whereRaw(`status in ('queued', 'sending', 'unknown')`)
    .where('next_at', '<', Number.MAX_SAFE_INTEGER);
  const [row] = rows;
  return { all: row?.all ?? 0, late: row?.late ?? 0 };
}

/** Messages that no turn could take and no officer has seen to. */
export async function countDead({ sql }: Db): Promise<number> {
  const [row]: { n: number }[] = await sql('inbound_messages')
    .count({ n: '*' })
    .whereRaw("status = 'dead'");
  return row?.n ?? 0;
}

/** Whether anybody has written yet, or is registered: something would be lost. */
export async function hasPeople({ sql }: Db): Promise<boolean> {
  for (const table of ['contacts', 'persons']) if (await sql(table).first('id')) return true;
  return false;
}
