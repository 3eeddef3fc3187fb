import type { Db } from './store.ts';
import type { Timed } from './kept-tables.ts';

/** More are not counted. */
const most = 1_000;

/** Rows of a table that were there before a moment, or a day: at most 1,000 are counted. */
export async function countBefore(
  { sql }: Db,
  { table, by, where }: Timed,
  before: number | string,
): Promise<number> {
  const rows = sql(table).select(sql.raw('1 as one')).where(by, '<', before).limit(most);
  if (where !== undefined) void rows.whereRaw(where);
  const [row] = await sql(rows.as('old')).count({ n: '*' });
  return Number(row?.['n'] ?? 0);
}

/** The same of messages, each account with the moment from which its office keeps them. */
export async function countMessagesBefore(
  { sql }: Db,
  { table, by, where }: Timed,
  kept: ReadonlyMap<number, number>,
): Promise<number> {
  const byMoment = new Map<number, number[]>();
  for (const [account, from] of kept) byMoment.set(from, [...(byMoment.get(from) ?? []), account]);
  let count = 0;
  for (const [from, accounts] of byMoment) {
    const rows = sql(table).select(sql.raw('1 as one')).whereIn('account_id', accounts);
    void rows
      .where(by, '<', from)
      .whereRaw(where ?? '1 = 1')
      .limit(most);
    const [row] = await sql(rows.as('old')).count({ n: '*' });
    count += Number(row?.['n'] ?? 0);
  }
  return count;
}

/** Takes out what officers typed and have not sent, and slips that open no page any more. */
export async function dropEnded(
  { sql }: Db,
  { drafts, slips }: { readonly drafts: number; readonly slips: number },
): Promise<number> {
  const typed: number = await sql('drafts').where('at', '<', drafts).delete();
  const printed: number = await sql('seeker_slips').where('expires_at', '<=', slips).delete();
  return typed + printed;
}
