import { parse as parseForm } from 'node:querystring';
import type Twilio from 'twilio/lib/rest/Twilio.js';
import { z } from 'zod';
import { RejectedRequest } from '../core/errors.ts';
import type { ChannelEvent, DeliveryReport } from '../core/message.ts';
import type { Channel, WebhookReply, WebhookRequest } from './channel.ts';
import { channelKind, rate, webAddress, type Outside } from './kind.ts';
import { openTwilioClient } from './twilio-client.ts';
import { findAtTwilio, sendByTwilio, type Sender } from './twilio-send.ts';
import { printable, senderOf } from './untrusted.ts';

const withoutPrefix = (address: string): string => address.replace(/^whatsapp:/, '');

const settings = z.object({
  TWILIO_ACCOUNT_SID: z.string().regex(/^AC\w+$/, 'must start with AC'),
  TWILIO_AUTH_TOKEN: z.string(),
  TWILIO_SMS_FROM: printable.optional(),
  TWILIO_WHATSAPP_FROM: printable.transform(withoutPrefix).optional(),
  TWILIO_API_URL: webAddress.default('https://api.twilio.com'),
  TWILIO_RATE: rate.default(10),
});
type Settings = z.output<typeof settings>;

/** The parameters of a request, names and values exactly as they came. */
export type Parameters = Readonly<Record<string, string | readonly string[] | undefined>>;

type Validate = typeof import('twilio/lib/webhooks/webhooks.js').validateRequest;

const text = z.preprocess((value) => (Array.isArray(value) ? value[0] : value), z.string());

const received = z.object({
  MessageSid: printable,
  From: printable,
  To: printable,
  Body: text.default(''), // a picture or a place has none
});

const reported = z.object({
  MessageSid: printable,
  MessageStatus: text,
  From: printable.optional(),
  ErrorCode: printable.optional(),
});

/** Twilio's words for ours (https://www.twilio.com/docs/messaging/api/message-resource#message-status-values). */
const statuses: Readonly<Record<string, DeliveryReport['status']>> = {
  accepted: 'sending',
  scheduled: 'sending',
  queued: 'sending',
  sending: 'sending',
  sent: 'sent',
  delivered: 'delivered',
  partially_delivered: 'sent',
  undelivered: 'failed',
  failed: 'failed',
  canceled: 'failed',
  read: 'read',
};

function sendersOf({ TWILIO_SMS_FROM: sms, TWILIO_WHATSAPP_FROM: whatsapp }: Settings) {
  const senders: Sender[] = [];
  if (sms) senders.push({ name: 'sms', medium: 'sms', address: sms });
  if (whatsapp)
    senders.push({ name: 'whatsapp', medium: 'whatsapp', address: `whatsapp:${whatsapp}` });
  return senders;
}

/** The sender with this address; else, as an account may have several numbers, the one of its medium. */
function senderAt(senders: readonly Sender[], address: string): Sender | undefined {
  const medium = address.startsWith('whatsapp:') ? 'whatsapp' : 'sms';
  return (
    senders.find((sender) => sender.address === address) ??
    senders.find((sender) => sender.medium === medium)
  );
}

/** What is known when the channel is on. */
interface Office {
  readonly settings: Settings;
  readonly senders: readonly Sender[];
  readonly outside: Outside;
  readonly validate: Validate;
}

/**
 * The parameters of a genuine request. The address signed is PUBLIC_URL with the path and query that
 * came: the Host header is the caller's word. Nothing is trimmed or left out before the check, as
 * Twilio adds parameters without notice.
 * @throws RejectedRequest 401 without a signature, 403 with a wrong one or another's account
 */
function authenticate(office: Office, { headers, url, rawBody }: WebhookRequest): Parameters {
  const signature = headers['x-twilio-signature'];
  if (!signature) throw new RejectedRequest(401, 'signature-missing');
  const parameters: Parameters = parseForm(rawBody.toString('utf8'), '&', '=', { maxKeys: 0 });
  const { TWILIO_AUTH_TOKEN: token, TWILIO_ACCOUNT_SID: sid } = office.settings;
  if (!office.validate(token, signature, office.outside.publicUrl + url, parameters))
    throw new RejectedRequest(403, 'signature-wrong');
  if (parameters['AccountSid'] !== sid) throw new RejectedRequest(403, 'account-unknown');
  return parameters;
}

function readMessage(office: Office, request: WebhookRequest): readonly ChannelEvent[] {
  const read = received.safeParse(authenticate(office, request));
  if (!read.success) throw new RejectedRequest(400, 'malformed');
  const { MessageSid: key, From, To, Body } = read.data;
  const sender = senderAt(office.senders, To);
  if (!sender) throw new RejectedRequest(400, 'account-unknown');
  if (office.senders.some(({ address }) => address === From)) return []; // our own words come back
  const from = senderOf(withoutPrefix(From));
  return [{ kind: 'message', account: sender.name, key, from, text: Body }];
}

/** A status that we do not know is no event: Twilio adds new ones. */
function readReport(office: Office, request: WebhookRequest): readonly ChannelEvent[] {
  const read = reported.safeParse(authenticate(office, request));
  if (!read.success) throw new RejectedRequest(400, 'malformed');
  const { MessageSid: providerId, MessageStatus, From = '', ErrorCode } = read.data;
  const status = Object.hasOwn(statuses, MessageStatus) ? statuses[MessageStatus] : undefined;
  const sender = senderAt(office.senders, From);
  if (!status || !sender) return [];
  const code = ErrorCode && status === 'failed' ? { code: ErrorCode } : {};
  return [{ kind: 'report', account: sender.name, providerId, status, ...code }];
}

const thanks: WebhookReply = { status: 200, type: 'text/xml', body: '<Response/>' };

function channelOf(office: Office, client: Twilio): Channel {
  return {
    name: 'twilio',
    accounts: office.senders.map(({ name, medium }) => ({ name, medium })),
    rate: office.settings.TWILIO_RATE,
    webhooks: [
      {
        method: 'POST',
        path: office.outside.path,
        parse: (request) => ({ events: readMessage(office, request), reply: thanks }),
      },
      {
        method: 'POST',
        path: `${office.outside.path}/status`,
        parse: (request) => ({ events: readReport(office, request), reply: thanks }),
      },
    ],
    send: async (message) => sendByTwilio({ ...office, client }, message),
    find: async (message) => findAtTwilio({ ...office, client }, message),
  };
}

/** SMS and WhatsApp by Twilio. */
export const twilio = channelKind({
  name: 'twilio',
  needs: [
    ['TWILIO_ACCOUNT_SID'],
    ['TWILIO_AUTH_TOKEN'],
    ['TWILIO_SMS_FROM', 'TWILIO_WHATSAPP_FROM'],
  ],
  settings,
  open: async (config, outside) => {
    const login = {
      sid: config.TWILIO_ACCOUNT_SID,
      token: config.TWILIO_AUTH_TOKEN,
      apiUrl: config.TWILIO_API_URL.replace(/\/+$/, ''),
    };
    const { validateRequest: validate } = await import('twilio/lib/webhooks/webhooks.js');
    const client = await openTwilioClient(login, outside);
    return channelOf({ settings: config, senders: sendersOf(config), outside, validate }, client);
  },
});
