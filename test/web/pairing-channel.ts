import type { Channel, Pairing } from '../../src/channels/channel.ts';
import { SendError } from '../../src/core/errors.ts';

/** A channel that can be linked to a phone, as the test says how it stands. */
export function pairingChannel({ name = 'whatsapp' } = {}) {
  const asked: (string | undefined)[] = [];
  const how: {
    now: ReturnType<Pairing['now']>;
    elsewhere: boolean;
    unreachable: boolean;
    ended: number;
  } = {
    now: { state: 'off' },
    elsewhere: false,
    unreachable: false,
    ended: 0,
  };
  const channel: Channel = {
    name: 'whatsapp',
    accounts: [{ name, medium: 'whatsapp' }],
    rate: 1,
    webhooks: [],
    send: async () => ({}),
    pairing: {
      now: () => how.now,
      begin: async (phone) => {
        if (how.elsewhere) throw new SendError('unreachable', { retryable: true });
        asked.push(phone);
        if (how.unreachable) return;
        how.now =
          phone === undefined
            ? { state: 'scan', qr: '2@abc' }
            : { state: 'scan', code: 'ABCD1234' };
      },
      end: async () => {
        how.ended += 1;
        how.now = { state: 'off' };
      },
    },
  };
  return { channel, how, asked };
}
