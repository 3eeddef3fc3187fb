import type { Channel } from '../channels/channel.ts';
import { SendError } from '../core/errors.ts';
import type { OutboundMessage, Receipt } from '../core/message.ts';
import type { Account } from '../store/accounts.ts';
import { lastInboundAt } from '../store/last-inbound.ts';
import { isProviderId } from '../store/marks.ts';
import type { ClaimedOutbound } from '../store/outbox.ts';
import type { Store } from '../store/store.ts';
import { asSendError } from './attempts.ts';
import { blockRefused, shutOut } from './block.ts';
import { handOver, type MarkedReceipt } from './hand-over.ts';
import { killPoint } from '../core/kill-points.ts';

/** Looks for the message at the provider; one that does not answer such questions has not told of it. */
async function ask(channel: Channel, message: OutboundMessage): Promise<Receipt | undefined> {
  try {
    return await channel.find?.(message);
  } catch (error) {
    const unanswerable = ['misconfigured', 'refused'];
    if (error instanceof SendError && unanswerable.includes(error.code)) return undefined;
    throw error;
  }
}

/** The receipt of an attempt whose end is unknown. That of another row is of an older, equal text. */
async function findReceipt(
  store: Store,
  channel: Channel,
  claimed: ClaimedOutbound,
  message: OutboundMessage,
): Promise<Receipt | undefined> {
  const found = claimed.maybeDouble ? await ask(channel, message) : undefined;
  if (found?.providerId === undefined) return found;
  const isOther = await isProviderId(store, claimed.accountId, found.providerId);
  return isOther ? undefined : found;
}

/** When the person last wrote, where the platform closes its window after a day. */
async function windowOf(
  store: Store,
  account: Account,
  claimed: ClaimedOutbound,
): Promise<Pick<OutboundMessage, 'lastInboundAt'>> {
  const at = account.medium === 'sms' ? undefined : await lastInboundAt(store, claimed);
  return at === undefined ? {} : { lastInboundAt: at };
}

/** SMS has no buttons: its text says what may be typed, as every text does. */
function buttonsOf(
  { medium }: Account,
  { choices }: ClaimedOutbound,
): Pick<OutboundMessage, 'choices'> {
  return medium === 'sms' || choices.length === 0 ? {} : { choices };
}

/** What a call goes through. */
export interface Line {
  readonly channel: Channel;
  readonly account: Account;
  /** Milliseconds that the provider has told us to wait since this message was claimed. */
  readonly heldFor: () => number;
}

/** One attempt to send, or to learn that an earlier one succeeded; never throws for what a provider does. */
export async function call(
  store: Store,
  { channel, account, heldFor }: Line,
  claimed: ClaimedOutbound,
): Promise<Receipt | MarkedReceipt | SendError> {
  try {
    if (claimed.blocked) throw shutOut();
    const message: OutboundMessage = {
      id: claimed.publicId,
      account: account.name,
      to: claimed.userId,
      text: claimed.text,
      ...buttonsOf(account, claimed),
      ...(await windowOf(store, account, claimed)),
    };
    killPoint('send.calling');
    const found = await findReceipt(store, channel, claimed, message);
    if (found) return found;
    if (heldFor() > 0)
      return new SendError('throttled', { retryable: true, retryAfter: heldFor() });
    const handed = await handOver(store, channel, claimed, message);
    if (handed) return handed;
    const receipt = await channel.send(message);
    killPoint('send.called');
    return receipt;
  } catch (error) {
    await blockRefused(store, claimed, error);
    return asSendError(error);
  }
}
