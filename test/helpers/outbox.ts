import type { Channel } from '../../src/channels/channel.ts';
import type { ChannelHealth, Medium, OutboundMessage } from '../../src/core/message.ts';
import type { Purpose } from '../../src/core/purpose.ts';
import { openSender, type Sender, type SenderTools } from '../../src/gateway/send.ts';
import { seedOffices } from '../../src/services/offices.ts';
import { ensureAccount, type Account } from '../../src/store/accounts.ts';
import { ensureSenders } from '../../src/store/contacts.ts';
import { addOneOutbound, listOutbound } from '../../src/store/outbound.ts';
import type { Store } from '../../src/store/store.ts';

/** The moment at which these tests begin: a Monday morning in Lumajang. */
export const outboxStart = new Date('2026-11-23T08:00:00+07:00');

/** What stands in for the provider. */
export type Send = (message: OutboundMessage, call: number) => Promise<{ providerId?: string }>;

/** What a message of a test is. */
export interface Queued {
  readonly class?: number;
  readonly segments?: number;
  readonly purpose?: Purpose;
  readonly expiresAt?: number;
}

/** An outbox with one account and its sender, a settable clock, and a provider that remembers. */
export interface TestOutbox {
  readonly store: Store;
  readonly account: Account;
  readonly sender: Sender;
  readonly calls: OutboundMessage[];
  /** What the gateway was told of accounts. */
  readonly told: ChannelHealth[];
  /** Puts a text for a person into the outbox; gives the contact's id. */
  readonly queue: (to: string, text: string, how?: Queued) => Promise<number>;
  /** Moves the clock. */
  readonly pass: (ms: number) => void;
  /** The statuses of what was queued, oldest first. */
  readonly statuses: () => Promise<readonly string[]>;
}

/** What a test may change. */
export interface OutboxOptions extends Pick<SenderTools, 'budget'> {
  readonly channel?: Partial<Channel>;
  readonly medium?: Medium;
  readonly account?: string;
}

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Messages go to a made-up provider: `send` says what it does. */
export async function openTestOutbox(
  store: Store,
  send: Send = async ({ id }) => ({ providerId: id }),
  options: OutboxOptions = {},
): Promise<TestOutbox> {
  await seedOffices(store);
  const { medium = 'sms', account: name = 'a', budget } = options;
  const wanted = { channel: 'test', name, medium, officeCode: '35.08' };
  const account = await ensureAccount(store, wanted, outboxStart);
  let now = outboxStart.getTime();
  const calls: OutboundMessage[] = [];
  const told: ChannelHealth[] = [];
  const channel: Channel = {
    name: 'test',
    accounts: [{ name, medium }],
    rate: 1_000_000,
    webhooks: [],
    send: async (message) => {
      calls.push(message);
      return send(message, calls.length);
    },
    ...options.channel,
  };
  const tools: SenderTools = {
    log: quiet,
    clock: () => new Date(now),
    budget,
    health: async (_account, health) => void told.push(health),
  };
  return {
    store,
    account,
    calls,
    told,
    sender: openSender(store, [{ account, channel }], tools),
    queue: async (to, text, how) => {
      const senders = await ensureSenders(store, [[account.id, to]], now);
      const [person] = [...senders.values()];
      if (!person) throw new Error('no sender');
      const { contactId, addressId } = person;
      const where = { accountId: account.id, contactId, addressId, inboundId: null };
      await addOneOutbound(
        store,
        { ...where, class: 0, segments: 1, trace: null, ...how, text },
        now,
      );
      return contactId;
    },
    pass: (ms) => {
      now += ms;
    },
    statuses: () => store.sql('outbound_messages').orderBy('id').pluck('status'),
  };
}

/** As if the pause before the next attempt had passed. */
export const passPause = (store: Store) =>
  store.sql('outbound_messages').where('next_at', '<', 1e15).update({ next_at: 0 });

/** The one message of a contact. */
export async function onlyMessage(store: Store, contactId: number) {
  const [message] = await listOutbound(store, contactId);
  if (!message) throw new Error('no message');
  return message;
}
