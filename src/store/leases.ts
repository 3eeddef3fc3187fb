import type { Knex } from 'knex';
import { databaseNow, type Db } from './store.ts';

/** What one process has for itself until it gives it back or stops renewing. */
export interface Lease {
  readonly name: string;
  readonly holder: string;
  /** One more with each holder: what was done under an older one can be told and refused. */
  readonly fence: number;
}

/** A lease as somebody sees it who does not hold it. */
export interface LeaseSight {
  readonly fence: number;
  /** Epoch milliseconds by the database's clock; 0: given back. */
  readonly until: number;
  /** Its time is over, by the database's clock. */
  readonly over: boolean;
}

/** Who wants a lease, for how many milliseconds. */
export interface LeaseWish {
  readonly name: string;
  readonly holder: string;
  readonly ms: number;
}

/** The clock that leases go by: the database's, because processes on several machines need one. */
export type LeaseClock = (db: Db) => Knex.Raw;

/** How a lease stands; undefined when nobody ever held it. */
export async function seeLease(
  db: Db,
  name: string,
  clock: LeaseClock = databaseNow,
): Promise<LeaseSight | undefined> {
  const now = clock(db);
  const row: { fence: number; until: number; now: number } | undefined = await db
    .sql('leases')
    .first('fence', 'until', db.sql.raw('? as now', [now]))
    .where({ name });
  return row && { fence: row.fence, until: row.until, over: row.until <= row.now };
}

/**
 * Takes the lease as it was seen; undefined when another was faster or its holder has renewed it
 * since. Who calls decides that it is free: see gateway/lease.ts.
 */
export async function takeLease(
  db: Db,
  { name, holder, ms }: LeaseWish,
  seen: LeaseSight | undefined,
  clock: LeaseClock = databaseNow,
): Promise<Lease | undefined> {
  const until = db.sql.raw('? + ?', [clock(db), ms]);
  const row = { holder, fence: (seen?.fence ?? 0) + 1, until };
  const taken: { fence: number }[] = seen
    ? await db
        .sql('leases')
        .where({ name, fence: seen.fence, until: seen.until })
        .update(row)
        .returning('fence')
    : await db
        .sql('leases')
        .insert({ name, ...row })
        .onConflict('name')
        .ignore()
        .returning('fence');
  return taken.length > 0 ? { name, holder, fence: row.fence } : undefined;
}

/** Holds it `ms` longer; false when it was lost: somebody holds it under a higher fence. */
export async function renewLease(
  db: Db,
  { name, holder, fence }: Lease,
  ms: number,
  clock: LeaseClock = databaseNow,
): Promise<boolean> {
  const until = db.sql.raw('? + ?', [clock(db), ms]);
  const changed: number = await db.sql('leases').where({ name, holder, fence }).update({ until });
  return changed > 0;
}

/** Gives it back: the next one may take it at once. The row stays, so that the fence goes on. */
export async function endLease(db: Db, { name, holder, fence }: Lease): Promise<void> {
  await db.sql('leases').where({ name, holder, fence }).update({ until: 0 });
}

/** Whether the lease is still its holder's; inside a transaction it stays so until the commit. */
export async function holdsLease({ sql, dialect }: Db, lease: Lease): Promise<boolean> {
  const { name, holder, fence } = lease;
  const query = sql('leases').first('name').where({ name, holder, fence });
  const row: unknown = await (dialect === 'postgres' ? query.forShare() : query);
  return row !== undefined;
}

/**
 * Ends all leases. Only right where no other process can hold one: on SQLite, which one process
 * serves, before it begins.
 */
export async function endAllLeases({ sql }: Db): Promise<void> {
  await sql('leases').update({ until: 0 });
}
