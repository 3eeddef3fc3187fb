import type Wishes from 'twilio/lib/base/RequestClient.js';
import type Twilio from 'twilio/lib/rest/Twilio.js';
import { z } from 'zod';
import { SendError, type SendErrorCode } from '../core/errors.ts';
import { exchange, type Answer, type Question } from './exchange.ts';
import { errorFromStatus, unreadableAnswer } from './from-http-status.ts';
import type { Outside } from './kind.ts';
import { readJson } from './untrusted.ts';

/** Where Twilio's API is and how we sign in. */
export interface TwilioLogin {
  readonly sid: string;
  readonly token: string;
  /** Address of the API without a slash at its end. */
  readonly apiUrl: string;
}

/** Twilio's error codes that say more than the HTTP status (https://www.twilio.com/docs/api/errors). */
const codes = new Map<string, readonly [SendErrorCode, 'retry' | 'final']>([
  ['20003', ['misconfigured', 'retry']], // wrong account or token
  ['20404', ['misconfigured', 'retry']],
  ['20429', ['throttled', 'retry']],
  ['21211', ['bad-address', 'final']], // not a phone number
  ['21408', ['misconfigured', 'final']], // sending to this country is switched off
  ['21606', ['misconfigured', 'retry']], // the From number is not ours
  ['21609', ['misconfigured', 'retry']], // PUBLIC_URL is no address that Twilio can call
  ['21610', ['opted-out', 'final']],
  ['21611', ['throttled', 'retry']], // ten hours of messages wait at this sender
  ['21612', ['bad-address', 'final']], // no route from this sender to this number
  ['21614', ['bad-address', 'final']], // not a mobile number
  ['21617', ['refused', 'final']], // longer than 1,600 characters
  ['63016', ['refused', 'final']], // WhatsApp's 24 hours are over: only a template may be sent
  ['63018', ['throttled', 'retry']],
  ['63024', ['bad-address', 'final']], // not on WhatsApp
]);

const refused = z.object({ code: z.int().transform(String) });

function refusalOf(answer: Answer, now: Date): SendError {
  const said = refused.safeParse(readJson(answer.text));
  const retryAfter = answer.headers.get('retry-after');
  if (!said.success) return errorFromStatus(answer.status, { retryAfter, now });
  const { code: providerCode } = said.data;
  const [code, then] = codes.get(providerCode) ?? [];
  const error = errorFromStatus(answer.status, { retryAfter, now, providerCode });
  if (!code) return error;
  const retryable = then === 'retry';
  return new SendError(code, { retryable, retryAfter: error.retryAfter, providerCode });
}

function formOf(values: unknown): string {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(values ?? {})) form.append(name, String(value));
  return form.toString();
}

function questionOf(
  { sid, token, apiUrl }: TwilioLogin,
  wish: Wishes.RequestOptions<unknown>,
): Question {
  const query = formOf(wish.params);
  const credentials = Buffer.from(`${sid}:${token}`).toString('base64');
  const post = wish.method.toUpperCase() === 'POST';
  return {
    method: post ? 'POST' : 'GET',
    url: apiUrl + new URL(wish.uri).pathname + (query && `?${query}`),
    headers: { ...wish.headers, authorization: `Basic ${credentials}` },
    ...(post ? { body: formOf(wish.data) } : {}),
  };
}

/** What the answer says; a proxy's page or a cut answer says nothing. @throws SendError unknown-outcome */
function parseAnswer({ text }: Answer): ReturnType<typeof JSON.parse> {
  const body = readJson(text);
  if (typeof body !== 'object' || body === null) throw unreadableAnswer();
  return body;
}

/** The vendor's client, its requests carried by `exchange` to `login.apiUrl`. */
export async function openTwilioClient(login: TwilioLogin, outside: Outside): Promise<Twilio> {
  const { default: Client } = await import('twilio/lib/rest/Twilio.js');
  const { default: RequestClient } = await import('twilio/lib/base/RequestClient.js');

  class Carrier extends RequestClient {
    override async request<Body>(wish: Wishes.RequestOptions<Body>) {
      const answer = await exchange(outside, questionOf(login, wish));
      if (answer.status >= 300) throw refusalOf(answer, outside.clock());
      const body: Body = parseAnswer(answer);
      return { statusCode: answer.status, body, headers: {} };
    }
  }
  return new Client(login.sid, login.token, { httpClient: new Carrier() });
}
