import { showNumber } from '../core/number.ts';
import type { Db } from './store.ts';

/** Danger that somebody of the office has to answer; times in epoch milliseconds. */
export interface Alarm {
  readonly matterId: number;
  /** Number of its complaint, without the letter. */
  readonly number: number;
  /** As officers read it: A1012. */
  readonly shown: string;
  readonly officeCode: string;
  readonly kind: string;
  /** Calls so far. */
  readonly step: number;
  /** A message to somebody was put into the outbox. */
  readonly reached: boolean;
  readonly raisedAt: number;
  readonly dueAt: number;
  readonly acknowledgedAt: number | null;
}

interface Row {
  readonly matter_id: number;
  readonly number: number;
  readonly office_code: string;
  readonly kind: string;
  readonly step: number;
  readonly reached: number;
  readonly raised_at: number;
  readonly due_at: number;
  readonly acknowledged_at: number | null;
}

const toAlarm = (row: Row): Alarm => ({
  matterId: row.matter_id,
  number: row.number,
  shown: showNumber('A', row.number),
  officeCode: row.office_code,
  kind: row.kind,
  step: row.step,
  reached: row.reached === 1,
  raisedAt: row.raised_at,
  dueAt: row.due_at,
  acknowledgedAt: row.acknowledged_at,
});

const alarms = ({ sql }: Db) =>
  sql('alarms as l')
    .join('matters as m', 'm.id', 'l.matter_id')
    .select('l.*', 'm.number', 'm.office_code');

/** Raises the alarm of a matter, or raises it again: all are called anew. */
export async function raiseAlarm(
  { sql }: Db,
  alarm: { readonly matterId: number; readonly kind: string },
  now: number,
): Promise<void> {
  await sql('alarms')
    .insert({ matter_id: alarm.matterId, kind: alarm.kind, raised_at: now, due_at: now })
    .onConflict('matter_id')
    .merge(anew(now));
}

/** The alarm of a matter, or undefined. */
export async function findAlarm(db: Db, matterId: number): Promise<Alarm | undefined> {
  const row: Row | undefined = await alarms(db).where('l.matter_id', matterId).first();
  return row && toAlarm(row);
}

/** Alarms that nobody has answered and whose next call is due, the oldest first. */
export async function dueAlarms(db: Db, now: number, limit: number): Promise<readonly Alarm[]> {
  const rows: Row[] = await alarms(db)
    .whereNull('l.acknowledged_at')
    .where('l.due_at', '<=', now)
    .orderBy('l.due_at')
    .limit(limit);
  return rows.map(toAlarm);
}

/** Alarms of an office, or of all, that nobody has answered yet. */
export async function openAlarms(db: Db, office?: string): Promise<readonly Alarm[]> {
  const rows: Row[] = await alarms(db)
    .whereNull('l.acknowledged_at')
    .where(office === undefined ? {} : { 'm.office_code': office })
    .orderBy('l.raised_at');
  return rows.map(toAlarm);
}

/** Alarms that an officer had answered and that are nobody's again: given back, lapsed, BELUM. */
export async function abandonedAlarms(db: Db, limit: number): Promise<readonly Alarm[]> {
  const rows: Row[] = await alarms(db)
    .whereNotNull('l.acknowledged_by')
    .whereNull('m.assignee_id')
    .where('m.status', 'open')
    .limit(limit);
  return rows.map(toAlarm);
}

/** Counts a call if nobody else has made it meanwhile: of two processes one gets true. */
export async function countCall(
  { sql }: Db,
  { matterId, step, raisedAt }: Alarm,
  dueAt: number,
): Promise<boolean> {
  const changed: number = await sql('alarms')
    .where({ matter_id: matterId, step, raised_at: raisedAt })
    .whereNull('acknowledged_at')
    .update({ step: step + 1, due_at: dueAt });
  return changed === 1;
}

/** Remembers that somebody was reached, and when the next is called. */
export async function markReached({ sql }: Db, matterId: number, dueAt: number): Promise<void> {
  await sql('alarms').where({ matter_id: matterId }).update({ reached: 1, due_at: dueAt });
}

const anew = (now: number) => ({
  step: 0,
  reached: 0,
  raised_at: now,
  due_at: now,
  acknowledged_at: null,
  acknowledged_by: null,
});

/** Raises an answered alarm again if nobody else has done it meanwhile. */
export async function reviveAlarm(
  { sql }: Db,
  { matterId, acknowledgedAt }: Alarm,
  now: number,
): Promise<boolean> {
  const changed: number = await sql('alarms')
    .where({ matter_id: matterId, acknowledged_at: acknowledgedAt })
    .update(anew(now));
  return changed === 1;
}

/** Somebody takes it: false when it was answered before or is none. */
export async function answerAlarm(
  { sql }: Db,
  matterId: number,
  officerId: number | null,
  now: number,
): Promise<boolean> {
  const changed: number = await sql('alarms')
    .where({ matter_id: matterId })
    .whereNull('acknowledged_at')
    .update({ acknowledged_at: now, acknowledged_by: officerId });
  return changed === 1;
}

/** Who was called about a matter since a moment: phones and user ids. */
export async function calledSince(
  { sql }: Db,
  matterId: number,
  since: number,
): Promise<ReadonlySet<string>> {
  const users: string[] = await sql('alarm_calls')
    .where({ matter_id: matterId })
    .where('at', '>=', since)
    .pluck('user_id');
  return new Set(users);
}

/** Remembers a call. */
export async function addCall(
  { sql }: Db,
  call: {
    readonly matterId: number;
    readonly userId: string;
    readonly officerId: number | null;
    readonly outboundId: number;
  },
  now: number,
): Promise<void> {
  const { matterId, userId, officerId, outboundId } = call;
  const row = { matter_id: matterId, user_id: userId, officer_id: officerId };
  await sql('alarm_calls').insert({ ...row, outbound_id: outboundId, at: now });
}

/** Alarms of an office that nobody has answered and that this phone was called about. */
export async function alarmsCalledTo(
  db: Db,
  office: string,
  userId: string,
): Promise<readonly Alarm[]> {
  const called = db.sql('alarm_calls').select('matter_id').where({ user_id: userId });
  const rows: Row[] = await alarms(db)
    .whereNull('l.acknowledged_at')
    .where({ 'm.office_code': office })
    .whereIn('l.matter_id', called)
    .orderBy('l.raised_at');
  return rows.map(toAlarm);
}
