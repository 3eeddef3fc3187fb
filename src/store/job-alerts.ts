import { randomUUID } from 'node:crypto';
import type { Json } from '../core/json.ts';
import type { Db } from './store.ts';

/** A contact that wants to be told of new vacancies. Times in epoch milliseconds. */
export interface JobAlert {
  readonly id: number;
  readonly contactId: number;
  readonly officeCode: string;
  /** What is looked for, as the search takes it. */
  readonly wish: Json;
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
  readonly key: string;
  readonly wish_sealed: string;
  readonly sent: number;
  readonly sent_at: number | null;
  readonly ends_at: number;
  readonly renewal_asked_at: number | null;
  readonly created_at: number;
}

const place = (key: string): string => `job_alerts.wish|${key}`;

function toAlert({ keys }: Db, row: AlertRow): JobAlert {
  return {
    id: row.id,
    contactId: row.contact_id,
    officeCode: row.office_code,
    wish: JSON.parse(keys.open(row.wish_sealed, place(row.key))) as Json,
    sent: row.sent,
    sentAt: row.sent_at,
    endsAt: row.ends_at,
    renewalAskedAt: row.renewal_asked_at,
    createdAt: row.created_at,
  };
}

/** Keeps a contact's wish, in place of an older one; what was told of stays known. */
export async function putAlert(
  { sql, keys }: Db,
  alert: Pick<JobAlert, 'contactId' | 'officeCode' | 'wish' | 'endsAt'>,
  now: number,
): Promise<void> {
  const key = randomUUID();
  const wish = {
    office_code: alert.officeCode,
    key,
    wish_sealed: keys.seal(JSON.stringify(alert.wish), place(key)),
    ends_at: alert.endsAt,
    looked_at: 0,
    renewal_asked_at: null,
  };
  await sql('job_alerts')
    .insert({ contact_id: alert.contactId, next_at: now, created_at: now, ...wish })
    .onConflict('contact_id')
    .merge(wish);
}

/** The contact's alert, or undefined. */
export async function findAlert(db: Db, contactId: number): Promise<JobAlert | undefined> {
  const row: AlertRow | undefined = await db
    .sql('job_alerts')
    .first()
    .where({ contact_id: contactId });
  return row && toAlert(db, row);
}

/**
 * Alerts that may be looked after now, the longest waiting first: over, with vacancies of the office
 * verified since they were last looked at, or not looked at since `stale`.
 */
export async function listDueAlerts(
  db: Db,
  { now, stale, limit }: { readonly now: number; readonly stale: number; readonly limit: number },
): Promise<readonly JobAlert[]> {
  const { sql } = db;
  const newer = sql('vacancy_search as v')
    .select('v.vacancy_id')
    .whereRaw('v.office_code = a.office_code and v.verified_at >= a.looked_at');
  const rows: AlertRow[] = await sql('job_alerts as a')
    .select('a.*')
    .where('a.next_at', '<=', now)
    .where(
      (either) =>
        void either
          .where('a.ends_at', '<=', now)
          .orWhere('a.looked_at', '<=', stale)
          .orWhereExists(newer),
    )
    .orderBy(['a.next_at', 'a.id'])
    .limit(limit);
  return rows.map((row) => toAlert(db, row));
}

/** Which of these vacancies the contact was told of. */
export async function toldOf(
  { sql }: Db,
  alertId: number,
  vacancyIds: readonly number[],
): Promise<ReadonlySet<number>> {
  const ids: number[] = await sql('job_alert_vacancies')
    .where({ alert_id: alertId })
    .whereIn('vacancy_id', vacancyIds)
    .pluck('vacancy_id');
  return new Set(ids);
}

/** Notes a message with these vacancies; nothing more before `nextAt`. */
export async function noteTold(
  { sql }: Db,
  alertId: number,
  {
    vacancyIds,
    nextAt,
    now,
  }: {
    readonly vacancyIds: readonly number[];
    readonly nextAt: number;
    readonly now: number;
  },
): Promise<void> {
  await sql('job_alert_vacancies')
    .insert(vacancyIds.map((id) => ({ alert_id: alertId, vacancy_id: id, told_at: now })))
    .onConflict(['alert_id', 'vacancy_id'])
    .ignore();
  await sql('job_alerts')
    .where({ id: alertId })
    .update({ sent: sql.raw('sent + 1'), sent_at: now, next_at: nextAt });
}

/** Nothing fits: not looked at again before something new is verified. */
export async function noteLooked({ sql }: Db, alertId: number, now: number): Promise<void> {
  await sql('job_alerts').where({ id: alertId }).update({ looked_at: now });
}

/** The person was asked whether to go on; without an answer the alert ends at `endsAt`. */
export async function noteRenewalAsked(
  { sql }: Db,
  alertId: number,
  { now, endsAt }: { readonly now: number; readonly endsAt: number },
): Promise<void> {
  await sql('job_alerts').where({ id: alertId }).update({ renewal_asked_at: now, ends_at: endsAt });
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
  const alerts = sql('job_alerts').select('id').where({ contact_id: contactId });
  await sql('job_alert_vacancies').whereIn('alert_id', alerts).delete();
  const deleted: number = await sql('job_alerts').where({ contact_id: contactId }).delete();
  return deleted > 0;
}
