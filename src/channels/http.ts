import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { RejectedRequest } from '../core/errors.ts';
import type { ChannelEvent, OutboundMessage, Receipt } from '../core/message.ts';
import type { Channel, WebhookRequest } from './channel.ts';
import { exchange, type Answer } from './exchange.ts';
import { errorFromStatus, unreadableAnswer } from './from-http-status.ts';
import { isSameSecret } from './same-secret.ts';
import { printable, readJson, senderOf } from './untrusted.ts';
import { channelKind, rate, webAddress, type Outside } from './kind.ts';

const settings = z.object({
  HTTP_SMS_SEND_URL: webAddress,
  HTTP_SMS_SECRET: z.string(),
  HTTP_SMS_RATE: rate.default(10),
});
type Settings = z.output<typeof settings>;

const received = z.object({
  id: printable,
  from: printable,
  text: z.string(),
  receivedAt: z.iso.datetime({ offset: true }).optional(),
});

const reported = z.object({
  id: printable,
  status: z.string(),
  code: printable.optional(),
});

const statuses = z.enum(['sending', 'sent', 'delivered', 'read', 'failed']);

/** `sha256=<hex HMAC-SHA-256 of the body's bytes>`, as in the header `X-Signature`. */
export function sign(secret: string, body: string | Buffer): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

/** Whether `signature` is ours for these bytes; compared in constant time. */
export function isSigned(secret: string, body: string | Buffer, signature: string): boolean {
  return isSameSecret(signature, sign(secret, body));
}

/** The body of a genuine request. @throws RejectedRequest 401, 403, 400 */
function read<Schema extends z.ZodType>(
  secret: string,
  schema: Schema,
  { headers, rawBody }: WebhookRequest,
): z.output<Schema> {
  const signature = headers['x-signature'];
  if (!signature) throw new RejectedRequest(401, 'signature-missing');
  if (!isSigned(secret, rawBody, signature)) throw new RejectedRequest(403, 'signature-wrong');
  const body = schema.safeParse(readJson(rawBody.toString('utf8')));
  if (!body.success) throw new RejectedRequest(400, 'malformed');
  return body.data;
}

function readMessage(secret: string, request: WebhookRequest): ChannelEvent {
  const { id, from, text, receivedAt } = read(secret, received, request);
  const at = receivedAt === undefined ? {} : { at: receivedAt };
  return { kind: 'message', account: 'sms', key: id, from: senderOf(from), text, ...at };
}

/** A status that we do not know is no event: a gateway may have more of them. */
function readReport(secret: string, request: WebhookRequest): readonly ChannelEvent[] {
  const { id, status, code } = read(secret, reported, request);
  const known = statuses.safeParse(status);
  if (!known.success) return [];
  const why = code === undefined ? {} : { code };
  return [{ kind: 'report', account: 'sms', providerId: id, status: known.data, ...why }];
}

/** The gateway may answer with its own id for the message; else ours stands for it. */
function readReceipt({ text, headers }: Answer, message: OutboundMessage): Receipt {
  if (headers.get('content-type')?.includes('html')) throw unreadableAnswer();
  // A plain "OK" will do: the contract asks for nothing more than a 2xx.
  const answer = z.object({ id: printable }).safeParse(readJson(text));
  return { providerId: answer.success ? answer.data.id : message.id };
}

async function send(
  config: Settings,
  outside: Outside,
  message: OutboundMessage,
): Promise<Receipt> {
  const { id, to, text } = message;
  const body = JSON.stringify({ id, to, text });
  const signature = sign(config.HTTP_SMS_SECRET, body);
  const answer = await exchange(outside, {
    method: 'POST',
    url: config.HTTP_SMS_SEND_URL,
    headers: { 'content-type': 'application/json', 'x-signature': signature },
    body,
  });
  if (answer.status === 409) return { providerId: id }; // it has this id already: sent before
  if (answer.status >= 200 && answer.status < 300) return readReceipt(answer, message);
  const retryAfter = answer.headers.get('retry-after');
  throw errorFromStatus(answer.status, { retryAfter, now: outside.clock() });
}

/** Any other gateway: signed JSON both ways, as docs/channels.md says. */
export const http = channelKind({
  name: 'http',
  needs: [['HTTP_SMS_SEND_URL'], ['HTTP_SMS_SECRET']],
  settings,
  open: async (config, outside): Promise<Channel> => {
    const secret = config.HTTP_SMS_SECRET;
    return {
      name: 'http',
      accounts: [{ name: 'sms', medium: 'sms' }],
      rate: config.HTTP_SMS_RATE,
      idempotent: true,
      webhooks: [
        {
          method: 'POST',
          path: outside.path,
          parse: (request) => ({ events: [readMessage(secret, request)] }),
        },
        {
          method: 'POST',
          path: `${outside.path}/status`,
          parse: (request) => ({ events: readReport(secret, request) }),
        },
      ],
      send: async (message) => send(config, outside, message),
    };
  },
});
