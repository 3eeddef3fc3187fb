import { parse as parseForm } from 'node:querystring';
import { z } from 'zod';
import { RejectedRequest } from '../../core/errors.ts';
import type { ChannelEvent, DeliveryReport } from '../../core/message.ts';
import type { WebhookRequest } from '../channel.ts';
import type { Outside } from '../kind.ts';
import type { TwilioLogin } from './client.ts';
import { received, senderAt, text, toInbound, type Sender } from './message.ts';
import { printable } from '../untrusted.ts';

/** The parameters of a request, names and values exactly as they came. */
export type Parameters = Readonly<Record<string, string | readonly string[] | undefined>>;

type Validate = typeof import('twilio/lib/webhooks/webhooks.js').validateRequest;

/** What receiving needs. */
export interface TwilioInbox {
  readonly login: TwilioLogin;
  readonly senders: readonly Sender[];
  readonly outside: Outside;
  readonly validate: Validate;
}

const reported = z.object({
  MessageSid: printable,
  MessageStatus: text,
  From: printable.optional(),
  ErrorCode: printable.optional(),
});

/** Twilio's words for ours (https://www.twilio.com/docs/messaging/api/message-resource#message-status-values). */
const statuses = new Map<string, DeliveryReport['status']>([
  ['accepted', 'sending'],
  ['scheduled', 'sending'],
  ['queued', 'sending'],
  ['sending', 'sending'],
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['partially_delivered', 'sent'],
  ['undelivered', 'failed'],
  ['failed', 'failed'],
  ['canceled', 'failed'],
  ['read', 'read'],
]);

/** What a status of Twilio's means; undefined for one that we do not know: Twilio adds new ones. */
export const statusOf = (word: string): DeliveryReport['status'] | undefined => statuses.get(word);

/**
 * The parameters of a genuine request. The address signed is PUBLIC_URL with the path and query that
 * came: the Host header is the caller's word. Nothing is trimmed or left out before the check, as
 * Twilio adds parameters without notice.
 * @throws RejectedRequest 401 without a signature, 403 with a wrong one or another's account
 */
function authenticate(inbox: TwilioInbox, { headers, url, rawBody }: WebhookRequest): Parameters {
  const signature = headers['x-twilio-signature'];
  if (!signature) throw new RejectedRequest(401, 'signature-missing');
  const parameters: Parameters = parseForm(rawBody.toString('utf8'), '&', '=', { maxKeys: 0 });
  const { token, sid } = inbox.login;
  if (!inbox.validate(token, signature, inbox.outside.publicUrl + url, parameters))
    throw new RejectedRequest(403, 'signature-wrong');
  if (parameters['AccountSid'] !== sid) throw new RejectedRequest(403, 'account-unknown');
  return parameters;
}

/** What a person wrote, pressed or sent. @throws RejectedRequest */
export function readTwilioMessage(
  inbox: TwilioInbox,
  request: WebhookRequest,
): readonly ChannelEvent[] {
  const parameters = authenticate(inbox, request);
  const read = received.safeParse(parameters);
  if (!read.success) throw new RejectedRequest(400, 'malformed');
  const sender = senderAt(inbox.senders, read.data.To);
  if (!sender) throw new RejectedRequest(400, 'account-unknown');
  if (inbox.senders.some(({ address }) => address === read.data.From)) return []; // our own words come back
  return [{ kind: 'message', ...toInbound(sender, read.data, parameters) }];
}

/** What became of a message of ours. @throws RejectedRequest */
export function readTwilioReport(
  inbox: TwilioInbox,
  request: WebhookRequest,
): readonly ChannelEvent[] {
  const read = reported.safeParse(authenticate(inbox, request));
  if (!read.success) throw new RejectedRequest(400, 'malformed');
  const { MessageSid: providerId, MessageStatus, From = '', ErrorCode } = read.data;
  const status = statusOf(MessageStatus);
  const sender = senderAt(inbox.senders, From);
  if (!status || !sender) return [];
  const code = ErrorCode && status === 'failed' ? { code: ErrorCode } : {};
  return [{ kind: 'report', account: sender.name, providerId, status, ...code }];
}
