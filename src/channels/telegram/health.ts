import type { Telegram } from 'telegraf';
import type { ChannelHealth } from '../../core/message.ts';
import { SendError } from '../../core/errors.ts';
import { troubleOf } from './listen.ts';
import { askWebhook, type WebhookInfo } from './webhook.ts';

/** More updates than this wait only when they do not get through. */
const manyWaiting = 50;
/** Milliseconds for which a webhook that failed is news. */
const recently = 5 * 60_000;

/** What is known besides when Telegram is asked how the bot is. */
export interface Expected {
  /** Where its webhook must be; empty when it is polled. */
  readonly url: string;
  readonly now: Date;
  /** Why listening does not get on, if it does not. */
  readonly trouble: string | null | undefined;
}

function codeOf(info: WebhookInfo, { url, now, trouble }: Expected): string | null {
  if (trouble) return trouble;
  if (info.url !== url) return url === '' ? 'webhook-set' : 'webhook-elsewhere';
  const failedAt = (info.last_error_date ?? 0) * 1000;
  if (url !== '' && now.getTime() - failedAt < recently) return 'webhook-failing';
  return info.pending_update_count > manyWaiting ? 'updates-waiting' : null;
}

/**
 * How the bot is: whether Telegram can be asked, its token is right, and updates get through.
 */
export async function checkTelegram(
  client: Telegram,
  expected: Expected,
): Promise<readonly ChannelHealth[]> {
  const account = 'telegram';
  try {
    const code = codeOf(await askWebhook(client), expected);
    return [{ account, state: expected.trouble ? 'down' : 'up', code }];
  } catch (error) {
    if (error instanceof SendError) return [{ account, ...troubleOf(error) }];
    throw error;
  }
}
