import type { OutboundMessage } from '../core/message.ts';
import type { Channel } from './channel.ts';

/** A phone on a page: hears what is sent to its address. */
export type SimulatorListener = (message: OutboundMessage) => void;

/** The channel of the browser simulator; its addresses never join real ones. */
export interface Simulator extends Channel {
  /** Hears every message sent from `account` (sms, whatsapp, telegram) to `address`. Gives the way to stop. */
  subscribe(account: string, address: string, listener: SimulatorListener): () => void;
}

const keyOf = (account: string, address: string): string => `${account}|${address}`;

/** Opens the simulator. A message to an address that nobody listens to is sent all the same. */
export function openSimulator(): Simulator {
  const phones = new Map<string, Set<SimulatorListener>>();
  return {
    name: 'simulator',
    accounts: [
      { name: 'sms', medium: 'sms' },
      { name: 'whatsapp', medium: 'whatsapp' },
      { name: 'telegram', medium: 'telegram' },
    ],
    rate: 1000,
    local: true,
    webhooks: [],
    send: async (message) => {
      for (const hear of phones.get(keyOf(message.account, message.to)) ?? []) hear(message);
      return { providerId: message.id };
    },
    subscribe: (account, address, listener) => {
      const key = keyOf(account, address);
      const listeners = phones.get(key) ?? new Set();
      phones.set(key, listeners.add(listener));
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) phones.delete(key);
      };
    },
  };
}
