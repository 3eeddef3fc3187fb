import { RejectedRequest } from '../core/errors.ts';
import type { Medium } from '../core/message.ts';
import {
  addAccount,
  changeAccount,
  findAdded,
  type AccountSettings,
  type AddedAccount,
} from '../store/added-accounts.ts';
import { recordAudit } from '../store/audit.ts';
import { findOffice } from '../store/offices.ts';
import type { Officer } from '../store/officers.ts';
import type { Db } from '../store/store.ts';

export { findAdded, type AddedAccount } from '../store/added-accounts.ts';

/** Who changes a sender, and when. */
export interface SenderDeed {
  readonly officer: Officer;
  readonly now: Date;
}

/** What an officer says of a sender; its settings fit the channel. */
export interface SenderFields {
  readonly label: string;
  readonly medium: Medium;
  readonly settings: AccountSettings;
}

const province = '35';

/** Names that stand for something else in addresses, or that the environment's senders have. */
const takenNames = ['status', 'sms', 'whatsapp', 'telegram'];

/** Whether the officer may see and change senders of that office: the own one, else the province's. */
export const maySet = ({ office }: Officer, of: string): boolean =>
  office === of || office === province;

/** Settings by name alone: what they hold is nobody's to read again. */
async function audit(
  db: Db,
  { officer, now }: SenderDeed,
  action: string,
  { account, ...detail }: { readonly account: string; readonly settings?: string },
): Promise<void> {
  const at = now.getTime();
  await recordAudit(db, { at, actor: `officer:${officer.id}`, action, subject: account, detail });
}

const subjectOf = ({ channel, name }: Pick<AddedAccount, 'channel' | 'name'>): string =>
  `channel:${channel}/${name}`;

/**
 * Adds a sender of an office and gives its id.
 * @throws RejectedRequest 409 when the channel has one of this name, 400 for an unknown or foreign office
 */
export async function addSender(
  db: Db,
  key: Pick<AddedAccount, 'channel' | 'name' | 'officeCode'>,
  fields: SenderFields,
  deed: SenderDeed,
): Promise<number> {
  const known = await findOffice(db, key.officeCode);
  if (!known || !maySet(deed.officer, key.officeCode))
    throw new RejectedRequest(400, 'no-such-office');
  const form = { ...key, ...fields, enabled: true };
  const isFree = !takenNames.includes(key.name);
  const id = isFree ? await addAccount(db, form, deed.now.getTime()) : undefined;
  if (id === undefined) throw new RejectedRequest(409, 'sender-name-taken');
  const settings = Object.keys(fields.settings).join(' ');
  await audit(db, deed, 'channel.add', { account: subjectOf(key), settings });
  return id;
}

/** The names of settings that differ. */
function changedSettings(before: AccountSettings, after: AccountSettings): string {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.filter((name) => before[name] !== after[name]).join(' ');
}

/** Changes an added sender. */
export async function changeSender(
  db: Db,
  account: AddedAccount,
  fields: SenderFields,
  deed: SenderDeed,
): Promise<void> {
  await changeAccount(db, account.id, { ...account, ...fields }, deed.now.getTime());
  const settings = changedSettings(account.settings ?? {}, fields.settings);
  await audit(db, deed, 'channel.change', { account: subjectOf(account), settings });
}

/** Switches an added sender off or on again. Undefined when there is none of this id for the officer. */
export async function switchSender(
  db: Db,
  id: number,
  enabled: boolean,
  deed: SenderDeed,
): Promise<AddedAccount | undefined> {
  const account = await senderFor(db, id, deed.officer);
  if (!account) return undefined;
  const { settings = {} } = account;
  await changeAccount(db, id, { ...account, settings, enabled }, deed.now.getTime());
  const action = enabled ? 'channel.enable' : 'channel.disable';
  await audit(db, deed, action, { account: subjectOf(account) });
  return account;
}

/** An added sender that the officer may change. */
export async function senderFor(
  db: Db,
  id: number,
  officer: Officer,
): Promise<AddedAccount | undefined> {
  const account = await findAdded(db, id);
  return account && maySet(officer, account.officeCode) ? account : undefined;
}
