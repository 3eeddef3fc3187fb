import { z } from 'zod';
import type { Channel } from '../../src/channels/channel.ts';
import { parseUrl } from '../../src/core/parse-url.ts';
import { openChannels } from '../../src/channels/index.ts';
import {
  fetchOnly,
  openFakeProvider,
  patience,
  type FakeAnswer,
  type FakeProvider,
  type Recorded,
} from './fake-provider.ts';

export const botToken = '123456789:AAE-rahasia_bot_disnaker';
export const webhookSecret = 'rahasia-webhook_telegram';

/** A message that the fake took, in the vendor's shape. */
export interface TakenMessage {
  readonly chat_id: number;
  readonly message_id: number;
  readonly text: string;
  readonly reply_markup?: {
    readonly inline_keyboard?: readonly (readonly {
      readonly text: string;
      readonly callback_data: string;
    }[])[];
    readonly keyboard?: readonly (readonly {
      readonly text: string;
      readonly request_contact?: true;
    }[])[];
  };
}

export type Update = Readonly<Record<string, unknown>> & { readonly update_id: number };

type Parameters = Readonly<Record<string, unknown>>;

/** What is set of the webhook, as getWebhookInfo shows it. */
interface WebhookState {
  url: string;
  secret: string;
  allowed: readonly string[];
  lastErrorDate?: number;
}

/** The Bot API of one bot, as far as we use it, with its rules. */
export interface FakeTelegram extends FakeProvider {
  /** What it took, oldest first. */
  readonly messages: readonly TakenMessage[];
  /** Ids of the pressed buttons that were answered. */
  readonly thanked: readonly string[];
  readonly webhook: WebhookState;
  /** Updates that were not confirmed, oldest first. */
  readonly pending: readonly Update[];
  /** Something happens at Telegram; gives the update as it is delivered. */
  happen(what: Readonly<Record<string, unknown>>, updateId?: number): Update;
  /** A person shuts the bot out; nothing can be sent there any more. */
  shutOut(chat: number): void;
  /** A person starts the bot, or lets it in again. */
  letIn(...chats: readonly number[]): void;
  /** Bytes that getFile and the address of files give. */
  keep(fileId: string, bytes: Buffer): void;
  /** The time is up for which the open poll was to wait: it gets an empty answer. */
  tire(): void;
  /** Resolves when `holds`, looked at after each request. */
  until(holds: () => boolean): Promise<void>;
}

const ok = (result: unknown): FakeAnswer => ({
  status: 200,
  body: JSON.stringify({ ok: true, result }),
});

/** A refusal in the vendor's shape (https://core.telegram.org/bots/api#making-requests). */
export function telegramError(
  code: number,
  description: string,
  parameters?: Readonly<Record<string, number>>,
): FakeAnswer {
  const body = { ok: false, error_code: code, description, ...(parameters && { parameters }) };
  return { status: code, body: JSON.stringify(body) };
}

/** Signs that cannot be seen make no message: Telegram strips controls, spaces and joiners at the ends. */
const isEmpty = (text: string): boolean => !/[^\p{C}\p{Z}\p{M}]/u.test(text);

const badData = (data: unknown): boolean =>
  typeof data !== 'string' || data === '' || Buffer.byteLength(data) > 64;

