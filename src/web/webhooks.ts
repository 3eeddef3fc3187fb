import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Channel, Webhook, WebhookReply, WebhookRequest } from '../channels/channel.ts';
import { RejectedRequest } from '../core/errors.ts';
import { readBody } from './body.ts';
import { faultOf } from '../core/fault.ts';
import type { Door } from './door.ts';
import { sparseHeaders } from './sparse-headers.ts';
import type { WebParts } from './parts.ts';

interface Mounted {
  readonly channel: string;
  readonly webhook: Webhook;
}

/** What a provider is told when the message could not be stored: it sends it again. */
const tryLater: WebhookReply = { status: 503 };

/** Paths are compared whole, not as patterns: a secret in one may hold `+` or `*`. */
function mount(channels: readonly Channel[]): ReadonlyMap<string, Mounted> {
  return new Map(
    channels.flatMap(({ name, webhooks: routes }) =>
      routes.map((webhook) => [
        `${webhook.method} ${webhook.path}`,
        { channel: name, webhook } satisfies Mounted,
      ]),
    ),
  );
}

function splitUrl(url: string): readonly [path: string, query: string] {
  const mark = url.indexOf('?');
  return mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
}

type SingleHeaders = IncomingHttpHeaders & WebhookRequest['headers'];

/** Node makes a list of one header only, which servers send and callers do not. */
function areSingle(headers: IncomingHttpHeaders): headers is SingleHeaders {
  return headers['set-cookie'] === undefined;
}

async function readRequest(
  request: IncomingMessage,
  { largest }: Webhook,
): Promise<WebhookRequest> {
  const { method = '', url = '', headers } = request;
  if (!areSingle(headers)) throw new RejectedRequest(400, 'odd-header');
  return {
    method,
    url,
    headers,
    query: new URLSearchParams(splitUrl(url)[1]),
    rawBody: method === 'GET' ? Buffer.alloc(0) : await readBody(request, largest),
  };
}

function answer(response: ServerResponse, reply: WebhookReply): void {
  const { status, body = '', type = 'text/plain; charset=utf-8' } = reply;
  const pause = status === 503 ? { 'retry-after': '10' } : {};
  response.writeHead(status, {
    ...sparseHeaders,
    ...pause,
    'content-type': type,
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

/** One webhook: prove, translate, store, and only then say so. */
async function receive(
  { gateway, log }: WebParts,
  { channel, webhook }: Mounted,
  request: IncomingMessage,
): Promise<WebhookReply> {
  const { events, reply = { status: 200 } } = webhook.parse(await readRequest(request, webhook));
  try {
    if (events.length > 0) await gateway.receive(channel, events);
    return reply;
  } catch (error) {
    log.error({ channel, ...faultOf(error) }, 'webhook not stored');
    return tryLater;
  }
}

function refuse({ log }: WebParts, channel: string, error: unknown): WebhookReply {
  if (error instanceof RejectedRequest) {
    log.info({ channel, status: error.status, code: error.code }, 'webhook refused');
    return { status: error.status };
  }
  log.error({ channel, ...faultOf(error) }, 'webhook failed');
  return { status: 500 };
}

/** The webhooks of the channels that are open now, mounted anew only when these have changed. */
function mountLive(channels: WebParts['channels']): () => ReadonlyMap<string, Mounted> {
  let last = channels();
  let mounted = mount(last);
  return () => {
    const now = channels();
    if (now !== last) mounted = mount((last = now));
    return mounted;
  };
}

/** Webhooks answered at the same time; each holds a body in memory. A provider tries again after a 503. */
const most = 2_000;

/**
 * All webhooks of all channels. Stands before everything else, before Express too: it is the hot
 * path (measured: 40 us of CPU for a message of Twilio's, 50 with Express).
 */
export function webhooks(parts: WebParts): Door {
  const mounted = mountLive(parts.channels);
  let running = 0;
  const serve = async (found: Mounted, request: IncomingMessage): Promise<WebhookReply> => {
    if (running >= most) return tryLater;
    running += 1;
    try {
      return await receive(parts, found, request);
    } catch (error) {
      return refuse(parts, found.channel, error);
    } finally {
      running -= 1;
    }
  };
  return (request, response) => {
    const { method = '', url = '' } = request;
    const found = mounted().get(`${method} ${splitUrl(url)[0]}`);
    if (!found) return false;
    serve(found, request)
      .then((reply) => answer(response, reply))
      .catch((error: unknown) => {
        parts.log.error({ channel: found.channel, ...faultOf(error) }, 'webhook not answered');
        response.destroy();
      });
    return true;
  };
}
