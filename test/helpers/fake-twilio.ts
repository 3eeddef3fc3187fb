import { createHmac } from 'node:crypto';
import { openContents, type ShownContent } from './fake-twilio-contents.ts';
import {
  openFakeProvider,
  type FakeAnswer,
  type FakeProvider,
  type Recorded,
} from './fake-provider.ts';

export { contentSid } from './fake-twilio-contents.ts';

export const accountSid = `AC${'0123456789abcdef'.repeat(2)}`;
export const authToken = '12345-secret-of-twilio';

/** A message that the fake took or holds for us, in the vendor's shape. */
export interface FakeMessage {
  readonly sid: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly status: string;
  readonly direction: string;
  readonly date_created: string;
  readonly date_sent: string | null;
  readonly num_media: string;
  readonly status_callback: string | null;
  readonly content_sid: string | null;
  /** What may be pressed below it. */
  readonly items: ShownContent['items'];
  readonly error_code: number | null;
}

/** A file of a message. */
export interface FakeFile {
  readonly type: string;
  readonly bytes: Buffer;
}

export interface FakeTwilio extends FakeProvider {
  /** What it took of us, oldest first. */
  readonly messages: readonly FakeMessage[];
  /** Somebody removes in the console what we made. */
  clearContents(): void;
  /** What became of a message that it took; no webhook comes of it. */
  becomes(sid: string, status: string, errorCode?: number): void;
  /** How the account is: active, suspended or closed. */
  account: { status: string };
  /** A person writes to us, and no webhook comes of it; gives the sid. */
  writes(message: {
    readonly from: string;
    readonly to: string;
    readonly body: string;
    readonly files?: readonly FakeFile[];
    readonly direction?: string;
  }): string;
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

/** The list as Twilio gives it: newest first, `PageSize` at a time, the next page by its token. */
function pageOf(messages: readonly FakeMessage[], { query, path }: Recorded): FakeAnswer {
  const [from, to] = [query.get('From'), query.get('To')];
  const since = Date.parse(query.get('DateSent>') ?? '') || 0;
  const [size, at] = [Number(query.get('PageSize') ?? 50), Number(query.get('PageToken') ?? 0)];
  const found = messages
    .filter((message) => (!from || message.from === from) && (!to || message.to === to))
    // A message still queued has no moment of sending: it is in no list that asks for one.
    .filter(({ date_sent: sent }) => since === 0 || Date.parse(sent ?? '') >= since)
    .toReversed();
  const next = new URLSearchParams(query);
  next.set('PageToken', String(at + size));
  const more = found.length > at + size;
  const uris = { uri: path, next_page_uri: more ? `${path}?${next.toString()}` : null };
  const page = { page: at / size, page_size: size, previous_page_uri: null, ...uris };
  return { status: 200, body: JSON.stringify({ ...page, messages: found.slice(at, at + size) }) };
}

function bodyRefusal(body: string): FakeAnswer | undefined {
  if (body === '') return twilioError(400, 21602);
  return body.length > 1600 ? twilioError(400, 21617) : undefined;
}

/** The refusals of the real API that depend on what is asked. */
function refusal(form: URLSearchParams): FakeAnswer | undefined {
  if (!form.get('From')) return twilioError(400, 21603);
  if (!/^((whatsapp:)?\+\d{8,15}|whatsapp:ID\.\d+)$/.test(form.get('To') ?? ''))
    return twilioError(400, 21211);
  return form.get('ContentSid') ? undefined : bodyRefusal(form.get('Body') ?? '');
}

const root = `/2010-04-01/Accounts/${accountSid}/Messages`;
const sidOf = (kind: string, n: number): string => `${kind}${String(n).padStart(32, '0')}`;

/** Files as Twilio keeps them: listed and led to with the password, given without. */
function openFiles() {
  const kept = new Map<string, FakeFile & { readonly message: string }>();
  return {
    keep: (message: string, file: FakeFile) =>
      void kept.set(sidOf('ME', kept.size + 1), { ...file, message }),
    list: (message: string): FakeAnswer => {
      const own = [...kept].filter(([, file]) => file.message === message);
      const media_list = own.map(([sid, { type }]) => ({ sid, content_type: type }));
      return { status: 200, body: JSON.stringify({ media_list, next_page_uri: null }) };
    },
    lead: (message: string, sid: string): FakeAnswer =>
      kept.get(sid)?.message === message
        ? { status: 307, headers: { location: `/store/${sid}` } }
        : twilioError(404, 20404),
    give: (sid: string): FakeAnswer => {
      const file = kept.get(sid);
      return file ? { status: 200, type: file.type, body: file.bytes } : { status: 403 };
    },
  };
}

/** Twilio's REST API for messages: create, list and their files, with the account's password. */
export async function openFakeTwilio(now: () => Date = () => new Date()): Promise<FakeTwilio> {
  const taken: FakeMessage[] = [];
  const all: FakeMessage[] = [];
  const files = openFiles();
  const contents = openContents();
  const account = { status: 'active' };
  const password = Buffer.from(`${accountSid}:${authToken}`).toString('base64');

  const create = (form: URLSearchParams): FakeAnswer => {
    const refused = refusal(form);
    if (refused) return refused;
    const sid = form.get('ContentSid');
    const plain = { body: form.get('Body') ?? '', items: [] };
    const shown = sid ? contents.fill(sid, form.get('ContentVariables') ?? '{}') : plain;
    if (typeof shown === 'number') return twilioError(400, shown);
    const message: FakeMessage = {
      sid: sidOf('SM', taken.length + 1),
      from: form.get('From') ?? '',
      to: form.get('To') ?? '',
      body: shown.body,
      items: shown.items,
      status: 'queued',
      direction: 'outbound-api',
      date_created: written(now()),
      date_sent: null,
      num_media: '0',
      status_callback: form.get('StatusCallback'),
      content_sid: sid,
      error_code: null,
    };
    taken.push(message);
    all.push(message);
    return {
      status: 201,
      body: JSON.stringify({ ...message, account_sid: accountSid }),
    };
  };

  const make = (body: string): FakeAnswer => {
    const sid = contents.make(body);
    return sid ? { status: 201, body: JSON.stringify({ sid }) } : twilioError(400, 20001);
  };

  const read = (request: Recorded): FakeAnswer => {
    if (request.path === `/2010-04-01/Accounts/${accountSid}.json`)
      return { status: 200, body: JSON.stringify({ sid: accountSid, ...account }) };
    if (request.path === `${root}.json`)
      return pageOf(
        all.map((message) => ({ ...message, account_sid: accountSid })),
        request,
      );
    const [, message = '', , file = ''] =
      /^\/(\w+)\/(Media)(?:\.json|\/(\w+))$/.exec(request.path.slice(root.length)) ?? [];
    if (!message) return twilioError(404, 20404);
    return file ? files.lead(message, file) : files.list(message);
  };

  const provider = await openFakeProvider((request) => {
    const [, stored] = /^\/store\/(\w+)$/.exec(request.path) ?? [];
    if (stored !== undefined)
      return request.headers['authorization'] ? { status: 400 } : files.give(stored);
    if (request.headers['authorization'] !== `Basic ${password}`) return twilioError(401, 20003);
    if (request.method === 'GET') return read(request);
    if (request.path === '/v1/Content') return make(request.body);
    if (request.path !== `${root}.json`) return twilioError(404, 20404);
    return create(new URLSearchParams(request.body));
  });
  return {
    ...provider,
    messages: taken,
    account,
    clearContents: () => contents.clear(),
    becomes: (sid, status, errorCode) => {
      const at = all.findIndex((message) => message.sid === sid);
      const [message] = all.splice(at, 1);
      if (!message) throw new Error(`no message ${sid}`);
      const date_sent = message.date_created;
      all.splice(at, 0, { ...message, status, date_sent, error_code: errorCode ?? null });
    },
    writes: ({ from, to, body, files: sent = [], direction = 'inbound' }) => {
      const sid = `SM9${String(all.length + 1).padStart(31, '0')}`;
      for (const file of sent) files.keep(sid, file);
      const moment = written(now());
      all.push({
        sid,
        from,
        to,
        body,
        status: 'received',
        direction,
        date_created: moment,
        date_sent: moment,
        num_media: String(sent.length),
        status_callback: null,
        content_sid: null,
        items: [],
        error_code: null,
      });
      return sid;
    },
  };
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
