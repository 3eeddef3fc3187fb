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
