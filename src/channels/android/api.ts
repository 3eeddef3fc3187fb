import { z } from 'zod';
import { SendError } from '../../core/errors.ts';
import type { ChannelHealth, OutboundMessage, Receipt } from '../../core/message.ts';
import { account } from './events.ts';
import { readHealth } from './health.ts';
import { exchange, type Answer, type Question } from '../exchange.ts';
import { errorFromStatus, unreadableAnswer } from '../from-http-status.ts';
import type { Outside } from '../kind.ts';
import { printable, readJson } from '../untrusted.ts';

/** Where the app is asked: on the phone itself, or through its makers' or our own server. */
export interface PhoneApi {
  /** Without a slash at its end. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly outside: Outside;
}

/** The phone itself is asked, not a server between: only it has `/inbox` and `/health` of its own. */
export const isLocal = ({ url }: PhoneApi): boolean => !url.includes('/3rdparty/');

/** After this the phone gives up by itself: an answer of this morning helps nobody tonight. Seconds. */
const timeToLive = 6 * 3600;
/** The queue of the phone is full: an SMS takes it some seconds. */
const queuePause = 60_000;
/** A phone asks the server every 15 minutes; twice missed is too much. */
const unseenLimit = 40 * 60_000;

/** One question to the app. @throws SendError when there is no answer */
export async function ask(
  { url, user, password, outside }: PhoneApi,
  question: Pick<Question, 'method'> & { readonly path: string; readonly body?: unknown },
): Promise<Answer> {
  const { method, path, body } = question;
  const login = Buffer.from(`${user}:${password}`).toString('base64');
  return exchange(outside, {
    method,
    url: url + path,
    headers: { authorization: `Basic ${login}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

export const isOk = ({ status }: Answer): boolean => status >= 200 && status < 300;

/** The error that the app's refusal means. */
export function refusalOf(api: PhoneApi, { status, headers, text }: Answer): SendError {
  const said = z.object({ error: z.string() }).safeParse(readJson(text));
  const retryAfter = headers.get('retry-after');
  const usual = errorFromStatus(status, { retryAfter, now: api.outside.clock() });
  if (status !== 503 || said.data?.error !== 'QueueLimitExceeded') return usual;
  return new SendError('throttled', {
    retryable: true,
    retryAfter: usual.retryAfter ?? queuePause,
    providerCode: 'QueueLimitExceeded',
  });
}

/** Apps before 2025 answer 500 to a repeated id, not 409: then the message itself is asked for. */
async function isKnown(api: PhoneApi, id: string): Promise<boolean> {
  return (
    (await ask(api, { method: 'GET', path: `/messages/${encodeURIComponent(id)}` })).status === 200
  );
}

/** Puts a message into the phone's queue. Our id is its id there: a second one is refused with 409. @throws SendError */
export async function sendByPhone(api: PhoneApi, message: OutboundMessage): Promise<Receipt> {
  const { id, to, text } = message;
  const answer = await ask(api, {
    method: 'POST',
    path: '/messages',
    body: {
      id,
      textMessage: { text },
      phoneNumbers: [to],
      ttl: timeToLive,
      withDeliveryReport: true,
      priority: 0,
    },
  });
  if (answer.status === 409) return { providerId: id };
  if (!isOk(answer)) {
    if (answer.status === 500 && (await isKnown(api, id))) return { providerId: id };
    throw refusalOf(api, answer);
  }
  const accepted = z.object({ id: printable }).safeParse(readJson(answer.text));
  if (!accepted.success) throw unreadableAnswer();
  return { providerId: accepted.data.id };
}

const devices = z.array(
  z.object({ id: printable, lastSeen: z.iso.datetime({ offset: true }).nullish() }),
);

/** The phones behind this address. @throws SendError */
export async function listDevices(api: PhoneApi): Promise<z.output<typeof devices>> {
  const answer = await ask(api, { method: 'GET', path: isLocal(api) ? '/device' : '/devices' });
  if (!isOk(answer)) throw refusalOf(api, answer);
  const read = devices.safeParse(readJson(answer.text));
  if (!read.success) throw unreadableAnswer();
  return read.data;
}

/** A phone behind a server: seen lately or not. @throws SendError */
async function askServer(api: PhoneApi): Promise<ChannelHealth> {
  const seen = (await listDevices(api)).map(({ lastSeen }) => Date.parse(lastSeen ?? ''));
  const last = Math.max(0, ...seen.filter((time) => !Number.isNaN(time)));
  const isSeen = api.outside.clock().getTime() - last <= unseenLimit;
  return isSeen ? { account, state: 'up' } : { account, state: 'down', code: 'unseen' };
}

/** How the phone is, by its own word or its server's. @throws SendError */
export async function askHealth(api: PhoneApi): Promise<ChannelHealth> {
  if (!isLocal(api)) return askServer(api);
  const answer = await ask(api, { method: 'GET', path: '/health' });
  // An unwell phone says so with 500 and the same report.
  const health = readHealth(readJson(answer.text));
  if (health) return health;
  throw isOk(answer) ? unreadableAnswer() : refusalOf(api, answer);
}
