import type { ChannelHealth } from '../../core/message.ts';
import { understood, type Post } from './send.ts';

/** Whether Twilio lets the account send: active, suspended or closed. @throws SendError */
export async function checkTwilio({
  client,
}: Pick<Post, 'client'>): Promise<readonly ChannelHealth[]> {
  const status = await understood(() => client.accountStatus());
  if (status === 'active') return [{ state: 'up', code: null }];
  return [{ state: 'waiting', code: `account-${status}` }];
}
