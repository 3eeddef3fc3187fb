import { setTimeout as wait } from 'node:timers/promises';
import type { Channel } from '../channel.ts';
import type { Pause } from './inbox.ts';
import { Link, type LinkParts } from './link.ts';
import { fetchFile } from './media.ts';
import { sendByLink } from './send.ts';

/** A pause that ends with the signal; the process need not wait for it. */
export const pause: Pause = async (ms, signal) => {
  await wait(ms, undefined, { signal, ref: false }).catch(() => undefined);
};

/** The next message leaves so long after the one before; no clockwork shows. Bounded: a send ends within 10 s. */
function openPace(perSecond: number, random: () => number): () => Promise<void> {
  let next = 0;
  return async () => {
    const now = performance.now();
    const at = Math.min(Math.max(now, next), now + 2_500);
    next = at + (0.5 + random()) * Math.min(600, 500 / perSecond);
    await wait(at - now);
  };
}

/** A channel over a phone linked as WhatsApp Web is; `parts` are other in tests. */
export function linkedChannel(parts: LinkParts, perSecond: number): Channel {
  const { outside, random, url } = parts;
  const link = new Link(parts);
  const myTurn = openPace(perSecond, random);
  const timeout = Math.min(outside.timeout, 5_000); // with the waiting before it within 10 s
  return {
    name: 'whatsapp',
    accounts: [{ name: 'whatsapp', medium: 'whatsapp' }],
    rate: perSecond,
    replyOnly: true, // WhatsApp bans numbers of this kind that write to many
    webhooks: [],
    listen: (deliver) => link.start(deliver),
    stop: () => link.stop(),
    send: async (message) => {
      await myTurn();
      return sendByLink(link, message, timeout);
    },
    fetchMedia: (ref, limit) => fetchFile(outside, { ref, standIn: url }, limit),
    pairing: {
      now: () => link.now(),
      begin: (phone) => link.begin(phone),
      end: () => link.end(),
    },
  };
}
