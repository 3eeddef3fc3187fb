import { z } from 'zod';
import type { Channel } from './channel.ts';
import { channelKind, rate, webAddress, type Outside } from './kind.ts';
import { openTelegramClient, type BotLogin } from './telegram/client.ts';
import { fetchFromTelegram } from './telegram/file.ts';
import { checkTelegram } from './telegram/health.ts';
import { Listening, Poll, pollSeconds } from './telegram/listen.ts';
import { sendByTelegram } from './telegram/send.ts';
import { register, webhookOf, type Registration } from './telegram/webhook.ts';
import { whenNeeded } from './when-needed.ts';

const settings = z.object({
  TELEGRAM_BOT_TOKEN: z.string().regex(/^\d+:[\w-]+$/, 'must look like 123456789:AAE...'),
  TELEGRAM_WEBHOOK_SECRET: z
    .string()
    .regex(/^[\w-]{1,256}$/, 'must be 1 to 256 letters, digits, _ or -')
    .optional(),
  TELEGRAM_API_URL: webAddress.default('https://api.telegram.org'),
  TELEGRAM_RATE: rate.default(25),
});
type Settings = z.output<typeof settings>;

/** The same outside, whose exchanges may take longer and end when the signal comes. */
function stoppable(outside: Outside, limit: number, signal: AbortSignal): Outside {
  return {
    ...outside,
    timeout: limit,
    fetch: async (input, init) => {
      const limits = init?.signal ? [init.signal, signal] : [signal];
      return outside.fetch(input, { ...init, signal: AbortSignal.any(limits) });
    },
  };
}

/** Listening by polling, or, where Telegram calls us, seeing to it that it knows where. */
function openListening(bot: Bot, wanted: Registration | undefined): Listening {
  const { outside, login, id } = bot;
  return new Listening(outside.timeout / 10, async (signal) => {
    const limit = outside.timeout + (wanted ? 0 : pollSeconds * 1000);
    const client = await openTelegramClient(login, stoppable(outside, limit, signal));
    const poll = new Poll(client, id);
    return async (deliver) => {
      if (!wanted) return poll.once(deliver).then(() => 'again');
      await register(client, wanted, outside.vault);
      return 'done';
    };
  });
}

interface Bot {
  readonly login: BotLogin;
  /** The bot's own number, the first half of its token. */
  readonly id: string;
  readonly outside: Outside;
}

async function channelOf(bot: Bot, config: Settings): Promise<Channel> {
  const { login, outside, id } = bot;
  const { TELEGRAM_WEBHOOK_SECRET: secret } = config;
  const url = outside.publicUrl + outside.path;
  const wanted = secret === undefined ? undefined : { url, secret, token: login.token };
  const client = whenNeeded(() => openTelegramClient(login, outside));
  const listening = openListening(bot, wanted);
  return {
    name: 'telegram',
    accounts: [{ name: 'telegram', medium: 'telegram' }],
    rate: config.TELEGRAM_RATE,
    perContact: 1_000, // core.telegram.org/bots/faq: one a second to a chat, short bursts may pass
    contactBurst: 3,
    offersAgain: true, // 24 hours, one update of a chat after the other (WebhookActor of its server)
    webhooks: secret === undefined ? [] : [webhookOf(outside.path, id, secret)],
    listen: (deliver) => listening.start(deliver),
    stop: () => listening.stop(),
    fetchMedia: async (ref, limit) =>
      fetchFromTelegram({ client: await client(), login, outside }, ref, limit),
    check: async () =>
      checkTelegram(await client(), {
        url: wanted?.url ?? '',
        now: outside.clock(),
        trouble: listening.trouble,
      }),
    send: async (message) => sendByTelegram(await client(), message),
  };
}

/** A Telegram bot, by webhook or, where nobody can call us, by asking again and again. */
export const telegram = channelKind({
  name: 'telegram',
  needs: [['TELEGRAM_BOT_TOKEN']],
  settings,
  open: async (config, outside) => {
    const token = config.TELEGRAM_BOT_TOKEN;
    const login = { token, apiUrl: config.TELEGRAM_API_URL.replace(/\/+$/, '') };
    return channelOf({ login, id: token.split(':')[0] ?? '', outside }, config);
  },
});
