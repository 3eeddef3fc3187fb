import { randomUUID } from 'node:crypto';
import type { Json } from '../core/json.ts';
import type { Db } from './store.ts';

/** A contact that wants to be told of new vacancies. Times in epoch milliseconds. */
export interface JobAlert {
  readonly id: number;
  readonly contactId: number;
  readonly officeCode: string;
  /** What is looked for, shared with all who look for the same; null: not yet understood. */
  readonly wishId: number | null;
  /** Ids of the vacancies told of, the latest last. */
  readonly told: readonly number[];
  /** True for the half of a comparison that is told a week later. */
  readonly later: boolean;
  /** Messages so far. */
  readonly sent: number;
  readonly sentAt: number | null;
  readonly endsAt: number;
  readonly renewalAskedAt: number | null;
  readonly createdAt: number;
}

interface AlertRow {
  readonly id: number;
  readonly contact_id: number;
  readonly office_code: string;
  readonly wish_id: number | null;
  readonly told: string;
  readonly later: number;
  readonly sent: number;
  readonly sent_at: number | null;
  readonly ends_at: number;
  readonly renewal_asked_at: number | null;
  readonly created_at: number;
}

const columns = [
  'id',
  'contact_id',
  'office_code',
  'wish_id',
  'told',
  'later',
  'sent',
  'sent_at',
  'ends_at',
  'renewal_asked_at',
  'created_at',
];

const place = (key: string): string => `job_alerts.wish|${key}`;

const toAlert = (row: AlertRow): JobAlert => ({
  id: row.id,
  contactId: row.contact_id,
  officeCode: row.office_code,
  wishId: row.wish_id,
  told: JSON.parse(row.told) as number[],
  later: row.later === 1,
  sent: row.sent,
  sentAt: row.sent_at,
  endsAt: row.ends_at,
  renewalAskedAt: row.renewal_asked_at,
  createdAt: row.created_at,
});

/** A contact's wish as it comes in: its words, and what was understood of them. */
export interface NewJobAlert extends Pick<JobAlert, 'contactId' | 'officeCode' | 'endsAt'> {
  readonly words: Json;
  readonly wishId: number;
  readonly later: boolean;
  /** Not looked after before, nor before `pause` milliseconds after the last message. */
  readonly nextAt: number;
  readonly pause: number;
}

/** Keeps a contact's wish, in place of an older one; what was told of stays known. */
export async function putAlert({ sql, keys }: Db, alert: NewJobAlert, now: number): Promise<void> {
  const key = randomUUID();
  const wish = {
    office_code: alert.officeCode,
    key,
    wish_sealed: keys.seal(JSON.stringify(alert.words), place(key)),
    wish_id: alert.wishId,
    later: alert.later ? 1 : 0,
    ends_at: alert.endsAt,
    renewal_asked_at: null,
  };
  const { nextAt, pause } = alert;
  const free = 'coalesce(job_alerts.sent_at, 0) + cast(? as bigint)';
  const asked = 'cast(? as bigint)'; // PostgreSQL else takes it for an integer
  const next = `case when ${free} > ${asked} then ${free} else ${asked} end`;
  await sql('job_alerts')
    .insert({ contact_id: alert.contactId, next_at: nextAt, created_at: now, ...wish })
    .onConflict('contact_id')
    .merge({ ...wish, next_at: sql.raw(next, [pause, nextAt, pause, nextAt]) });
}

/** The contact's alert with the words of its wish, or undefined. */
export async function findAlert(
  { sql, keys }: Db,
  contactId: number,
): Promise<(JobAlert & { readonly words: Json }) | undefined> {
  const row: (AlertRow & { key: string; wish_sealed: string }) | undefined = await sql('job_alerts')
    .first(...columns, 'key', 'wish_sealed')
    .where({ contact_id: contactId });
  if (!row) return undefined;
  const words = JSON.parse(keys.open(row.wish_sealed, place(row.key))) as Json;
  return { ...toAlert(row), words };
}

/** Offices with alerts that are due, in the order of their codes. */
export async function dueOffices({ sql }: Db, now: number): Promise<readonly string[]> {
  const due = sql('job_alerts as a')
    .select('a.id')
    .whereRaw('a.office_code = o.code')
    .where('a.next_at', '<=', now);
  return sql('offices as o').whereExists(due).orderBy('o.code').pluck('o.code');
}

/** Alerts of an office that are to be looked after now, the longest waiting first. */
export async function listDueAlerts(
  { sql }: Db,
  office: string,
  { now, limit }: { readonly now: number; readonly limit: number },
): Promise<readonly JobAlert[]> {
  const rows: AlertRow[] = await sql('job_alerts')
    .select(columns)
    .where({ office_code: office })
    .where('next_at', '<=', now)
    .whereNotNull('wish_id')
    .orderBy(['next_at', 'id'])
    .limit(limit);
  return rows.map(toAlert);
}

/** Those of these alerts that are still as they were and due; held until the transaction ends. */
export async function holdDueAlerts(
  { sql }: Db,
  ids: readonly number[],
  now: number,
): Promise<ReadonlySet<number>> {
  const held: number[] = await sql('job_alerts')
    .whereIn('id', ids)
    .where('next_at', '<=', now)
    .orderBy('id')
    .forUpdate() // knex leaves it out on SQLite, whose one writer holds the whole database
    .pluck('id');
  return new Set(held);
}

/** Contacts whose wish was kept by an older version, which did not share wishes. */
export async function listUnshared({ sql }: Db, limit: number): Promise<readonly number[]> {
  return sql('job_alerts').whereNull('wish_id').orderBy('id').limit(limit).pluck('contact_id');
}

/** Gives an alert the wish that its words mean. */
export async function shareWish({ sql }: Db, alertId: number, wishId: number): Promise<void> {
  await sql('job_alerts').where({ id: alertId }).update({ wish_id: wishId });
}

/** YA: it goes on until `endsAt`. @throws Error when there is none: its end ends the question too */
export async function renewAlert({ sql }: Db, contactId: number, endsAt: number): Promise<void> {
  const changed: number = await sql('job_alerts')
    .where({ contact_id: contactId })
    .update({ ends_at: endsAt, renewal_asked_at: null });
  if (changed === 0) throw new Error('no alert to renew');
}

/** Ends the contact's alert; false when there was none. */
export async function deleteAlert({ sql }: Db, contactId: number): Promise<boolean> {
  const deleted: number = await sql('job_alerts').where({ contact_id: contactId }).delete();
  return deleted > 0;
}

/** Ends these alerts (at most 500). */
export async function deleteAlerts({ sql }: Db, ids: readonly number[]): Promise<void> {
  if (ids.length > 0) await sql('job_alerts').whereIn('id', ids).delete();
}
