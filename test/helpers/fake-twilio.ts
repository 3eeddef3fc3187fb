import { createHmac } from 'node:crypto';
import {
  openFakeProvider,
  type FakeAnswer,
  type FakeProvider,
  type Recorded,
} from './fake-provider.ts';

export const accountSid = `AC${'0123456789abcdef'.repeat(2)}`;
export const authToken = '12345-secret-of-twilio';

/** A message that the fake took, in the vendor's shape. */
export interface FakeMessage {
  readonly sid: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly status: string;
  readonly date_created: string;
  readonly status_callback: string | null;
}

export interface FakeTwilio extends FakeProvider {
  /** What it took, oldest first. */
  readonly messages: readonly FakeMessage[];
}

/** An error in the vendor's shape (https://www.twilio.com/docs/usage/twilios-response). */
export function twilioError(
  status: number,
  code: number,
  headers: Readonly<Record<string, string>> = {},
): FakeAnswer {
  const body = {
    code,
    message: `The 'To' number is not right (error ${code})`,
    more_info: `https://www.twilio.com/docs/errors/${code}`,
    status,
  };
  return { status, headers, body: JSON.stringify(body) };
}

/** RFC 2822 as Twilio writes it: `Sun, 22 Nov 2026 01:02:03 +0000`. */
const written = (date: Date): string => date.toUTCString().replace('GMT', '+0000');

function pageOf(messages: readonly FakeMessage[], { query, path }: Recorded): FakeAnswer {
  const [from, to] = [query.get('From'), query.get('To')];
  const found = messages
    .filter((message) => (!from || message.from === from) && (!to || message.to === to))
    .toReversed();
  const page = { page: 0, page_size: 50, uri: path, next_page_uri: null, previous_page_uri: null };
  return { status: 200, body: JSON.stringify({ ...page, messages: found }) };
}

/** The refusals of the real API that depend on what is asked. */
function refusal(form: URLSearchParams): FakeAnswer | undefined {
  if (!form.get('From')) return twilioError(400, 21603);
  if (!/^((whatsapp:)?\+\d{8,15}|whatsapp:ID\.\d+)$/.test(form.get('To') ?? ''))
    return twilioError(400, 21211);
  if (!form.get('Body')) return twilioError(400, 21602);
  return (form.get('Body') ?? '').length > 1600 ? twilioError(400, 21617) : undefined;
}

/** Twilio's REST API for messages: create and list, with the account's password. */
export async function openFakeTwilio(now: () => Date = () => new Date()): Promise<FakeTwilio> {
  const messages: FakeMessage[] = [];
  const resource = `/2010-04-01/Accounts/${accountSid}/Messages.json`;
  const password = Buffer.from(`${accountSid}:${authToken}`).toString('base64');

  const create = (form: URLSearchParams): FakeAnswer => {
    const refused = refusal(form);
    if (refused) return refused;
    const message: FakeMessage = {
      sid: `SM${String(messages.length + 1).padStart(32, '0')}`,
      from: form.get('From') ?? '',
      to: form.get('To') ?? '',
      body: form.get('Body') ?? '',
      status: 'queued',
      date_created: written(now()),
      status_callback: form.get('StatusCallback'),
    };
    messages.push(message);
    const rest = { account_sid: accountSid, date_sent: null, direction: 'outbound-api' };
    return { status: 201, body: JSON.stringify({ ...message, ...rest, error_code: null }) };
  };

  const provider = await openFakeProvider((request) => {
    if (request.headers['authorization'] !== `Basic ${password}`) return twilioError(401, 20003);
    if (request.path !== resource) return twilioError(404, 20404);
    if (request.method === 'GET') return pageOf(messages, request);
    return create(new URLSearchParams(request.body));
  });
  return { ...provider, messages };
}

/** Names and values in the order sent; a name may stand twice. */
export type Pairs = readonly (readonly [string, string])[];

/**
 * The signature that Twilio makes (https://www.twilio.com/docs/usage/security): HMAC-SHA1 over the
 * address and the parameters sorted by name, each name followed by its value, equal pairs once.
 */
export function twilioSignature(token: string, url: string, pairs: Pairs): string {
  const names = [...new Set(pairs.map(([name]) => name))].toSorted();
  const text = names.map((name) => {
    const values = new Set(pairs.filter(([other]) => other === name).map(([, value]) => value));
    return [...values]
      .toSorted()
      .map((value) => name + value)
      .join('');
  });
  return createHmac('sha1', token)
    .update(url + text.join(''), 'utf8')
    .digest('base64');
}

/** A webhook as Twilio posts it to `publicUrl + path`. */
export function signedWebhook(
  publicUrl: string,
  path: string,
  pairs: Pairs,
): { readonly body: string; readonly headers: Record<string, string> } {
  return {
    body: new URLSearchParams(
      pairs.map(([name, value]): [string, string] => [name, value]),
    ).toString(),
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      'x-twilio-signature': twilioSignature(authToken, publicUrl + path, pairs),
      'i-twilio-idempotency-token': 'f8a51dbd-5f6e-4b2c-9c0e-3e5a1cb3f2c1',
    },
  };
}

/** The parameters of an inbound SMS as the vendor documents them; `changes` replaces or adds. */
export function inboundSms(changes: Readonly<Record<string, string>> = {}): Pairs {
  const sid = changes['MessageSid'] ?? `SM${'a1'.repeat(16)}`;
  return Object.entries({
    ToCountry: 'US',
    SmsMessageSid: sid,
    NumMedia: '0',
    SmsSid: sid,
    SmsStatus: 'received',
    FromCountry: 'ID',
    To: '+15005550006',
    NumSegments: '1',
    MessageSid: sid,
    AccountSid: accountSid,
    From: '+6281234567890',
    ApiVersion: '2010-04-01',
    Body: 'DAFTAR',
    ...changes,
  });
}
