import { parse as parseForm } from 'node:querystring';
import { RejectedRequest } from '../../core/errors.ts';
import type { ChannelEvent, DeliveryReport } from '../../core/message.ts';
import type { WebhookRequest } from '../channel.ts';
import type { Outside } from '../kind.ts';
import type { TwilioLogin } from './client.ts';
import { isPrintable } from '../untrusted.ts';
import { readReceived, senderAt, toInbound, type Sender } from './message.ts';
import { firstOf, type IsSigned, type Parameters } from './signature.ts';

/** What receiving needs. */
export interface TwilioInbox {
  readonly login: TwilioLogin;
  readonly senders: readonly Sender[];
  readonly outside: Outside;
  readonly isSigned: IsSigned;
}

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
  if (!inbox.isSigned(signature, url, parameters))
    throw new RejectedRequest(403, 'signature-wrong');
  if (parameters['AccountSid'] !== inbox.login.sid)
    throw new RejectedRequest(403, 'account-unknown');
  return parameters;
}

/** What a person wrote, pressed or sent. @throws RejectedRequest */
export function readTwilioMessage(
  inbox: TwilioInbox,
  request: WebhookRequest,
): readonly ChannelEvent[] {
  const parameters = authenticate(inbox, request);
  const read = readReceived(parameters);
  if (!read) throw new RejectedRequest(400, 'malformed');
  const sender = senderAt(inbox.senders, read.To);
  if (!sender) throw new RejectedRequest(400, 'account-unknown');
  if (inbox.senders.some(({ address }) => address === read.From)) return []; // our own words come back
  return [{ kind: 'message', ...toInbound(sender, read, parameters) }];
}

const isPrintableIfThere = (value: Parameters[string]): value is string | undefined =>
  value === undefined || isPrintable(value);

/** A status as it is told (https://www.twilio.com/docs/messaging/guides/track-outbound-message-status). */
function readReported({ MessageSid, MessageStatus, From, ErrorCode }: Parameters) {
  const word = firstOf(MessageStatus);
  if (!isPrintable(MessageSid) || word === undefined) return undefined;
  if (!isPrintableIfThere(From) || !isPrintableIfThere(ErrorCode)) return undefined;
  return { providerId: MessageSid, word, from: From ?? '', errorCode: ErrorCode };
}

/** What became of a message of ours. @throws RejectedRequest */
export function readTwilioReport(
  inbox: TwilioInbox,
  request: WebhookRequest,
): readonly ChannelEvent[] {
  const read = readReported(authenticate(inbox, request));
  if (!read) throw new RejectedRequest(400, 'malformed');
  const { providerId, word, from, errorCode } = read;
  const status = statusOf(word);
  const sender = senderAt(inbox.senders, from);
  if (!status || !sender) return [];
  const code = errorCode && status === 'failed' ? { code: errorCode } : {};
  return [{ kind: 'report', account: sender.name, providerId, status, ...code }];
}
