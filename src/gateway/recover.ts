import type { Channel } from '../channels/channel.ts';
import { SendError } from '../core/errors.ts';
import type { ChannelEvent } from '../core/message.ts';

/** Why a channel could not be asked, in the provider's or our own short code. */
export const codeOf = (error: SendError): string => error.providerCode ?? error.code;

/** What is done with what a channel tells. @throws Error when it cannot be stored */
export type Receive = (channel: string, events: readonly ChannelEvent[]) => Promise<void>;

/** A provider that cannot be asked is told as the channel's health; anything else is a bug. */
export async function tellFailure(
  channel: Channel,
  receive: Receive,
  error: unknown,
): Promise<void> {
  if (!(error instanceof SendError)) throw error;
  const state = error.code === 'misconfigured' ? 'waiting' : 'down';
  const code = codeOf(error);
  await receive(
    channel.name,
    channel.accounts.map(({ name }) => ({ kind: 'health', account: name, state, code })),
  );
}

/**
 * Reads again what each channel may have lost: a webhook that met us down, a list while we were
 * away. A channel that fails holds up no other. @throws AggregateError of bugs and full disks
 */
export async function recoverChannels(
  channels: readonly Channel[],
  receive: Receive,
): Promise<void> {
  const runs = channels.map(async (channel) => {
    try {
      await channel.recover?.((events) => receive(channel.name, events));
    } catch (error) {
      await tellFailure(channel, receive, error);
    }
  });
  const failed = (await Promise.allSettled(runs)).flatMap((run) =>
    run.status === 'rejected' ? [run.reason as unknown] : [],
  );
  if (failed.length > 0) throw new AggregateError(failed, 'channels were not recovered');
}
