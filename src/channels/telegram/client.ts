import type { Telegram } from 'telegraf';
import type { Opts, Telegram as Api } from 'telegraf/types';
import { z } from 'zod';
import { SendError, type SendErrorCode } from '../../core/errors.ts';
import { exchange, type Answer } from '../exchange.ts';
import { errorFromStatus, unreadableAnswer } from '../from-http-status.ts';
import type { Outside } from '../kind.ts';
import { readJson } from '../untrusted.ts';

/** Where Telegram's Bot API is and which bot we are. */
export interface BotLogin {
  readonly token: string;
  /** Address of the API without a slash at its end. */
  readonly apiUrl: string;
}

/** The Bot API's codes that say something else than the same HTTP status (https://core.telegram.org/api/errors). */
const codes = new Map<number, readonly [SendErrorCode, 'retry' | 'final']>([
  [401, ['misconfigured', 'retry']], // the token was revoked
  [403, ['opted-out', 'final']], // blocked by the user, or the user is gone
  [404, ['misconfigured', 'retry']], // no such token
  [409, ['misconfigured', 'retry']], // polled elsewhere, or a webhook is set
  [420, ['throttled', 'retry']],
]);

/**
 * Telegram tells an address that is none from any other mistake by nothing but its words: both are
 * 400. Words that we do not know leave it a plain refusal.
 */
const noSuchChat = /chat not found|user not found|peer_id_invalid|chat_id is (?:empty|invalid)/iu;

const refused = z.object({
  error_code: z.int(),
  description: z.string().catch(''),
  parameters: z.object({ retry_after: z.number().nonnegative() }).optional().catch(undefined),
});

function refusalOf({ status, headers, text }: Answer, now: Date): SendError {
  const header = headers.get('retry-after');
  const said = refused.safeParse(readJson(text));
  if (!said.success) return errorFromStatus(status, { retryAfter: header, now });
  const { error_code: number, description, parameters } = said.data;
  const providerCode = String(number);
  const retryAfter = parameters ? String(Math.ceil(parameters.retry_after)) : header;
  const error = errorFromStatus(number, { retryAfter, now, providerCode });
  if (number === 400 && noSuchChat.test(description)) {
    return new SendError('bad-address', { retryable: false, providerCode });
  }
  const [code, then] = codes.get(number) ?? [];
  if (!code) return error;
  const retryable = then === 'retry';
  return new SendError(code, { retryable, retryAfter: error.retryAfter, providerCode });
}

const accepted = z.object({ ok: z.literal(true), result: z.unknown() });

/** What was asked for. @throws SendError; a proxy's page or a cut answer says nothing */
function resultOf(answer: Answer, now: Date): ReturnType<typeof JSON.parse> {
  if (answer.status >= 300) throw refusalOf(answer, now);
  const body = readJson(answer.text);
  const taken = accepted.safeParse(body);
  if (taken.success) return taken.data.result;
  if (refused.safeParse(body).success) throw refusalOf(answer, now);
  throw unreadableAnswer();
}

/** The bot's token stands in each address, and a cause may quote the address: it is left behind. */
export function withoutCause(error: unknown): SendError {
  if (!(error instanceof SendError)) return unreadableAnswer();
  const { code, retryable, retryAfter, providerCode } = error;
  return new SendError(code, { retryable, retryAfter, providerCode });
}

/**
 * The vendor's typed methods, their requests carried by `exchange`. Its own transport is not used:
 * it waits 500 s, writes what it sends (and a secret among it) when DEBUG is set, and cannot be given
 * another fetch.
 */
export async function openTelegramClient(login: BotLogin, outside: Outside): Promise<Telegram> {
  const { Telegram: Client } = await import('telegraf');

  class Carrier extends Client {
    override async callApi<M extends keyof Api>(method: M, payload: Opts<M>) {
      const answer = await exchange(outside, {
        method: 'POST',
        url: `${login.apiUrl}/bot${login.token}/${method}`,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(payload),
      }).catch((error: unknown) => {
        throw withoutCause(error);
      });
      const result: ReturnType<Api[M]> = resultOf(answer, outside.clock());
      return result;
    }
  }
  return new Carrier(login.token, { apiRoot: login.apiUrl });
}