/** MarkdownV2 in its strictest part: these must be escaped anywhere (https://core.telegram.org/bots/api#markdownv2-style). */
const unparsed = /(^|[^\\])[_*[\]()~`>#+\-=|{}.!]/u;

function refuseKeyboard(markup: unknown): FakeAnswer | undefined {
  const { inline_keyboard: rows, keyboard } = (markup ?? {}) as Record<string, unknown[][]>;
  const buttons = (rows ?? []).flat() as Parameters[];
  if (buttons.length > 100) return telegramError(400, 'Bad Request: reply markup is too long');
  if (buttons.some(({ text }) => typeof text !== 'string' || isEmpty(text)))
    return telegramError(400, 'Bad Request: inline keyboard button text must be non-empty');
  if (buttons.some(({ callback_data: data }) => badData(data)))
    return telegramError(400, 'Bad Request: BUTTON_DATA_INVALID');
  const typed = (keyboard ?? []).flat() as Parameters[];
  return typed.some(({ text }) => typeof text !== 'string' || isEmpty(text))
    ? telegramError(400, 'Bad Request: keyboard button text must be non-empty')
    : undefined;
}

function refuseText(text: unknown, mode: unknown): FakeAnswer | undefined {
  if (typeof text !== 'string' || isEmpty(text))
    return telegramError(400, 'Bad Request: message text is empty');
  if (/\p{Surrogate}/u.test(text))
    return telegramError(400, 'Bad Request: strings must be encoded in UTF-8');
  if (text.length > 4096) return telegramError(400, 'Bad Request: message is too long');
  return mode !== undefined && unparsed.test(text)
    ? telegramError(400, "Bad Request: can't parse entities: character is reserved")
    : undefined;
}

/** What Telegram has against a message by its content alone; undefined: it takes it. */
export const refuseMessage = (asked: Parameters): FakeAnswer | undefined =>
  refuseText(asked['text'], asked['parse_mode']) ?? refuseKeyboard(asked['reply_markup']);

function refuseWebhook({ url, secret_token: secret = '' }: Parameters): FakeAnswer | undefined {
  const address = parseUrl(String(url));
  if (address?.protocol !== 'https:')
    return telegramError(
      400,
      'Bad Request: bad webhook: An HTTPS URL must be provided for webhook',
    );
  if (!['', '80', '88', '8443'].includes(address.port))
    return telegramError(
      400,
      'Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443',
    );
  return /^[\w-]{0,256}$/.test(String(secret))
    ? undefined
    : telegramError(400, 'Bad Request: secret token contains unallowed characters');
}

const pollOf = z.object({
  offset: z.coerce.number().default(0),
  limit: z.coerce.number().default(100),
  timeout: z.coerce.number().default(0),
});

/** What one bot holds at Telegram. */
class Bot {
  readonly messages: TakenMessage[] = [];
  readonly thanked: string[] = [];
  readonly webhook: WebhookState = { url: '', secret: '', allowed: [] };
  readonly files = new Map<string, Buffer>();
  readonly chats = new Set<number>();
  readonly out = new Set<number>();
  pending: Update[] = [];
  /** The time for which a poll was to be held open is over. */
  timeIsUp = false;
  #polls = 0;
  #waiters = new Set<() => void>();

  readonly methods: Readonly<
    Record<string, (asked: Parameters) => FakeAnswer | Promise<FakeAnswer>>
  > = {
    getMe: () => ok({ id: 123_456_789, is_bot: true, first_name: 'Disnaker', username: 'uji_bot' }),
    getWebhookInfo: () => ok(this.#info()),
    setWebhook: (asked) => refuseWebhook(asked) ?? this.#setWebhook(asked),
    deleteWebhook: () => {
      Object.assign(this.webhook, { url: '', secret: '' });
      return ok(true);
    },
    getUpdates: (asked) => this.#poll(asked),
    sendMessage: (asked) => this.#send(asked),
    answerCallbackQuery: ({ callback_query_id: id }) => {
      this.thanked.push(String(id));
      return ok(true);
    },
    getFile: ({ file_id: id }) => this.#file(String(id)),
  };

  #info(): object {
    const { url, allowed, lastErrorDate } = this.webhook;
    return {
      url,
      has_custom_certificate: false,
      pending_update_count: this.pending.length,
      ...(allowed.length > 0 && { allowed_updates: allowed }),
      ...(lastErrorDate !== undefined && { last_error_date: lastErrorDate }),
    };
  }

  #setWebhook({
    url,
    secret_token: secret = '',
    allowed_updates: allowed,
  }: Parameters): FakeAnswer {
    Object.assign(this.webhook, { url, secret, ...(Array.isArray(allowed) && { allowed }) });
    return ok(true);
  }

  /** Held open until there is something, as long as asked for; a second poll ends the first. */
  async #poll(asked: Parameters): Promise<FakeAnswer> {
    if (this.webhook.url !== '')
      return telegramError(409, "Conflict: can't use getUpdates method while webhook is active");
    const { offset, limit, timeout } = pollOf.parse(asked);
    const news = (): Update[] => this.pending.filter(({ update_id: id }) => id >= offset);
    if (offset > 0) this.pending = news(); // those before are confirmed
    if (Array.isArray(asked['allowed_updates'])) this.webhook.allowed = asked['allowed_updates'];
    const mine = (this.#polls += 1);
    this.changed();
    this.timeIsUp = false;
    const isOver = (): boolean => news().length > 0 || mine !== this.#polls || this.timeIsUp;
    if (timeout > 0) await this.until(isOver);
    if (mine !== this.#polls)
      return telegramError(409, 'Conflict: terminated by other getUpdates request');
    return ok(news().slice(0, limit));
  }

  #send(asked: Parameters): FakeAnswer {
    const chat = Number(asked['chat_id']);
    if (!this.chats.has(chat)) return telegramError(400, 'Bad Request: chat not found');
    if (this.out.has(chat)) return telegramError(403, 'Forbidden: bot was blocked by the user');
    const refused = refuseMessage(asked);
    if (refused) return refused;
    const message_id = 1000 + this.messages.length;
    const text = String(asked['text']).trim();
    const markup = asked['reply_markup'] as TakenMessage['reply_markup'];
    this.messages.push({
      chat_id: chat,
      message_id,
      text,
      ...(markup && { reply_markup: markup }),
    });
    return ok({ message_id, date: 1_795_000_000, chat: { id: chat, type: 'private' }, text });
  }

  #file(id: string): FakeAnswer {
    const bytes = this.files.get(id);
    if (!bytes)
      return telegramError(
        400,
        'Bad Request: wrong file_id or the file is temporarily unavailable',
      );
    if (bytes.length > 20_000_000) return telegramError(400, 'Bad Request: file is too big');
    return ok({ file_id: id, file_size: bytes.length, file_path: `photos/${id}.jpg` });
  }

  until(holds: () => boolean): Promise<void> {
    if (holds()) return Promise.resolve();
    return new Promise((resolve) => {
      const look = (): void => {
        if (!holds()) return;
        this.#waiters.delete(look);
        resolve();
      };
      this.#waiters.add(look);
    });
  }

  changed(): void {
    this.#waiters.forEach((look) => look());
  }
}

function parametersOf({ body, query }: Recorded): Parameters {
  return body === '' ? Object.fromEntries(query) : (JSON.parse(body) as Parameters);
}

/** The address of files holds the token: who knows it reads them all. */
function fileAt(bot: Bot, token: string, path: string): FakeAnswer {
  const start = `/file/bot${token}/photos/`;
  const id = path.startsWith(start) ? path.slice(start.length).replace(/\.jpg$/, '') : '';
  const body = bot.files.get(id);
  return body
    ? { status: 200, type: 'application/octet-stream', body }
    : telegramError(404, 'Not Found');
}

async function answerTo(bot: Bot, token: string, request: Recorded): Promise<FakeAnswer> {
  const [, prefix = '', method = ''] = request.path.split('/');
  if (prefix === 'file') return fileAt(bot, token, request.path);
  if (prefix !== `bot${token}`)
    return /^bot\d+:/.test(prefix)
      ? telegramError(401, 'Unauthorized')
      : telegramError(404, 'Not Found');
  const answer = await bot.methods[method]?.(parametersOf(request));
  return answer ?? telegramError(404, 'Not Found: method not found');
}

/** Telegram's Bot API for one bot, after its documentation and the source of its server. */
export async function openFakeTelegram(token = botToken): Promise<FakeTelegram> {
  const bot = new Bot();
  let lastId = 800_000_000;
  const provider = await openFakeProvider(async (request) => {
    const said = await answerTo(bot, token, request);
    bot.changed();
    return said;
  });
  return {
    ...provider,
    messages: bot.messages,
    thanked: bot.thanked,
    webhook: bot.webhook,
    get pending() {
      return bot.pending;
    },
    happen: (what: Readonly<Record<string, unknown>>, updateId = (lastId += 1)): Update => {
      const update = { update_id: updateId, ...what };
      bot.pending.push(update);
      bot.changed();
      return update;
    },
    shutOut: (chat: number) => void bot.out.add(chat),
    letIn: (...chats: readonly number[]) => {
      for (const chat of chats) {
        bot.chats.add(chat);
        bot.out.delete(chat);
      }
    },
    keep: (fileId: string, bytes: Buffer) => void bot.files.set(fileId, bytes),
    tire: () => {
      bot.timeIsUp = true;
      bot.changed();
    },
    until: (holds: () => boolean) => bot.until(holds),
  };
}

/** Where Telegram calls us in tests. */
export const telegramUrl = 'https://gw.example.go.id';

/** The channel before a fake that knows these people. */
export async function openTelegramBot(
  env: Readonly<Record<string, string>> = {},
  people: readonly number[] = [],
  timeout: number = patience.answered,
): Promise<{ readonly channel: Channel; readonly provider: FakeTelegram }> {
  const provider = await openFakeTelegram();
  provider.letIn(...people);
  const [channel] = await openChannels(
    { TELEGRAM_BOT_TOKEN: botToken, TELEGRAM_API_URL: provider.url, ...env },
    {
      publicUrl: telegramUrl,
      fetch: fetchOnly(provider.host),
      timeout,
      clock: () => new Date('2026-11-23T01:00:00Z'),
    },
  );
  if (!channel) throw new Error('the channel is off');
  return { channel, provider };
}
