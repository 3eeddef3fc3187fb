import type { Medium } from '../core/message.ts';
import type { Db } from './store.ts';

/** A sender at a provider, as stored. */
export interface Account {
  readonly id: number;
  readonly channel: string;
  readonly name: string;
  readonly medium: Medium;
  readonly officeCode: string;
}

/** Makes the account when it is new and gives it; a known one keeps its office. */
export async function ensureAccount(
  { sql }: Db,
  account: Omit<Account, 'id'>,
  now: Date,
): Promise<Account> {
  const { channel, name, medium, officeCode } = account;
  await sql('accounts')
    .insert({ channel, name, medium, office_code: officeCode, created_at: now.getTime() })
    .onConflict(['channel', 'name'])
    .ignore();
  const row: { id: number; office_code: string } | undefined = await sql('accounts')
    .first('id', 'office_code')
    .where({ channel, name });
  if (!row) throw new Error(`account ${channel} vanished`);
  return { ...account, id: row.id, officeCode: row.office_code };
}

/** Channels of this machine: nothing leaves it. */
export const localChannels: readonly string[] = ['simulator', 'terminal'];

/** An account of an office that answers, of those that are `open`. */
export async function liveAccount(
  { sql }: Db,
  wanted: { readonly office: string; readonly medium: Medium; readonly open: readonly number[] },
): Promise<number | undefined> {
  const row: { id: number } | undefined = await sql('accounts')
    .where({ office_code: wanted.office, medium: wanted.medium })
    .whereIn('id', [...wanted.open])
    .whereNull('down_since')
    .orderBy('id')
    .first('id');
  return row?.id;
}

/** The account that an office writes from on a medium: one that answers, and a real one before the simulator's. */
export async function accountOfOffice(
  { sql }: Db,
  officeCode: string,
  medium: Medium,
): Promise<number | undefined> {
  const rows: { id: number; channel: string }[] = await sql('accounts')
    .select('id', 'channel')
    .where({ office_code: officeCode, medium, enabled: 1 })
    .orderByRaw('case when down_since is null then 0 else 1 end, id');
  const real = rows.find(({ channel }) => !localChannels.includes(channel));
  return (real ?? rows[0])?.id;
}
