import { randomUUID } from 'node:crypto';
import type { Medium } from '../core/message.ts';
import { textPlace } from './broadcast-texts.ts';
import type { Db } from './store.ts';

/** What a broadcast is about; a consent must have named it. */
export const broadcastTopics = ['vacancies', 'training', 'job-fair'] as const;
export type BroadcastTopic = (typeof broadcastTopics)[number];

export type BroadcastState = 'draft' | 'released' | 'paused' | 'cancelled' | 'done';

/** Which subscribers of the office: null is all. */
export interface BroadcastAudience {
  /** Kemendagri code of a kecamatan: who has registered from there. */
  readonly districtCode: string | null;
  readonly education: string | null;
  readonly medium: Medium | null;
}

/** An office's message to its subscribers. Times in epoch milliseconds. */
export interface Broadcast extends BroadcastAudience {
  readonly id: number;
  readonly officeCode: string;
  readonly topic: BroadcastTopic;
  /** As it leaves, with the words on how to stop. */
  readonly text: string;
  /** SMS segments of one message. */
  readonly segments: number;
  /** The last day on which it leaves, `YYYY-MM-DD`. */
  readonly lastDay: string;
  readonly state: BroadcastState;
  /** Alerts up to this one have been looked at; all of them when it is `lastAlert`. */
  readonly cursor: number;
  readonly lastAlert: number | null;
  /** What it was said to cost. */
  readonly rupiah: number | null;
  readonly countedAt: number | null;
  readonly createdBy: number;
  readonly createdAt: number;
  readonly releasedBy: number | null;
  readonly releasedAt: number | null;
  readonly endedAt: number | null;
}

export type NewBroadcast = BroadcastAudience &
  Pick<
    Broadcast,
    'officeCode' | 'topic' | 'text' | 'segments' | 'lastDay' | 'createdBy' | 'createdAt'
  >;

interface Row {
  readonly id: number;
  readonly office_code: string;
  readonly topic: BroadcastTopic;
  readonly key: string;
  readonly text_sealed: string;
  readonly segments: number;
  readonly district_code: string | null;
  readonly education: string | null;
  readonly medium: Medium | null;
  readonly last_day: string;
  readonly state: BroadcastState;
  readonly cursor: number;
  readonly last_alert: number | null;
  readonly rupiah: number | null;
  readonly counted_at: number | null;
  readonly created_by: number;
  readonly created_at: number;
  readonly released_by: number | null;
  readonly released_at: number | null;
  readonly ended_at: number | null;
}

const toBroadcast = ({ keys }: Db, row: Row): Broadcast => ({
  id: row.id,
  officeCode: row.office_code,
  topic: row.topic,
  text: keys.open(row.text_sealed, textPlace(row.key)),
  segments: row.segments,
  districtCode: row.district_code,
  education: row.education,
  medium: row.medium,
  lastDay: row.last_day,
  state: row.state,
  cursor: row.cursor,
  lastAlert: row.last_alert,
  rupiah: row.rupiah,
  countedAt: row.counted_at,
  createdBy: row.created_by,
  createdAt: row.created_at,
  releasedBy: row.released_by,
  releasedAt: row.released_at,
  endedAt: row.ended_at,
});

/** Keeps a draft and gives its id. */
export async function addBroadcast(
  { sql, keys }: Db,
  { officeCode, text, lastDay, districtCode, createdBy, createdAt, ...rest }: NewBroadcast,
): Promise<number> {
  const key = randomUUID();
  const rows: { id: number }[] = await sql('broadcasts')
    .insert({
      ...rest,
      key,
      office_code: officeCode,
      text_sealed: keys.seal(text, textPlace(key)),
      last_day: lastDay,
      district_code: districtCode,
      created_by: createdBy,
      created_at: createdAt,
      state: 'draft',
    })
    .returning('id');
  const [row] = rows;
  if (!row) throw new Error('the broadcast was not stored');
  return row.id;
}

/** The broadcast, or undefined. */
export async function findBroadcast(db: Db, id: number): Promise<Broadcast | undefined> {
  const row: Row | undefined = await db.sql('broadcasts').where({ id }).first();
  return row && toBroadcast(db, row);
}

/** The same, held until the transaction ends. */
export async function holdBroadcast(db: Db, id: number): Promise<Broadcast | undefined> {
  const row: Row | undefined = await db.sql('broadcasts').where({ id }).forUpdate().first();
  return row && toBroadcast(db, row);
}

/** An office's broadcasts, or all offices', the latest first. */
export async function listBroadcasts(
  db: Db,
  { office, before, limit }: { office?: string | undefined; before?: number; limit: number },
): Promise<readonly Broadcast[]> {
  const rows: Row[] = await db
    .sql('broadcasts')
    .where(office === undefined ? {} : { office_code: office })
    .modify((query) => before !== undefined && void query.where('id', '<', before))
    .orderBy('id', 'desc')
    .limit(limit);
  return rows.map((row) => toBroadcast(db, row));
}

/** Released or cancelled broadcasts that something is still to be done for, in the order of their release. */
export async function openBroadcasts(db: Db): Promise<readonly Broadcast[]> {
  const rows: Row[] = await db
    .sql('broadcasts')
    .whereIn('state', ['released', 'cancelled'])
    .whereNull('ended_at')
    .orderBy(['released_at', 'id']);
  return rows.map((row) => toBroadcast(db, row));
}

/** What a deed changes of a broadcast. */
export interface BroadcastChange {
  readonly state?: BroadcastState;
  readonly lastAlert?: number;
  readonly releasedBy?: number;
  readonly releasedAt?: number;
  readonly endedAt?: number;
  readonly rupiah?: number;
  readonly countedAt?: number;
}

/** Changes a broadcast while it is in that state; false when it is in another. */
export async function changeBroadcast(
  { sql }: Db,
  { id, state }: Pick<Broadcast, 'id' | 'state'>,
  change: BroadcastChange,
): Promise<boolean> {
  const { lastAlert, releasedBy, releasedAt, endedAt, countedAt, ...rest } = change;
  const row = {
    last_alert: lastAlert,
    released_by: releasedBy,
    released_at: releasedAt,
    ended_at: endedAt,
    counted_at: countedAt,
    ...rest,
  };
  const given = Object.entries(row).filter(([, value]) => value !== undefined);
  const changed: number = await sql('broadcasts')
    .where({ id, state })
    .update(Object.fromEntries(given));
  return changed > 0;
}
