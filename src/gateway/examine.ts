import type { Channel } from '../channels/channel.ts';
import { ConfigError } from '../core/errors.ts';
import type { Medium } from '../core/message.ts';
import type { AddedAccount } from '../store/added-accounts.ts';

/** What a channel is opened by. */
export type Examined = Pick<AddedAccount, 'channel' | 'name' | 'settings'>;

/** Opens the channel of an added account. @throws ConfigError when its settings do not fit */
export type OpenAdded = (account: Examined) => Promise<Channel>;

/**
 * Opens a channel as its settings say and closes it again; gives its medium.
 * @throws SettingsError when they do not fit, SendError when it cannot be opened now
 */
export async function examine(
  { openAdded }: { readonly openAdded?: OpenAdded },
  account: Examined,
): Promise<Medium> {
  if (!openAdded) throw new ConfigError('no accounts can be added here');
  const channel = await openAdded(account);
  await channel.stop?.();
  const [sender] = channel.accounts;
  if (!sender) throw new ConfigError(`${account.channel} has no sender`);
  return sender.medium;
}
