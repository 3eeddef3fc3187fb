import { SettingsError } from '../core/errors.ts';
import type { ChannelEvent, OutboundMessage } from '../core/message.ts';
import type { Channel, Webhook } from './channel.ts';

type Deliver = (events: readonly ChannelEvent[]) => Promise<void>;

/** The one sender of a channel. @throws SettingsError when its settings name several. */
function onlySender(channel: Channel): Channel['accounts'][number] {
  const [sender, ...more] = channel.accounts;
  if (!sender || more.length > 0) {
    throw new SettingsError(`Channel ${channel.name}: one sender an account`, [
      { setting: '', problem: 'several-senders' },
    ]);
  }
  return sender;
}

/**
 * A channel whose one sender goes by another name, in all that comes and goes: so a channel's file
 * need not know that the office has several of its kind.
 * @throws SettingsError when it has several senders
 */
export function renamed(channel: Channel, name: string): Channel {
  const sender = onlySender(channel);
  const named = (event: ChannelEvent): ChannelEvent => ({ ...event, account: name });
  const through =
    (deliver: Deliver): Deliver =>
    (events) =>
      deliver(events.map(named));
  const own = (message: OutboundMessage): OutboundMessage => ({ ...message, account: sender.name });
  const webhooks = channel.webhooks.map((webhook): Webhook => ({
    ...webhook,
    parse: (request) => {
      const { events, ...reply } = webhook.parse(request);
      return { ...reply, events: events.map(named) };
    },
  }));
  return {
    ...channel,
    accounts: [{ ...sender, name }],
    webhooks,
    send: (message) => channel.send(own(message)),
    ...(channel.find && { find: async (message) => channel.find?.(own(message)) }),
    ...(channel.listen && { listen: async (deliver) => channel.listen?.(through(deliver)) }),
    ...(channel.recover && { recover: async (deliver) => channel.recover?.(through(deliver)) }),
    ...(channel.check && {
      check: async () =>
        ((await channel.check?.()) ?? []).map((how) => ({ ...how, account: name })),
    }),
  };
}
