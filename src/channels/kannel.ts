import { z } from 'zod';
import { RejectedRequest } from '../core/errors.ts';
import type { ChannelEvent, DeliveryReport } from '../core/message.ts';
import type { Channel, WebhookReply, WebhookRequest } from './channel.ts';
import { askKannel, sendByKannel, type KannelLogin } from './kannel/send.ts';
import { channelKind, rate, webAddress, type Outside } from './kind.ts';
import { printable, senderOf } from './untrusted.ts';

const settings = z.object({
  KANNEL_SENDSMS_URL: webAddress,
  KANNEL_USER: z.string(),
  KANNEL_PASSWORD: z.string(),
  KANNEL_FROM: printable,
  // Part of the path, and all that proves a request: long, and spelt the same in every address.
  KANNEL_SECRET: z
    .string()
    .regex(/^[\w.~-]{8,100}$/, 'must be 8 to 100 letters, digits or any of . _ ~ -'),
  KANNEL_CALLBACK_URL: webAddress.optional(),
  KANNEL_RATE: rate.default(10),
});
type Settings = z.output<typeof settings>;

const received = z.object({
  id: printable,
  sender: printable,
  /** Epoch seconds. */
  ts: z
    .string()
    .regex(/^\d{9,10}$/)
    .optional()
    .catch(undefined),
  charset: z.string().default('UTF-8'),
});

const reported = z.object({ id: printable, status: z.string() });

type Told = Pick<DeliveryReport, 'status' | 'code'>;

/** Kannel's delivery reports (user guide, "Delivery reports"): each is one bit of dlr-mask. */
const statuses: ReadonlyMap<string, Told> = new Map([
  ['1', { status: 'delivered' }],
  ['2', { status: 'failed', code: 'not-delivered' }],
  ['4', { status: 'sending' }], // waits at the SMSC
  ['8', { status: 'sent' }],
  ['16', { status: 'failed', code: 'rejected-by-smsc' }],
]);

const hex = /^%[0-9a-f]{2}$/i;

/** Bytes of a value of a query: `%xx` and `+`; anything else stands for itself. */
function bytesOf(value: string): Buffer {
  const pieces = value.replaceAll('+', '%20').match(/%[0-9a-f]{2}|[^]/gi) ?? [];
  return Buffer.from(
    pieces.map((piece) => (hex.test(piece) ? Number(`0x${piece.slice(1)}`) : piece.charCodeAt(0))),
  );
}

/** The bytes of a parameter, as they came: UCS-2 is no UTF-8, which is all that URLSearchParams reads. */
function rawParameter(url: string, name: string): Buffer {
  const query = url.slice(url.indexOf('?') + 1).split('&');
  const found = query.find((pair) => pair.startsWith(`${name}=`));
  return bytesOf(found?.slice(name.length + 1) ?? '');
}

/** `GSM` is what older versions call the text that they have turned into UTF-8. */
function decode(bytes: Buffer, charset: string): string {
  if (/^binary$/i.test(charset)) return ''; // a ringtone, a setting: nobody wrote it
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return bytes.toString('utf8');
  }
}

/** @throws RejectedRequest 400 */
function read<Schema extends z.ZodType>(
  schema: Schema,
  { query }: WebhookRequest,
): z.output<Schema> {
  const fields = schema.safeParse(Object.fromEntries(query));
  if (!fields.success) throw new RejectedRequest(400, 'malformed');
  return fields.data;
}

function readMessage(request: WebhookRequest): ChannelEvent {
  const { id, sender, ts, charset } = read(received, request);
  const text = decode(rawParameter(request.url, 'message'), charset);
  const at = ts === undefined ? {} : { at: new Date(Number(ts) * 1000).toISOString() };
  return { kind: 'message', account: 'sms', key: id, from: senderOf(sender), text, ...at };
}

/** A status that we do not know is no event: 32 is an intermediate one of some SMSCs. */
function readReport(request: WebhookRequest): readonly ChannelEvent[] {
  const { id, status } = read(reported, request);
  const told = statuses.get(status);
  return told ? [{ kind: 'report', account: 'sms', providerId: id, ...told }] : [];
}

/** Nothing in it: what stands in an answer is sent to the villager as SMS. */
const taken: WebhookReply = { status: 200 };

function loginOf(config: Settings, ownUrl: string): KannelLogin {
  return {
    url: config.KANNEL_SENDSMS_URL,
    user: config.KANNEL_USER,
    password: config.KANNEL_PASSWORD,
    from: config.KANNEL_FROM,
    reportUrl: `${ownUrl}/status`,
  };
}

function channelOf(config: Settings, outside: Outside): Channel {
  const path = `${outside.path}/${config.KANNEL_SECRET}`;
  const ownUrl = (config.KANNEL_CALLBACK_URL ?? outside.publicUrl).replace(/\/+$/, '');
  const login = loginOf(config, ownUrl + path);
  return {
    name: 'kannel',
    accounts: [{ name: 'sms', medium: 'sms', phone: senderOf(config.KANNEL_FROM) }],
    rate: config.KANNEL_RATE,
    webhooks: [
      {
        method: 'GET',
        path,
        parse: (request) => ({ events: [readMessage(request)], reply: taken }),
      },
      {
        method: 'GET',
        path: `${path}/status`,
        parse: (request) => ({ events: readReport(request), reply: taken }),
      },
    ],
    send: async (message) => sendByKannel(login, outside, message),
    check: async () => {
      await askKannel(login, outside);
      return [{ account: 'sms', state: 'up', code: null }];
    },
  };
}

/** Kannel: an operator's SMPP line or a bank of modems. `docs/kannel.conf` is its other half. */
export const kannel = channelKind({
  name: 'kannel',
  needs: [
    ['KANNEL_SENDSMS_URL'],
    ['KANNEL_USER'],
    ['KANNEL_PASSWORD'],
    ['KANNEL_FROM'],
    ['KANNEL_SECRET'],
  ],
  settings,
  open: async (config, outside) => channelOf(config, outside),
});
