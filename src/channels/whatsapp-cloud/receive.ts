import { RejectedRequest } from '../../core/errors.ts';
import type { ChannelEvent, DeliveryReport } from '../../core/message.ts';
import type { WebhookReply, WebhookRequest } from '../channel.ts';
import { isSigned } from '../http.ts';
import { printable, readJson } from '../untrusted.ts';
import { readCloudMessage, senderMissing } from './message.ts';
import { cloudMessage, cloudNotice, cloudStatus, cloudValue, type CloudValue } from './shapes.ts';
import { isSameSecret } from '../same-secret.ts';

/** What receiving needs. */
export interface CloudInbox {
  readonly phoneId: string;
  readonly appSecret: string;
  readonly verifyToken: string;
  /** Told of each message of ours that a report names: its id here and at Meta. */
  readonly seen: (ours: string, theirs: string) => void;
}

/** Meta's words for ours; `deleted`, `warning` and new ones are no events. */
const statuses = new Map<string, DeliveryReport['status']>([
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
  ['failed', 'failed'],
]);

const account = 'whatsapp';

/** Something is wrong that no person need be told: shown with the channel. */
const unwell = (code: string): ChannelEvent => ({ kind: 'health', account, code });

function readMessage(value: CloudValue, said: unknown): readonly ChannelEvent[] {
  const read = cloudMessage.safeParse(said);
  if (!read.success) return [unwell('message-unreadable')];
  const message = readCloudMessage(read.data, value.contacts);
  if (message === undefined) return [];
  return [message === senderMissing ? unwell(message) : { kind: 'message', ...message }];
}

function readStatus({ seen }: CloudInbox, said: unknown): readonly ChannelEvent[] {
  const read = cloudStatus.safeParse(said);
  if (!read.success) return [unwell('status-unreadable')];
  const { id: providerId, errors, biz_opaque_callback_data: ours } = read.data;
  if (ours !== undefined) seen(ours, providerId);
  const status = statuses.get(read.data.status);
  if (!status) return [];
  const code = status === 'failed' ? errors?.[0]?.code : undefined;
  return [{ kind: 'report', account, providerId, status, ...(code !== undefined && { code }) }];
}

/** What a change tells of our number; of another number, or another matter, nothing. */
function readChange(inbox: CloudInbox, change: unknown): readonly ChannelEvent[] {
  const read = cloudValue.safeParse(change);
  if (!read.success || read.data.metadata.phone_number_id !== inbox.phoneId) return [];
  const value = read.data;
  return [
    ...value.messages.flatMap((message) => readMessage(value, message)),
    ...value.statuses.flatMap((status) => readStatus(inbox, status)),
    ...value.errors.map(({ code }) => unwell(code)),
  ];
}

/**
 * All events of a genuine request: many entries, changes and messages at once. One that cannot be
 * read is told as health and costs no other: a 400 would bring the whole batch again for a week.
 * @throws RejectedRequest 401 without a signature, 403 with a wrong one, 400 when it is no notice
 */
export function readCloudNotice(
  inbox: CloudInbox,
  { headers, rawBody }: WebhookRequest,
): readonly ChannelEvent[] {
  const signature = headers['x-hub-signature-256'];
  if (!signature) throw new RejectedRequest(401, 'signature-missing');
  if (!isSigned(inbox.appSecret, rawBody, signature))
    throw new RejectedRequest(403, 'signature-wrong');
  const notice = cloudNotice.safeParse(readJson(rawBody.toString('utf8')));
  if (!notice.success) throw new RejectedRequest(400, 'malformed');
  return notice.data.entry.flatMap(({ changes }) =>
    changes.flatMap(({ value }) => readChange(inbox, value)),
  );
}

/**
 * The answer to Meta's question whether this address is ours.
 * @throws RejectedRequest 403 with a wrong word, 400 when it is no such question
 */
export function readCloudQuestion(inbox: CloudInbox, { query }: WebhookRequest): WebhookReply {
  if (query.get('hub.mode') !== 'subscribe') throw new RejectedRequest(400, 'malformed');
  const given = query.get('hub.verify_token') ?? '';
  if (!isSameSecret(given, inbox.verifyToken)) throw new RejectedRequest(403, 'token-wrong');
  const challenge = printable.safeParse(query.get('hub.challenge') ?? '');
  if (!challenge.success) throw new RejectedRequest(400, 'malformed');
  return { status: 200, type: 'text/plain; charset=utf-8', body: challenge.data };
}
