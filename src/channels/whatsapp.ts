import { z } from 'zod';
import type { Channel } from './channel.ts';
import { channelKind, rate, type ChannelKind, type Outside } from './kind.ts';

const settings = z.object({
  WHATSAPP_LINKED: z.enum(['on', 'off'], { error: 'must be on or off' }),
  WHATSAPP_SOCKET_URL: z
    .url({ protocol: /^wss?$/, error: 'must be a ws or wss address' })
    .optional(),
  WHATSAPP_LINKED_RATE: rate.default(0.5),
});

/** Few offices link a phone: the others read none of it. */
async function open(config: z.output<typeof settings>, outside: Outside): Promise<Channel> {
  const { loadBaileys } = await import('./whatsapp/baileys.ts');
  const { linkedChannel, pause } = await import('./whatsapp/linked.ts');
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
