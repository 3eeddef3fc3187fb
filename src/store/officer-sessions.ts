import type { Db } from './store.ts';

/** One browser of one officer, or of somebody who has not signed in yet. Times in epoch milliseconds. */
export interface OfficerSession {
  readonly id: number;
  readonly officerId: number | null;
  /** Browser and system: `Chrome, Windows`. */
  readonly device: string;
  /** JSON that the web layer keeps between two requests. */
  readonly data: string;
  readonly createdAt: number;
  readonly seenAt: number;
}

interface Row {
  readonly id: number;
  readonly hash: string;
  readonly officer_id: number | null;
  readonly device: string;
  readonly data_sealed: string;
  readonly created_at: number;
  readonly seen_at: number;
}

const place = (hash: string): string => `officer_sessions.data|${hash}`;

function toSession({ keys }: Db, row: Row): OfficerSession {
  return {
    id: row.id,
    officerId: row.officer_id,
    device: row.device,
    data: keys.open(row.data_sealed, place(row.hash)),
    createdAt: row.created_at,
    seenAt: row.seen_at,
  };
}

/** The session of this hash that began after `startedAfter`. */
export async function findSession(
  db: Db,
  hash: string,
  startedAfter: number,
): Promise<OfficerSession | undefined> {
  const row: Row | undefined = await db
    .sql('officer_sessions')
    .first()
    .where({ hash })
    .where('created_at', '>', startedAfter);
  return row && toSession(db, row);
}

/** Makes the session at `at`, or puts what it holds in place of what it held: that is no use of it. */
export async function putSession(
  { sql, keys }: Db,
  session: Pick<OfficerSession, 'officerId' | 'device' | 'data'> & { readonly hash: string },
  at: number,
): Promise<void> {
  const { hash, officerId, device, data } = session;
  const held = { officer_id: officerId, device, data_sealed: keys.seal(data, place(hash)) };
  await sql('officer_sessions')
    .insert({ hash, created_at: at, seen_at: at, ...held })
    .onConflict('hash')
    .merge(held);
}

/** Notes that its officer was there. */
export async function touchSession({ sql }: Db, hash: string, at: number): Promise<void> {
  await sql('officer_sessions').update({ seen_at: at }).where({ hash });
}

export async function removeSession({ sql }: Db, hash: string): Promise<void> {
  await sql('officer_sessions').delete().where({ hash });
}

/** Ends an officer's sessions: one by its id, or all but the one kept; gives how many. */
export async function removeSessionsOf(
  { sql }: Db,
  officerId: number,
  which: { readonly only?: number; readonly keep?: number } = {},
): Promise<number> {
  return sql('officer_sessions')
    .delete()
    .where({ officer_id: officerId })
    .modify((query) => {
      if (which.only !== undefined) void query.where({ id: which.only });
      if (which.keep !== undefined) void query.whereNot({ id: which.keep });
    });
}

/** Removes what nobody can use any more: never signed in and idle, or begun before `startedBefore`. */
export async function removeOldSessions(
  { sql }: Db,
  { idleSince, startedBefore }: { readonly idleSince: number; readonly startedBefore: number },
): Promise<void> {
  await sql('officer_sessions').delete().where('created_at', '<=', startedBefore);
  await sql('officer_sessions').delete().whereNull('officer_id').where('seen_at', '<=', idleSince);
}

/** An officer's sessions begun after `startedAfter`, the latest used first. */
export async function listSessionsOf(
  db: Db,
  officerId: number,
  startedAfter: number,
): Promise<readonly OfficerSession[]> {
  const rows: Row[] = await db
    .sql('officer_sessions')
    .select()
    .where({ officer_id: officerId })
    .where('created_at', '>', startedAfter)
    .orderBy('seen_at', 'desc')
    .limit(50);
  return rows.map((row) => toSession(db, row));
}
