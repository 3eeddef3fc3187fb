import type { ChannelHealth } from '../core/message.ts';
import type { Db } from './store.ts';

/** How an account is, as stored; null: not known. Times are epoch milliseconds. */
export interface AccountHealth {
  readonly accountId: number;
  readonly state: NonNullable<ChannelHealth['state']> | null;
  readonly code: string | null;
  /** Since when it is in this state for this reason. */
  readonly since: number | null;
  /** Why sending fails, and since when; null: the last attempt did not. */
  readonly failingCode: string | null;
  readonly failingSince: number | null;
  /** Per cent. */
  readonly signal: number | null;
  readonly battery: number | null;
  readonly lastInAt: number | null;
  readonly lastOutAt: number | null;
  readonly updatedAt: number;
}

interface Row {
  readonly account_id: number;
  readonly state: AccountHealth['state'];
  readonly code: string | null;
  readonly since: number | null;
  readonly failing_code: string | null;
  readonly failing_since: number | null;
  readonly signal: number | null;
  readonly battery: number | null;
  readonly last_in_at: number | null;
  readonly last_out_at: number | null;
  readonly updated_at: number;
}

const toHealth = (row: Row): AccountHealth => ({
  accountId: row.account_id,
  state: row.state,
  code: row.code,
  since: row.since,
  failingCode: row.failing_code,
  failingSince: row.failing_since,
  signal: row.signal,
  battery: row.battery,
  lastInAt: row.last_in_at,
  lastOutAt: row.last_out_at,
  updatedAt: row.updated_at,
});

/** What is known of each account, by its id. */
export async function readHealth({ sql }: Db): Promise<Map<number, AccountHealth>> {
  const rows: Row[] = await sql('account_health');
  return new Map(rows.map((row) => [row.account_id, toHealth(row)]));
}

/** Kept while state and code stay the same. */
const sinceUnchanged = `case when account_health.state is not distinct from excluded.state
     and account_health.code is not distinct from excluded.code
   then coalesce(account_health.since, excluded.since) else excluded.since end`;

const given = (columns: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));

/** Stores what a channel says of itself; what it leaves out stays. `since` stays while nothing changes. */
export async function writeHealth(
  { sql }: Db,
  accountId: number,
  { state, code, signal, battery }: Omit<ChannelHealth, 'account'>,
  now: number,
): Promise<void> {
  const isState = state !== undefined;
  const told = given({ state, code: isState ? (code ?? null) : code, signal, battery });
  const row = { account_id: accountId, ...told, updated_at: now };
  await sql('account_health')
    .insert({ ...row, since: isState ? now : null })
    .onConflict('account_id')
    .merge({ ...told, updated_at: now, ...(isState && { since: sql.raw(sinceUnchanged) }) });
}

/** Stores why sending fails; null: it does not. Since when stays while it fails for the same reason. */
export async function writeSending(
  { sql }: Db,
  accountId: number,
  code: string | null,
  now: number,
): Promise<void> {
  const row = { failing_code: code, failing_since: code === null ? null : now, updated_at: now };
  const since = sql.raw(
    `case when account_health.failing_code is not distinct from excluded.failing_code
     then account_health.failing_since else excluded.failing_since end`,
  );
  await sql('account_health')
    .insert({ account_id: accountId, ...row })
    .onConflict('account_id')
    .merge({ ...row, failing_since: since });
}

/** An account that could not be opened, and now is: what was said of that is forgotten. */
export async function forgetOpening({ sql }: Db, accountId: number): Promise<void> {
  await sql('account_health')
    .where({ account_id: accountId, state: 'waiting' })
    .update({ state: null, code: null, since: null });
}

/** What happened at an account since it was last written: epoch milliseconds. */
export interface Activity {
  readonly accountId: number;
  readonly lastInAt?: number;
  readonly lastOutAt?: number;
}

/** Stores when an account last heard and last sent. */
export async function writeActivity({ sql }: Db, seen: Activity, now: number): Promise<void> {
  const told = given({ last_in_at: seen.lastInAt, last_out_at: seen.lastOutAt });
  await sql('account_health')
    .insert({ account_id: seen.accountId, ...told, updated_at: now })
    .onConflict('account_id')
    .merge(told);
}
