import type { Knex } from 'knex';
import { databaseNow, type Db } from './store.ts';

/** A moment by the database's clock, which all processes share; it counts whole milliseconds, so one more. */
const inMs = (db: Db, ms: number) => db.sql.raw('? + ?', [databaseNow(db), Math.ceil(ms) + 1]);

const greatest = ({ dialect }: Db): string => (dialect === 'sqlite' ? 'max' : 'greatest');

/** Lets nothing leave an account for so long; a longer wait that was asked for before stays. */
export async function holdAccount(db: Db, accountId: number, ms: number): Promise<void> {
  const until = db.sql.raw(`${greatest(db)}(coalesce(held_until, 0), ?)`, [inMs(db, ms)]);
  await db.sql('accounts').where({ id: accountId }).update({ held_until: until });
}

/** The account answers nobody: only single attempts from now on, the first after `pause` milliseconds. */
export async function markDown(db: Db, accountId: number, pause: number): Promise<boolean> {
  const changed: number = await db
    .sql('accounts')
    .where({ id: accountId })
    .whereNull('down_since')
    .update({ down_since: databaseNow(db), probe_at: inMs(db, pause) });
  return changed > 0;
}

/** No time is set, or it is over. */
const isOver = (db: Db, column: string) => (query: Knex.QueryBuilder) =>
  void query.whereNull(column).orWhere(column, '<=', databaseNow(db));

/**
 * Takes the right to the one next attempt of an account that is down, for `lease` milliseconds; how
 * long it has been down, or undefined when it is not, or another process tries, or it is too early.
 */
export async function takeProbe(
  db: Db,
  accountId: number,
  lease: number,
): Promise<number | undefined> {
  const changed: number = await db
    .sql('accounts')
    .where({ id: accountId })
    .whereNotNull('down_since')
    .where(isOver(db, 'probe_at'))
    .where(isOver(db, 'held_until'))
    .update({ probe_at: inMs(db, lease) });
  if (changed === 0) return undefined;
  const row: { ms: number } | undefined = await db
    .sql('accounts')
    .where({ id: accountId })
    .first({ ms: db.sql.raw('? - down_since', [databaseNow(db)]) });
  return row?.ms;
}

/** Ends a probe: the next one after `pause` milliseconds. */
export async function endProbe(db: Db, accountId: number, pause: number): Promise<void> {
  await db
    .sql('accounts')
    .where({ id: accountId })
    .update({ probe_at: inMs(db, pause) });
}

/** Faults of the account, not of a message: the same messages go as soon as it is well. */
const accountFaults = ['unreachable', 'provider-down', 'misconfigured'] as const;

/** Written out as in the partial index: else all that was ever sent is gone through. */
const isUnfinished = `status in ('queued', 'sending', 'unknown')`;

/** The account answers again: what waited for it is due at once. True when it had been down. */
export async function markUp(db: Db, accountId: number): Promise<boolean> {
  const changed: number = await db
    .sql('accounts')
    .where({ id: accountId })
    .whereNotNull('down_since')
    .update({ down_since: null, probe_at: null });
  if (changed === 0) return false;
  await db
    .sql('outbound_messages')
    .where({ account_id: accountId, status: 'queued' })
    .whereRaw(isUnfinished)
    .where((q) => {
      for (const code of accountFaults) void q.orWhere('error_code', 'like', `${code}%`);
    })
    .update({ next_at: 0 });
  return true;
}

/** Notes that so much of an account's rate is used up, milliseconds: the processes share it. */
export async function paceAccount(db: Db, accountId: number, ms: number): Promise<void> {
  await pace(db, 'accounts', accountId, ms);
}

/** The same of a person, where the platform asks for it. */
export async function paceAddress(db: Db, addressId: number, ms: number): Promise<void> {
  await pace(db, 'addresses', addressId, ms);
}

async function pace(db: Db, table: 'accounts' | 'addresses', id: number, ms: number) {
  const from = db.sql.raw(`${greatest(db)}(coalesce(paced_until, 0), ?)`, [databaseNow(db)]);
  const until = db.sql.raw('? + ?', [from, Math.ceil(ms)]);
  await db.sql(table).where({ id }).update({ paced_until: until });
}

/** Since when an account has been down, epoch milliseconds of the database's clock; null: it is not. */
export async function downSince({ sql }: Db, accountId: number): Promise<number | null> {
  const row: { down_since: number | null } | undefined = await sql('accounts')
    .where({ id: accountId })
    .first('down_since');
  return row?.down_since ?? null;
}
