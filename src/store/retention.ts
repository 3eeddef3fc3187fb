import type { Knex } from 'knex';
import { countByDay } from './message-days.ts';
import { never } from './due.ts';
import type { Db } from './store.ts';

/*
 * What is old goes in small parts, the oldest first, each part in one short transaction: messages
 * that come meanwhile wait for some milliseconds only. A part is cut out of the table in the order
 * of its primary key, so that no index is needed for it and a part never reads more than its rows.
 */

/** From when on messages stay, epoch milliseconds. */
export interface KeptFrom {
  /** By the account's id. */
  readonly byAccount: ReadonlyMap<number, number>;
  /** Of accounts that are not among these. */
  readonly usual: number;
}

/** Which part of a table is looked at: rows behind `after` in the order of the key. */
export interface Part<Key> {
  readonly after: Key | undefined;
  readonly limit: number;
}

/** What a part came to. */
export interface Pruned<Key> {
  /** Where the next part begins; undefined: this was the last. */
  readonly next: Key | undefined;
  readonly removed: number;
  /** Rows that stay without their text. */
  readonly emptied: number;
}

interface AgedRow {
  readonly id: number;
  readonly account_id: number;
  readonly status: string;
  readonly at: number;
  readonly empty: number;
  /** 1: something still needs the row, though not its text. */
  readonly needed: number;
  /** 1: it is not done yet, so that all of it is needed. */
  readonly open: number;
}

const flag = (condition: string): string => `case when ${condition} then 1 else 0 end`;

/** One direction of messages: where they lie, and what keeps an old one. */
interface Aged {
  readonly table: 'inbound_messages' | 'outbound_messages';
  readonly direction: 'in' | 'out';
  readonly at: string;
  readonly needed: string;
  readonly open: string;
}

/** The last message of each address stays: it tells who wrote from where, and when. */
const inbound: Aged = {
  table: 'inbound_messages',
  direction: 'in',
  at: 'received_at',
  needed: `not exists (select 1 from inbound_messages as n where n.contact_id = m.contact_id
    and n.received_at >= m.received_at and n.id > m.id and n.address_id = m.address_id)`,
  open: `m.status in ('failed', 'dead')`,
};

/** A matter's thread tells what became of its messages, and of those that stood in for them. */
const outbound: Aged = {
  table: 'outbound_messages',
  direction: 'out',
  at: 'created_at',
  needed: `exists (select 1 from matter_messages as t
    where t.outbound_id is not null and t.outbound_id in (m.id, m.instead_of))`,
  open: `(m.status in ('queued', 'sending') or (m.status = 'unknown' and m.next_at < ${never}))`,
};

async function agedRows({ sql }: Db, aged: Aged, part: Part<number>): Promise<readonly AgedRow[]> {
  return sql(`${aged.table} as m`)
    .select('m.id', 'm.account_id', 'm.status', `m.${aged.at} as at`)
    .select(sql.raw(`${flag(`m.body_sealed = ''`)} as empty`))
    .select(sql.raw(`${flag(aged.needed)} as needed`))
    .select(sql.raw(`${flag(aged.open)} as open`))
    .where('m.id', '>', part.after ?? 0)
    .orderBy('m.id')
    .limit(part.limit);
}

const idsOf = (rows: readonly AgedRow[]): readonly number[] => rows.map(({ id }) => id);

