import { createHash } from 'node:crypto';
import type { Telegram } from 'telegraf';
import { z } from 'zod';
import { RejectedRequest } from '../../core/errors.ts';
import { unreadableAnswer } from '../from-http-status.ts';
import type { Webhook, WebhookReply, WebhookRequest } from '../channel.ts';
import type { Vault } from '../kind.ts';
import { readUpdate, wantedUpdates } from './update.ts';
import { readJson } from '../untrusted.ts';
import { isSameSecret } from '../same-secret.ts';

/** Our webhook as Telegram is to know it. */
export interface Registration {
  readonly url: string;
  readonly secret: string;
  /** The bot that it is of. */
  readonly token: string;
}

/** @throws RejectedRequest 401 without the secret that only Telegram was told, 403 with another */
function prove(secret: string, { headers }: WebhookRequest): void {
  const given = headers['x-telegram-bot-api-secret-token'];
  if (!given) throw new RejectedRequest(401, 'secret-missing');
  if (!isSameSecret(given, secret)) throw new RejectedRequest(403, 'secret-wrong');
}

/**
 * What is said to an update once it is stored: of a pressed button, that Telegram may end the little
 * clock on it. That travels in our answer (https://core.telegram.org/bots/api#making-requests-when-getting-updates),
 * so it costs no request and can delay nothing.
 */
function replyTo(pressed: string | undefined): WebhookReply {
  if (pressed === undefined) return { status: 200 };
  const call = { method: 'answerCallbackQuery', callback_query_id: pressed };
  return { status: 200, type: 'application/json', body: JSON.stringify(call) };
}

/**
 * Bytes of an update: two texts of 4,096 characters (one answers the other), each character six bytes,
 * with a hundred formatted places each. A refusal would hold up everything of this person for a day.
 */
const largestUpdate = 256 * 1024;

/** The route of a bot's updates. */
export function webhookOf(path: string, bot: string, secret: string): Webhook {
  return {
    method: 'POST',
    path,
    largest: largestUpdate,
    parse: (request) => {
      prove(secret, request);
      const { events, pressed } = readUpdate(bot, readJson(request.rawBody.toString('utf8')));
      return { events, reply: replyTo(pressed) };
    },
  };
}

const webhookInfo = z.object({
  url: z.string(),
  allowed_updates: z.array(z.string()).catch([]),
  pending_update_count: z.int().catch(0),
  last_error_date: z.int().optional().catch(undefined),
});

export type WebhookInfo = z.output<typeof webhookInfo>;

/** What Telegram knows of our webhook. @throws SendError */
export async function askWebhook(client: Telegram): Promise<WebhookInfo> {
  const info = webhookInfo.safeParse(await client.getWebhookInfo());
  if (!info.success) throw unreadableAnswer();
  return info.data;
}

const place = { category: 'telegram', id: 'webhook' } as const;

const fingerprint = ({ url, secret, token }: Registration): string =>
  createHash('sha256').update([token, url, secret].join('\n')).digest('hex');

/**
 * Tells Telegram where our webhook is when it does not know: another address, other updates, or
 * another secret, which it does not show and we therefore keep a fingerprint of. A setting of
 * yesterday is a silent loss. @throws SendError
 */
export async function register(
  client: Telegram,
  wanted: Registration,
  vault: Vault,
): Promise<void> {
  const info = await askWebhook(client);
  const known = await vault.read(place.category, [place.id]);
  const asWanted =
    info.url === wanted.url &&
    [...info.allowed_updates].toSorted().join() === wantedUpdates.toSorted().join() &&
    known.get(place.id) === fingerprint(wanted);
  if (asWanted) return;
  await client.setWebhook(wanted.url, {
    secret_token: wanted.secret,
    allowed_updates: wantedUpdates,
  });
  await vault.write([{ ...place, value: fingerprint(wanted) }]);
}
