import type { Knex } from 'knex';
import { outboundClass } from './outbound.ts';
import { databaseNow, type Db } from './store.ts';

/** Segments that the day's budget still has. */
export interface Left {
  /** For replies of the machine. */
  readonly replies: number;
  readonly bulk: number;
}

/** A worker that died is given up after this: longer than any send (10 s), all by the database's clock. */
export const leaseMs = 20_000;

/** Which messages to claim. */
export interface Wanted {
  readonly accountId: number;
  readonly limit: number;
  /** Only those to this user id. */
  readonly to?: string;
  /** The provider drops a repeated id: another attempt is no possible double. */
  readonly idempotent?: boolean;
  /** Nothing that comes unasked: it is night. */
  readonly quiet?: boolean;
  /** What may still be spent; left out: no budget. */
  readonly left?: Left;
  /** How far ahead of its rate the account may be, milliseconds; left out: the rate is not shared. */
  readonly ahead?: number;
  /** The same of one person, where the platform asks for it. */
  readonly aheadOfContact?: number;
  /** A single attempt whether the account is alive: it is, although it counts as down. */
  readonly probe?: boolean;
}

/** Given up: an attempt that never is due. */
export const never = Number.MAX_SAFE_INTEGER;

/** Written out as in the partial indexes: SQLite takes such an index for the very same words only. */
const isUnfinished = (row: 'o' | 'p'): string =>
  `${row}.status in ('queued', 'sending', 'unknown')`;

/** The number that an address is known by, of another country. */
const isForeign = `coalesce(f.phone, f.user_id) like '+%' and coalesce(f.phone, f.user_id) not like '+62%'`;

/**
 * Nothing bulk leaves for a contact that has said STOP since, or is guarded, also at a second
 * attempt, and never to another country.
 */
const isWelcome = `(o.class = ${outboundClass.reply} or not exists
  (select 1 from contacts as c where c.id = o.contact_id
     and (c.stopped_at is not null or c.guarded_at is not null))
  and not exists (select 1 from addresses as f where f.id = o.address_id and ${isForeign}))`;

/** Nothing of a broadcast leaves while it is paused, or after it was cancelled. */
const isReleased = `(o.broadcast_id is null or exists
  (select 1 from broadcasts as b where b.id = o.broadcast_id and b.state = 'released'))`;

/** The last class in line: while no broadcast may leave, none of its million messages is looked at. */
const lastClass = `(case when exists (select 1 from broadcasts as r where r.state = 'released')
  then ${outboundClass.broadcast} else ${outboundClass.bulk} end)`;

/** What was charged before costs nothing now; an officer's words and danger are never held back. */
const isAffordable = (row: 'o' | 'p'): string => `(${row}.charged_on is not null
  or ${row}.purpose in ('officer', 'danger')
  or ${row}.segments <= case when ${row}.purpose = 'push' then cast(? as integer) else cast(? as integer) end)`;

const affordable = ({ bulk, replies }: Left): readonly number[] => [bulk, replies];

/** The account may send: not down, not told to wait, not ahead of a rate that others share. */
function openAccount(db: Db, { accountId, ahead }: Wanted): Knex.QueryBuilder {
  const now = databaseNow(db);
  const open = db
    .sql('accounts')
    .select('id')
    .where({ id: accountId })
    .whereNull('down_since')
    .where((q) => void q.whereNull('held_until').orWhere('held_until', '<=', now));
  if (ahead === undefined) return open;
  const latest = db.sql.raw('? + ?', [now, ahead]);
  return open.where((q) => void q.whereNull('paced_until').orWhere('paced_until', '<=', latest));
}

/** People who were written to so lately that their platform wants us to wait. */
function pacedAddresses(db: Db, aheadOfContact: number): Knex.QueryBuilder {
  const latest = db.sql.raw('? + ?', [databaseNow(db), aheadOfContact]);
  return db
    .sql('addresses as d')
    .select('d.id')
    .whereRaw('d.id = o.address_id')
    .where('d.paced_until', '>', latest);
}

/** The first that stands before a message in its address's line; a parked one holds up nobody. */
function firstBefore({ sql }: Db, left: Left | undefined): Knex.QueryBuilder {
  const before = sql('outbound_messages as p')
    .select('p.id')
    .whereRaw(isUnfinished('p'))
    .whereRaw(`p.next_at + 0 < ${never}`) // not in the words of `outbound_line`: there is a better index
    .whereRaw('p.contact_id = o.contact_id and p.class = o.class and p.id < o.id')
    .whereRaw('p.address_id = o.address_id')
    .orderBy('p.id')
    .limit(1);
  return left ? before.whereRaw(isAffordable('p'), affordable(left)) : before;
}

/**
 * Its time is over; or the clock has gone back since, for no lease ends that late: twice its time,
 * so that what another process claims at this moment is not taken for one.
 */
const leaseIsOver =
  ({ sql }: Db, now: Knex.Raw) =>
  (q: Knex.QueryBuilder): void => {
    const latest = sql.raw('? + ?', [now, 2 * leaseMs]);
    void q.where('o.lease_until', '<', now).orWhere('o.lease_until', '>', latest);
  };

/** At night and without a budget: else all of a broadcast would be gone through for nothing. */
const isRepliesOnly = ({ quiet, left }: Wanted): boolean =>
  quiet === true || (left !== undefined && left.bulk < 1);

/**
 * Due rows of an account, the heads of their address's line only: a later reply never overtakes one
 * that is to be tried again; but one that another channel holds up holds up nothing here.
 */
export function dueRows(db: Db, wanted: Wanted): Knex.QueryBuilder {
  const { sql, dialect } = db;
  const { accountId, limit, to, left } = wanted;
  const now = databaseNow(db);
  const due = sql('outbound_messages as o')
    .select('o.id')
    .where('o.account_id', accountId)
    .whereRaw(isUnfinished('o'))
    .whereRaw(`o.next_at < ${never}`) // in the very words of the partial index
    .where((either) => {
      void either
        .where((q) => void q.whereNot('o.status', 'sending').where('o.next_at', '<=', now))
        .orWhere((q) => void q.where('o.status', 'sending').where(leaseIsOver(db, now)));
    })
    // As `not exists` PostgreSQL made a join of it and compared all with all (6,000 that wait: 370 ms);
    // in this order it takes the index of a person's line, whatever it believes of how many wait.
    .whereRaw('(?) is null', [firstBefore(db, left)])
    .whereRaw(isWelcome)
    .whereRaw(isReleased)
    .whereRaw(`o.class <= ${lastClass}`)
    .orderBy(['o.class', 'o.id'])
    .limit(limit);
  if (wanted.probe !== true) void due.whereExists(openAccount(db, wanted));
  if (isRepliesOnly(wanted)) void due.where('o.class', outboundClass.reply);
  if (left) void due.whereRaw(isAffordable('o'), affordable(left));
  if (wanted.aheadOfContact !== undefined) {
    void due.whereNotExists(pacedAddresses(db, wanted.aheadOfContact));
  }
  if (to !== undefined) {
    void due.whereIn('o.address_id', sql('addresses').select('id').where('user_id', to));
  }
  // Without SKIP LOCKED eight workers claimed 400 rows of which 150 were distinct (measured).
  return dialect === 'postgres' ? due.forUpdate('o').skipLocked() : due;
}
