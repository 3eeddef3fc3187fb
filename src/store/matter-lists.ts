import type { Knex } from 'knex';
import type { Json } from '../core/json.ts';
import type { Medium } from '../core/message.ts';
import { openDetails, toMatter, type MatterRow } from './matter-rows.ts';
import type { Matter, MatterAudience, MatterKind, MatterStatus } from './matters.ts';
import { allRows } from './statement.ts';
import { highestId, type Db } from './store.ts';

/** A matter with what is shown of its contact and its officer. */
export interface ListedMatter extends Matter {
  /** The contact's opaque id. */
  readonly contact: string;
  readonly medium: Medium | null;
  readonly assignee: { readonly username: string; readonly name: string } | null;
  readonly details: Json;
}

interface ListedRow extends MatterRow {
  readonly public_id: string;
  readonly medium: Medium | null;
  readonly username: string | null;
  readonly officer_name: string | null;
}

/** For whose eyes: one office or all of them, and what is hidden from the officer left out. */
export interface Eyes {
  readonly officerId: number;
  /** Audiences that the officer belongs to. */
  readonly audiences: readonly MatterAudience[];
  /** Code of the only office to see; undefined: every one. */
  readonly office: string | undefined;
}

function listed({ sql }: Db, { officerId, office, audiences }: Eyes): Knex.QueryBuilder {
  const hidden = sql('matter_hidden').select('matter_id').where({ officer_id: officerId });
  return sql('matters as m')
    .join('contacts as c', 'c.id', 'm.contact_id')
    .leftJoin('addresses as a', 'a.id', 'm.address_id')
    .leftJoin('accounts as k', 'k.id', 'a.account_id')
    .leftJoin('officers as p', 'p.id', 'm.assignee_id')
    .select('m.*', 'c.public_id', 'k.medium', 'p.username', 'p.name as officer_name')
    .whereNotIn('m.id', hidden)
    .whereIn('m.audience', audiences)
    .where(office === undefined ? {} : { 'm.office_code': office });
}

function toListed(db: Db, row: ListedRow): ListedMatter {
  const { username, officer_name: name } = row;
  return {
    ...toMatter(row),
    contact: row.public_id,
    medium: row.medium,
    assignee: username === null || name === null ? null : { username, name },
    details: openDetails(db, row),
  };
}

/** One matter, or undefined when it is not there or not for these eyes. */
export async function findListed(
  db: Db,
  eyes: Eyes,
  { kind, number }: { readonly kind: MatterKind; readonly number: number },
): Promise<ListedMatter | undefined> {
  const [row]: ListedRow[] = await listed(db, eyes).where({ 'm.kind': kind, 'm.number': number });
  return row && toListed(db, row);
}

/** Which matters a list shows. `before`: the id that the last page ended with. */
export interface MatterFilter {
  readonly kind?: MatterKind | undefined;
  readonly status?: MatterStatus | undefined;
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Newest first. */
export async function selectMatters(
  db: Db,
  eyes: Eyes,
  { kind, status, before, limit }: MatterFilter,
): Promise<readonly ListedMatter[]> {
  const rows: ListedRow[] = await listed(db, eyes)
    .where({ ...(kind && { 'm.kind': kind }), ...(status && { 'm.status': status }) })
    .where('m.id', '<', before ?? highestId)
    .orderBy('m.id', 'desc')
    .limit(limit);
  return rows.map((row) => toListed(db, row));
}

/** Written out as in the partial indexes: SQLite takes such an index for the very same words only. */
const isWaiting = `m.status in ('open', 'claimed')`;

/** What waits for an officer: danger first, then by what was promised. */
export async function selectWaiting(
  db: Db,
  eyes: Eyes,
  limit: number,
): Promise<readonly ListedMatter[]> {
  const rows: ListedRow[] = await listed(db, eyes)
    .whereRaw(isWaiting)
    .orderBy([{ column: 'm.urgent', order: 'desc' }, { column: 'm.reply_by' }, { column: 'm.id' }])
    .limit(limit);
  return rows.map((row) => toListed(db, row));
}

/** An answered matter: how long it took, and who answered. */
export interface Handling {
  readonly minutes: number;
  readonly officerId: number | null;
}

/** The latest answers of an office since a moment, at most `limit`: a few rows of one index. */
export async function recentHandling(
  db: Db,
  of: {
    readonly officeCode: string;
    readonly kind: MatterKind;
    readonly since: number;
    readonly limit: number;
  },
): Promise<readonly Handling[]> {
  const rows = await allRows<{ handled_minutes: number | null; assignee_id: number | null }>(
    db,
    `select handled_minutes, assignee_id from matters
     where office_code = ? and kind = ? and answered_at > ?
     order by answered_at desc limit ${of.limit}`, // written out: see sqlite-client.ts
    [of.officeCode, of.kind, of.since],
  );
  return rows.flatMap(({ handled_minutes: minutes, assignee_id: officerId }) =>
    minutes === null ? [] : [{ minutes, officerId }],
  );
}

/** When an officer last wrote to anybody; 0 when never. */
export async function lastActive({ sql }: Db, officerId: number): Promise<number> {
  const row: { active_at: number } | undefined = await sql('matters')
    .first('active_at')
    .where({ assignee_id: officerId })
    .whereNotNull('active_at')
    .orderBy('active_at', 'desc');
  return row?.active_at ?? 0;
}
