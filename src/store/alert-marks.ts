import type { Db } from './store.ts';

/*
 * When alerts are looked after next. An alert that is not due waits for the end of its pause, of its
 * quiet time, of itself, or for a vacancy that fits its wish.
 */

/** PostgreSQL else takes a number beside an integer for one: milliseconds are longer. */
const time = 'cast(? as bigint)';

/** A message to an alert. Times in epoch milliseconds. */
export interface Told {
  readonly id: number;
  /** All vacancies told of so far, the latest last. */
  readonly told: readonly number[];
}

/** Notes messages (at most 500); nothing more to these alerts before `nextAt`. */
export async function noteTold(
  { sql }: Db,
  all: readonly Told[],
  { now, nextAt }: { readonly now: number; readonly nextAt: number },
): Promise<void> {
  if (all.length === 0) return;
  const each = all.map(() => 'when ? then ?').join(' ');
  const values = all.flatMap(({ id, told }) => [id, JSON.stringify(told)]);
  await sql('job_alerts')
    .whereIn(
      'id',
      all.map(({ id }) => id),
    )
    .update({
      sent: sql.raw('sent + 1'),
      sent_at: now,
      next_at: nextAt,
      told: sql.raw(`case id ${each} end`, values),
    });
}

/** How long alerts rest of which nothing new is known. */
export interface Rest {
  readonly now: number;
  /** Milliseconds without a message until what lies beside the wish is told of. */
  readonly quiet: number;
  /** Milliseconds until the next look of those who have been quiet for so long already. */
  readonly pause: number;
}

/** Nothing fits these alerts now: they rest until they are quiet, over, or something fits. */
export async function restAlerts(
  { sql }: Db,
  ids: readonly number[],
  { now, quiet, pause }: Rest,
): Promise<void> {
  if (ids.length === 0) return;
  const quietAt = `coalesce(sent_at, created_at) + ${time}`;
  const next = `case when ${quietAt} > ${time} then ${quietAt} else ${time} end`;
  const values = [quiet, now, quiet, now + pause];
  await sql('job_alerts')
    .whereIn('id', ids)
    .update({
      next_at: sql.raw(`case when ends_at < ${next} then ends_at else ${next} end`, [
        ...values,
        ...values,
      ]),
    });
}

/** These alerts (at most 500) are looked after again at `at`. */
export async function postponeAlerts(
  { sql }: Db,
  ids: readonly number[],
  at: number,
): Promise<void> {
  if (ids.length > 0) await sql('job_alerts').whereIn('id', ids).update({ next_at: at });
}

/** The person was asked whether to go on; without an answer the alert ends at `endsAt`. */
export async function noteRenewalAsked(
  { sql }: Db,
  alertId: number,
  {
    now,
    nextAt,
    endsAt,
  }: { readonly now: number; readonly nextAt: number; readonly endsAt: number },
): Promise<void> {
  await sql('job_alerts')
    .where({ id: alertId })
    .update({ renewal_asked_at: now, next_at: nextAt, ends_at: endsAt });
}

/** Where a walk over the alerts of a wish stands. */
export interface Waking {
  readonly wishId: number;
  /** The id that the last step ended with. */
  readonly after: number;
  readonly limit: number;
}

/** When alerts are due that something fits. */
export interface WakeTimes {
  readonly now: number;
  /** So much later for those of a comparison. */
  readonly delay: number;
  /** Milliseconds from one message to the next. */
  readonly pause: number;
}

/**
 * Makes the next `limit` resting alerts of a wish due, as soon as their pause allows; gives the id
 * to go on behind, undefined at the end. In steps, because one wish may be a hundred thousand people's.
 */
export async function wakeAlerts(
  { sql }: Db,
  { wishId, after, limit }: Waking,
  { now, delay, pause }: WakeTimes,
): Promise<number | undefined> {
  const ids: number[] = await sql('job_alerts')
    .where({ wish_id: wishId })
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .pluck('id');
  if (ids.length === 0) return undefined;
  const at = `${time} + later * ${time}`;
  const free = `coalesce(sent_at, 0) + ${time}`;
  const due = `case when ${free} > ${at} then ${free} else ${at} end`;
  const values = [pause, now, delay, pause, now, delay];
  await sql('job_alerts')
    .whereIn('id', ids)
    .whereRaw(`next_at > ${due}`, values)
    .update({ next_at: sql.raw(due, values) });
  return ids.length < limit ? undefined : ids.at(-1);
}
