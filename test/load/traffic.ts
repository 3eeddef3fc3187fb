import { rawUpdate } from './updates.ts';
import { rawMessage } from './messages.ts';

/** What the nth request of a load is, whole, as it goes over the wire to the address. */
export type Traffic = (url: string, n: number) => Buffer;

/** Who writes to us. */
export const traffics = {
  /** Signed webhooks of Twilio: menu, registration, question. */
  twilio: rawMessage,
  /** Webhooks of Telegram: the registration alone, as the peers hold it. */
  telegram: rawUpdate,
} as const satisfies Readonly<Record<string, Traffic>>;

export type TrafficName = keyof typeof traffics;