/** Takes messages of one direction out that are older than their office keeps them. */
async function pruneMessages(
  db: Db,
  aged: Aged,
  keptFrom: KeptFrom,
  part: Part<number>,
): Promise<Pruned<number>> {
  const rows = await agedRows(db, aged, part);
  const isOld = (row: AgedRow): boolean =>
    row.at < (keptFrom.byAccount.get(row.account_id) ?? keptFrom.usual);
  const old = rows.filter((row) => isOld(row) && row.open === 0);
  const gone = old.filter(({ needed }) => needed === 0);
  const emptied = old.filter(({ needed, empty }) => needed === 1 && empty === 0);
  const messages = gone.map((row) => ({ ...row, accountId: row.account_id }));
  await countByDay(db, aged.direction, messages);
  await db.sql(aged.table).whereIn('id', idsOf(gone)).delete();
  await db.sql(aged.table).whereIn('id', idsOf(emptied)).update({ body_sealed: '' });
  const latest = Math.max(keptFrom.usual, ...keptFrom.byAccount.values());
  const last = rows.at(-1);
  const ends = rows.length < part.limit || !last || rows.some(({ at }) => at >= latest);
  return { next: ends ? undefined : last.id, removed: gone.length, emptied: emptied.length };
}

/** What people wrote. */
export const pruneInbound = (
  db: Db,
  keptFrom: KeptFrom,
  part: Part<number>,
): Promise<Pruned<number>> => pruneMessages(db, inbound, keptFrom, part);

/** What was answered; the row of an officer's answer stays for its delivery, without the text. */
export const pruneOutbound = (
  db: Db,
  keptFrom: KeptFrom,
  part: Part<number>,
): Promise<Pruned<number>> => pruneMessages(db, outbound, keptFrom, part);

export type TextKey = readonly (string | number)[];

/** Tables whose primary key says nothing of their age, by its columns. */
const keyed = {
  inbound_keys: ['account_id', 'key'],
  delivery_reports: ['account_id', 'provider_id', 'status'],
} as const;

/** Takes rows out that came before a moment: provider keys, reports of delivery. */
export async function pruneKeyed(
  { sql }: Db,
  table: keyof typeof keyed,
  before: number,
  part: Part<TextKey>,
): Promise<Pruned<TextKey>> {
  const columns = keyed[table];
  const marks = columns.map(() => '?').join(', ');
  const rows: Readonly<Record<string, string | number>>[] = await sql(table)
    .select(...columns, 'received_at')
    .modify((query: Knex.QueryBuilder) => {
      if (part.after) void query.whereRaw(`(${columns.join(', ')}) > (${marks})`, part.after);
    })
    .orderBy([...columns])
    .limit(part.limit);
  const keyOf = (row: (typeof rows)[number]): (string | number)[] =>
    columns.map((column) => row[column] ?? '');
  const old = rows.filter((row) => Number(row['received_at']) < before).map(keyOf);
  if (old.length > 0)
    await sql(table)
      .whereIn([...columns], old)
      .delete();
  const last = rows.at(-1);
  const next = rows.length < part.limit || !last ? undefined : keyOf(last);
  return { next, removed: old.length, emptied: 0 };
}

/** Takes lines of the audit trail out that are older than a moment. */
export async function pruneAudit(
  { sql }: Db,
  before: number,
  part: Part<number>,
): Promise<Pruned<number>> {
  const rows: { id: number; at: number }[] = await sql('audit')
    .select('id', 'at')
    .where('id', '>', part.after ?? 0)
    .orderBy('id')
    .limit(part.limit);
  const old = rows.filter(({ at }) => at < before).map(({ id }) => id);
  await sql('audit').whereIn('id', old).delete();
  const ends = rows.length < part.limit || old.length < rows.length;
  return { next: ends ? undefined : rows.at(-1)?.id, removed: old.length, emptied: 0 };
}

/** Takes searches of an office out that were made before a day, `YYYY-MM-DD`. */
export async function pruneSearches(
  { sql }: Db,
  office: { readonly code: string; readonly before: string },
  limit: number,
): Promise<number> {
  const old = sql('search_misses')
    .select('id')
    .where({ office_code: office.code })
    .where('day', '<', office.before)
    .limit(limit);
  return sql('search_misses').whereIn('id', old).delete();
}

/** Which office each account belongs to. */
export async function listAccountOffices({
  sql,
}: Db): Promise<readonly { readonly id: number; readonly officeCode: string }[]> {
  return sql('accounts').select({ id: 'id', officeCode: 'office_code' });
}
