import type { OutboundMessage } from '../core/message.ts';
import type { Channel } from './channel.ts';

/** The channel of `npm run chat`: what is sent goes to `print`. */
export function openTerminal(print: (message: OutboundMessage) => void): Channel {
  return {
    name: 'terminal',
    accounts: [
      { name: 'sms', medium: 'sms' },
      { name: 'whatsapp', medium: 'whatsapp' },
      { name: 'telegram', medium: 'telegram' },
    ],
    rate: 1000,
    anyAddress: true,
    webhooks: [],
    send: async (message) => {
      print(message);
      return { providerId: message.id };
    },
  };
}
