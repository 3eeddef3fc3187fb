import type Wishes from 'twilio/lib/base/RequestClient.js';
import type Twilio from 'twilio/lib/rest/Twilio.js';
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

/** The vendor's client, its requests carried by `exchange` to `login.apiUrl`. */
export async function openTwilioClient(login: TwilioLogin, outside: Outside): Promise<Twilio> {
  const { default: Client } = await import('twilio/lib/rest/Twilio.js');
  const { default: RequestClient } = await import('twilio/lib/base/RequestClient.js');

  class Carrier extends RequestClient {
    override async request<Body>(wish: Wishes.RequestOptions<Body>) {
      const answer = await exchange(outside, questionOf(login, wish));
      if (answer.status >= 300) throw twilioRefusal(answer, outside.clock());
      const body: Body = parseAnswer(answer);
      return { statusCode: answer.status, body, headers: {} };
    }
  }
  return new Client(login.sid, login.token, { httpClient: new Carrier() });
}
