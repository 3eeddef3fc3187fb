import type Wishes from 'twilio/lib/base/RequestClient.js';
import type { MessageListInstance } from 'twilio/lib/rest/api/v2010/account/message.js';
import { z } from 'zod';
import { exchange, type Answer, type Question } from '../exchange.ts';
import { unreadableAnswer } from '../from-http-status.ts';
import type { Outside } from '../kind.ts';
import { twilioRefusal } from './errors.ts';
import { readJson } from '../untrusted.ts';

/** Where Twilio's API is and how we sign in. */
export interface TwilioLogin {
  readonly sid: string;
  readonly token: string;
  /** Address of the API without a slash at its end. */
  readonly apiUrl: string;
}

const accountRead = z.object({ status: z.string() });

function formOf(values: unknown): string {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(values ?? {})) form.append(name, String(value));
  return form.toString();
}

/** The header that signs in. */
export function twilioCredentials({ sid, token }: TwilioLogin): string {
  return `Basic ${Buffer.from(`${sid}:${token}`).toString('base64')}`;
}

function questionOf(login: TwilioLogin, wish: Wishes.RequestOptions<unknown>): Question {
  const { pathname, searchParams } = new URL(wish.uri); // the next page of a list names its query itself
  const query = [searchParams.toString(), formOf(wish.params)].filter(Boolean).join('&');
  const post = wish.method.toUpperCase() === 'POST';
  return {
    method: post ? 'POST' : 'GET',
    url: login.apiUrl + pathname + (query && `?${query}`),
    headers: { ...wish.headers, authorization: twilioCredentials(login) },
    ...(post ? { body: formOf(wish.data) } : {}),
  };
}

/** What the answer says; a proxy's page or a cut answer says nothing. @throws SendError unknown-outcome */
function parseAnswer({ text }: Answer): ReturnType<typeof JSON.parse> {
  const body = readJson(text);
  if (typeof body !== 'object' || body === null) throw unreadableAnswer();
  return body;
}

/** What we ask of Twilio. */
export interface TwilioClient {
  readonly messages: MessageListInstance;
  /** How our account is: `active`, `suspended`, `closed`. */
  accountStatus(): Promise<string>;
}

/**
 * The vendor's lists of messages and files, their requests carried by `exchange` to `login.apiUrl`.
 * Of the package only these parts are read: its whole client brings axios and every other resource
 * (measured: 21 MB and 120 ms instead of 6 MB and 20 ms).
 */
export async function openTwilioClient(
  login: TwilioLogin,
  outside: Outside,
): Promise<TwilioClient> {
  const { MessageListInstance: listOf } =
    await import('twilio/lib/rest/api/v2010/account/message.js');
  const { default: domains } = await import('twilio/lib/base/Domain.js');
  const { default: versions } = await import('twilio/lib/base/Version.js');

  const request = async <Body>(wish: Wishes.RequestOptions<Body>) => {
    const answer = await exchange(outside, questionOf(login, wish));
    if (answer.status >= 300) throw twilioRefusal(answer, outside.clock());
    const body: Body = parseAnswer(answer);
    return { statusCode: answer.status, body, headers: {} };
  };
  const carrier = { request };
  // Built from a carrier in the place of the whole client: their types ask for that.
  const domain: unknown = Reflect.construct(domains.default, [carrier, 'https://api.twilio.com']);
  const version: Parameters<typeof listOf>[0] = Reflect.construct(versions.default, [
    domain,
    '2010-04-01',
  ]);
  return {
    messages: listOf(version, login.sid),
    accountStatus: async () => {
      const uri = `/Accounts/${login.sid}.json`;
      const { status } = accountRead.parse(await version.fetch({ uri, method: 'get' }));
      return status;
    },
  };
}
