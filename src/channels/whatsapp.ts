import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { Channel } from './channel.ts';
import { channelKind, rate, type ChannelKind, type Outside } from './kind.ts';
import { loadBaileys } from './whatsapp/baileys.ts';
import type { Pause } from './whatsapp/inbox.ts';
import { Link, type LinkParts } from './whatsapp/link.ts';
import { fetchFile } from './whatsapp/media.ts';
import { sendByLink } from './whatsapp/send.ts';

const settings = z.object({
  WHATSAPP_LINKED: z.enum(['on', 'off'], { error: 'must be on or off' }),
  WHATSAPP_SOCKET_URL: z
    .url({ protocol: /^wss?$/, error: 'must be a ws or wss address' })
    .optional(),
  WHATSAPP_LINKED_RATE: rate.default(0.5),
});

/** A pause that ends with the signal; the process need not wait for it. */
const pause: Pause = async (ms, signal) => {
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

async function open(config: z.output<typeof settings>, outside: Outside): Promise<Channel> {
  const baileys = await loadBaileys();
  const url = config.WHATSAPP_SOCKET_URL;
  const make = baileys.makeWASocket;
  const parts = { baileys, outside, url, make, pause, random: Math.random };
  return linkedChannel(parts, config.WHATSAPP_LINKED_RATE);
}

const kind = channelKind({ name: 'whatsapp', needs: [['WHATSAPP_LINKED']], settings, open });

/** WhatsApp by an ordinary phone, linked as a computer is. Reply only; see docs/panduan-whatsapp-tertaut.md. */
export const whatsapp: ChannelKind = {
  ...kind,
  path: '/webhooks/whatsapp-linked', // none is mounted; /webhooks/whatsapp is the Cloud API's
  open: async (env, outside) =>
    env['WHATSAPP_LINKED']?.trim() === 'off' ? undefined : kind.open(env, outside),
};
