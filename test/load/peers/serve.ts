import { createServer, type RequestListener } from 'node:http';

/** Port, own address and database file: what a peer is started with. */
export const [port = '0', , file = ':memory:'] = process.argv.slice(2);

let replies = 0;

/** A reply was handed over. */
export function countReply(): void {
  replies += 1;
}

/** Listens for webhooks; any GET tells how many replies there were. */
export function serve(webhook: RequestListener): void {
  createServer((request, response) => {
    if (request.method === 'GET') return void response.end(JSON.stringify({ replies }));
    webhook(request, response);
  }).listen(Number(port), '127.0.0.1');
}

/** A bot as Telegram names it, so that none has to ask there. */
export const me = {
  id: 123_456_789,
  is_bot: true,
  first_name: 'Disnaker',
  username: 'disnaker_bot',
  can_join_groups: false,
  can_read_all_group_messages: false,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
  has_topics_enabled: false,
  allows_users_to_create_topics: false,
  can_manage_bots: false,
  supports_join_request_queries: false,
} as const;

export const token = '123456789:AAE-rahasia_bot_disnaker';

/** Answers sendMessage for Telegram, on the spot. */
export function sendMessage({ chat_id: id, text }: { chat_id: number; text: string }): object {
  countReply();
  const date = Math.floor(Date.now() / 1000);
  return { message_id: replies, from: me, chat: { id, type: 'private' }, date, text };
}
