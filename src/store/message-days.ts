import { localDate } from '../core/format.ts';
import type { Db } from './store.ts';

/** A message that is counted before it goes. */
export interface CountedMessage {
  readonly accountId: number;
  readonly status: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

type Direction = 'in' | 'out';

/** Counts messages by account, day and status, so that reports stay right when they are gone. */
export async function countByDay(
  { sql }: Db,
  direction: Direction,
  messages: readonly CountedMessage[],
): Promise<void> {
  const counts = new Map<string, { account_id: number; day: string; status: string; n: number }>();
  for (const { accountId, status, at } of messages) {
    const day = localDate(new Date(at));
    const key = `${accountId} ${day} ${status}`;
    const { n } = counts.get(key) ?? { n: 0 };
    counts.set(key, { account_id: accountId, day, status, n: n + 1 });
  }
  if (counts.size === 0) return;
  await sql('message_days')
    .insert([...counts.values()].map((row) => ({ ...row, direction })))
    .onConflict(['account_id', 'day', 'direction', 'status'])
    .merge({ n: sql.raw('message_days.n + excluded.n') });
}

/** Of one office, or of all; days `YYYY-MM-DD`, from one to before another. */
export interface DaySpan {
  readonly office: string | undefined;
  readonly from: string;
  readonly to: string;
}

/** How many messages of a span are gone, by medium or by status. */
export async function countGone<Key extends string>(
  { sql }: Db,
  direction: Direction,
  { office, from, to }: DaySpan,
  by: 'a.medium' | 'd.status',
): Promise<ReadonlyMap<Key, number>> {
  const rows: { key: Key; n: number | string }[] = await sql('message_days as d')
    .join('accounts as a', 'a.id', 'd.account_id')
    .select({ key: by })
    .sum({ n: 'd.n' })
    .where('d.direction', direction)
    .where('d.day', '>=', from)
    .where('d.day', '<', to)
    .where(office === undefined ? {} : { 'a.office_code': office })
    .groupBy(by);
  return new Map(rows.map(({ key, n }) => [key, Number(n)]));
}
