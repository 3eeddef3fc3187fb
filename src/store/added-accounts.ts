import type { Account } from './accounts.ts';
import type { Db } from './store.ts';

/** What an added account is set up with, by the names of `.env.example`. */
export type AccountSettings = Readonly<Record<string, string>>;

/** An account that was added in the admin page; the others are the environment's. */
export interface AddedAccount extends Account {
  /** What officers call it. */
  readonly label: string;
  readonly enabled: boolean;
  /** Grows with each change. */
  readonly updatedAt: number;
  /** Undefined when they cannot be opened any more: another SECRET_KEY. */
  readonly settings: AccountSettings | undefined;
}

/** What is to be stored of a new or changed one. */
export type AccountForm = Omit<AddedAccount, 'id' | 'settings' | 'updatedAt'> & {
  readonly settings: AccountSettings;
};

interface Row {
  readonly id: number;
  readonly channel: string;
  readonly name: string;
  readonly medium: Account['medium'];
  readonly office_code: string;
  readonly label: string | null;
  readonly enabled: number;
  readonly updated_at: number;
  readonly settings_sealed: string;
}

const place = ({ channel, name }: Pick<Account, 'channel' | 'name'>): string =>
  `accounts.settings|${channel}/${name}`;

function openSettings({ keys }: Db, row: Row): AccountSettings | undefined {
  try {
    return JSON.parse(keys.open(row.settings_sealed, place(row))) as AccountSettings;
  } catch {
    return undefined;
  }
}

const toAdded = (db: Db, row: Row): AddedAccount => ({
  id: row.id,
  channel: row.channel,
  name: row.name,
  medium: row.medium,
  officeCode: row.office_code,
  label: row.label ?? row.name,
  enabled: row.enabled === 1,
  updatedAt: row.updated_at,
  settings: openSettings(db, row),
});

/** All added accounts, oldest first. */
export async function listAdded(db: Db): Promise<AddedAccount[]> {
  const rows: Row[] = await db.sql('accounts').whereNotNull('settings_sealed').orderBy('id');
  return rows.map((row) => toAdded(db, row));
}

/** One added account; undefined when there is none with this id. */
export async function findAdded(db: Db, id: number): Promise<AddedAccount | undefined> {
  const row: Row | undefined = await db
    .sql('accounts')
    .whereNotNull('settings_sealed')
    .where({ id })
    .first();
  return row && toAdded(db, row);
}

const columnsOf = ({ keys }: Db, form: AccountForm, now: number) => ({
  medium: form.medium,
  label: form.label,
  enabled: form.enabled ? 1 : 0,
  settings_sealed: keys.seal(JSON.stringify(form.settings), place(form)),
  updated_at: now,
});

/** Stores a new account and gives its id; undefined when the channel has one of this name. */
export async function addAccount(
  db: Db,
  form: AccountForm,
  now: number,
): Promise<number | undefined> {
  const { channel, name, officeCode: office_code } = form;
  const rows: { id: number }[] = await db
    .sql('accounts')
    .insert({ channel, name, office_code, created_at: now, ...columnsOf(db, form, now) })
    .onConflict(['channel', 'name'])
    .ignore()
    .returning('id');
  return rows[0]?.id;
}

/** Changes an added account; its channel, name and office stay. */
export async function changeAccount(
  db: Db,
  id: number,
  form: AccountForm,
  now: number,
): Promise<void> {
  const { updated_at, ...columns } = columnsOf(db, form, now);
  await db
    .sql('accounts')
    .where({ id })
    .update({
      ...columns,
      // Two changes within a millisecond, or after the clock was set back, are two changes.
      updated_at: db.sql.raw('case when updated_at >= ? then updated_at + 1 else ? end', [
        updated_at,
        updated_at,
      ]),
    });
}
