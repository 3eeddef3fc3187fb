import type { Medium, OutboundStatus } from '../core/message.ts';
import { localDate } from '../core/format.ts';
import { countGone, type DaySpan } from './message-days.ts';
import type { Db } from './store.ts';

/** Of one office, or of all; from one moment to before another, epoch milliseconds. */
export interface Span {
  readonly office: string | undefined;
  readonly from: number;
  readonly to: number;
}

const ofOffice = (office: string | undefined, column = 'office_code') =>
  office === undefined ? {} : { [column]: office };

const countOf = (rows: readonly { readonly n?: unknown }[]): number => Number(rows[0]?.n ?? 0);

/** How many registered in a span. */
export async function countRegistered({ sql }: Db, { office, from, to }: Span): Promise<number> {
  return countOf(
    await sql('seekers')
      .where(ofOffice(office))
      .where('registered_at', '>=', from)
      .where('registered_at', '<', to)
      .count({ n: '*' }),
  );
}

/** Western Indonesia time: UTC+7. */
const offset = 7 * 3_600_000;
const day = 86_400_000;

/** Registrations by day of a span: days since 1970 where the office is -> how many. */
export async function registeredByDay(
  { sql }: Db,
  { office, from, to }: Span,
): Promise<ReadonlyMap<number, number>> {
  // Literals: SQLite binds numbers as real, and would not divide to whole days.
  const number = sql.raw(`(registered_at + ${offset}) / ${day}`);
  const rows: { day: number; n: number }[] = await sql('seekers')
    .select({ day: number })
    .count({ n: '*' })
    .where(ofOffice(office))
    .where('registered_at', '>=', from)
    .where('registered_at', '<', to)
    .groupByRaw('1');
  return new Map(rows.map((row) => [row.day, row.n]));
}

/** Matters opened in a span, by kind. */
export async function countOpened(
  { sql }: Db,
  { office, from, to }: Span,
): Promise<Readonly<Record<'K' | 'A', number>>> {
  const rows: { kind: 'K' | 'A'; n: number }[] = await sql('matters')
    .select('kind')
    .count({ n: '*' })
    .where(ofOffice(office))
    .where('opened_at', '>=', from)
    .where('opened_at', '<', to)
    .groupBy('kind');
  return { K: 0, A: 0, ...Object.fromEntries(rows.map(({ kind, n }) => [kind, n])) };
}

/** Matters that wait for an officer now, those of danger among them, and those that are late. */
export async function countWaiting(
  { sql }: Db,
  office: string | undefined,
  now: number,
): Promise<{ readonly waiting: number; readonly overdue: number; readonly urgent: number }> {
  const waiting = () =>
    sql('matters').where(ofOffice(office)).whereIn('status', ['open', 'claimed']).count({ n: '*' });
  return {
    waiting: countOf(await waiting()),
    overdue: countOf(await waiting().where('reply_by', '<', now)),
    urgent: countOf(await waiting().where({ urgent: 1 })),
  };
}

/** Working minutes that the answers of a span took, in order; at most the latest 10,000. */
export async function answerMinutes(
  { sql }: Db,
  { office, from, to }: Span,
): Promise<readonly number[]> {
  const minutes: number[] = await sql('matters')
    .where(ofOffice(office))
    .where('answered_at', '>=', from)
    .where('answered_at', '<', to)
    .whereNotNull('handled_minutes')
    .orderBy('answered_at', 'desc')
    .limit(10_000)
    .pluck('handled_minutes');
  return minutes.toSorted((a, b) => a - b);
}

/** The days of a span that begins and ends with one. */
const daysOf = ({ office, from, to }: Span): DaySpan => ({
  office,
  from: localDate(new Date(from)),
  to: localDate(new Date(to)),
});

/** What is stored and what was counted before it went, together. */
function total<Key extends string>(
  rows: readonly { readonly key: Key; readonly n: number }[],
  gone: ReadonlyMap<Key, number>,
): Readonly<Partial<Record<Key, number>>> {
  const counts = new Map(gone);
  for (const { key, n } of rows) counts.set(key, (counts.get(key) ?? 0) + n);
  return Object.fromEntries(counts) as Partial<Record<Key, number>>;
}

/** Messages that came in by the kind of screen they were written on; whole days. */
export async function receivedByMedium(
  db: Db,
  span: Span,
): Promise<Readonly<Partial<Record<Medium, number>>>> {
  const { office, from, to } = span;
  const rows: { key: Medium; n: number }[] = await db
    .sql('inbound_messages as m')
    .join('accounts as a', 'a.id', 'm.account_id')
    .select({ key: 'a.medium' })
    .count({ n: '*' })
    .where(ofOffice(office, 'a.office_code'))
    .where('m.received_at', '>=', from)
    .where('m.received_at', '<', to)
    .groupBy('a.medium');
  return total(rows, await countGone<Medium>(db, 'in', daysOf(span), 'a.medium'));
}

/** What became of the messages that were sent; whole days. */
export async function sentByStatus(
  db: Db,
  span: Span,
): Promise<Readonly<Partial<Record<OutboundStatus, number>>>> {
  const { office, from, to } = span;
  const rows: { key: OutboundStatus; n: number }[] = await db
    .sql('outbound_messages as m')
    .join('accounts as a', 'a.id', 'm.account_id')
    .select({ key: 'm.status' })
    .count({ n: '*' })
    .where(ofOffice(office, 'a.office_code'))
    .where('m.created_at', '>=', from)
    .where('m.created_at', '<', to)
    .groupBy('m.status');
  return total(rows, await countGone<OutboundStatus>(db, 'out', daysOf(span), 'd.status'));
}

/** Searches without result by what was looked for, the most frequent first. */
export async function missedWords(
  { sql }: Db,
  {
    office,
    from,
    to,
  }: { readonly office: string | undefined; readonly from: string; readonly to: string },
): Promise<readonly { readonly words: string; readonly n: number }[]> {
  const rows: { words: string; n: number }[] = await sql('search_misses')
    .select('words')
    .count({ n: '*' })
    .where(ofOffice(office))
    .whereBetween('day', [from, to])
    .groupBy('words')
    .orderByRaw('count(*) desc, words');
  return rows.map(({ words, n }) => ({ words, n }));
}
