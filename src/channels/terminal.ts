import type { Medium, OutboundMessage } from '../core/message.ts';
import type { Channel } from './channel.ts';

/** The channel of `npm run chat`, for a talk over one medium: what is sent goes to `print`. */
export function openTerminal(medium: Medium, print: (message: OutboundMessage) => void): Channel {
  return {
    name: 'terminal',
    accounts: [{ name: medium, medium }],
    rate: 1000,
    local: true,
    webhooks: [],
    send: async (message) => {
      print(message);
      return { providerId: message.id };
    },
  };
}
