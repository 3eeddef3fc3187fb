import { lineOf, rawPost, timesSaid } from './messages.ts';

/** What each villager says to a bot: the registration, no more. */
const script = ['DAFTAR', 'NIK', 'SITI AMINAH', 'SMK', 'JAHIT, MASAK', 'YA'];

/** The secret that Telegram shows to every bot of the load. */
export const webhookSecret = 'rahasia-webhook_telegram';

/** How many have registered in the updates before the nth. */
export const registered = (n: number): number => timesSaid(n, script, 'YA');

const sent = Math.floor(Date.now() / 1000);

/** The raw HTTP request of the nth update of the load (https://core.telegram.org/bots/api#update). */
export function rawUpdate(url: string, n: number): Buffer {
  const { villager, text } = lineOf(n, script);
  const id = 700_000_000 + villager;
  const update = {
    update_id: 10_000 + n,
    message: {
      message_id: n + 1,
      from: { id, is_bot: false, first_name: 'Siti', language_code: 'id' },
      chat: { id, first_name: 'Siti', type: 'private' },
      date: sent,
      text,
    },
  };
  const headers = {
    'content-type': 'application/json',
    'x-telegram-bot-api-secret-token': webhookSecret,
  };
  return rawPost(url, '/webhooks/telegram', { body: JSON.stringify(update), headers });
}
