import { presenceLife } from './presence.ts';
import type { Db } from './store.ts';

/** Something that an officer's page shows, with a stamp that is another when it looks otherwise. */
export interface Stamp {
  /** `matter|17`, `entry|40`, `present|17|3`, `message|99`, `file|4`, `dead|35.08`. */
  readonly key: string;
  readonly stamp: string;
  readonly office: string;
  /** The matter it belongs to; null for what is of the office's list alone. */
  readonly matterId: number | null;
}

/** A transaction that began earlier may commit later, with an earlier time: look back so far. */
const window = 60_000;

async function matterStamps({ sql }: Db): Promise<readonly Stamp[]> {
  const rows: { id: number; office_code: string; updated_at: number }[] = await sql('matters')
    .select('id', 'office_code', 'updated_at')
    .where('updated_at', '>', sql.raw('(select max(updated_at) from matters) - ?', [window]));
  return rows.map((row) => ({
    key: `matter|${row.id}`,
    stamp: String(row.updated_at),
    office: row.office_code,
    matterId: row.id,
  }));
}

/** The latest entries of all threads: a text that comes to an open matter changes nothing else of it. */
async function entryStamps({ sql }: Db): Promise<readonly Stamp[]> {
  const latest = sql('matter_messages').select('id', 'matter_id').orderBy('id', 'desc').limit(50);
  const rows: { id: number; matter_id: number; office_code: string }[] = await sql(latest.as('t'))
    .join('matters as m', 'm.id', 't.matter_id')
    .select('t.id', 't.matter_id', 'm.office_code');
  return rows.map((row) => ({
    key: `entry|${row.id}`,
    stamp: 'there',
    office: row.office_code,
    matterId: row.matter_id,
  }));
}

async function presenceStamps({ sql }: Db, now: number): Promise<readonly Stamp[]> {
  const rows: { officer_id: number; matter_id: number; office_code: string }[] = await sql(
    'presence as p',
  )
    .join('matters as m', 'm.id', 'p.matter_id')
    .select('p.officer_id', 'p.matter_id', 'm.office_code')
    .where('p.seen_at', '>', now - presenceLife);
  return rows.map((row) => ({
    key: `present|${row.matter_id}|${row.officer_id}`,
    stamp: 'here',
    office: row.office_code,
    matterId: row.matter_id,
  }));
}

async function deadStamps({ sql }: Db): Promise<readonly Stamp[]> {
  const rows: { office_code: string; n: number; latest: number }[] = await sql(
    'inbound_messages as i',
  )
    .join('accounts as k', 'k.id', 'i.account_id')
    .select('k.office_code')
    .count({ n: '*' })
    .max({ latest: 'i.id' })
    .whereRaw("i.status = 'dead'")
    .groupBy('k.office_code');
  return rows.map((row) => ({
    key: `dead|${row.office_code}`,
    stamp: `${row.n} ${row.latest}`,
    office: row.office_code,
    matterId: null,
  }));
}

/** How the messages of these matters stand with the providers. */
async function deliveryStamps(
  { sql }: Db,
  matterIds: readonly number[],
): Promise<readonly Stamp[]> {
  if (matterIds.length === 0) return [];
  const rows: { id: number; status: string; matter_id: number; office_code: string }[] = await sql(
    'matter_messages as t',
  )
    .join('outbound_messages as o', 'o.id', 't.outbound_id')
    .join('matters as m', 'm.id', 't.matter_id')
    .select('o.id', 'o.status', 't.matter_id', 'm.office_code')
    .whereIn('t.matter_id', matterIds);
  return rows.map((row) => ({
    key: `message|${row.id}`,
    stamp: row.status,
    office: row.office_code,
    matterId: row.matter_id,
  }));
}

/** Files that are fetched or given up: a page that shows one as waiting shows it then. */
async function fileStamps({ sql }: Db, matterIds: readonly number[]): Promise<readonly Stamp[]> {
  if (matterIds.length === 0) return [];
  const rows: { id: number; status: string; matter_id: number; office_code: string }[] = await sql(
    'attachments as a',
  )
    .join('matters as m', 'm.id', 'a.matter_id')
    .select('a.id', 'a.status', 'a.matter_id', 'm.office_code')
    .whereIn('a.matter_id', matterIds);
  return rows.map((row) => ({
    key: `file|${row.id}`,
    stamp: row.status,
    office: row.office_code,
    matterId: row.matter_id,
  }));
}

/**
 * How everything looks that changed lately, for all offices, and the deliveries and files of the
 * matters that are `watched`. A stamp that is new or other than in the answer before is a change.
 */
export async function readStamps(
  db: Db,
  watched: readonly number[],
  now: number,
): Promise<readonly Stamp[]> {
  const parts = [
    await matterStamps(db),
    await entryStamps(db),
    await presenceStamps(db, now),
    await deadStamps(db),
    await deliveryStamps(db, watched),
    await fileStamps(db, watched),
  ];
  return parts.flat();
}
