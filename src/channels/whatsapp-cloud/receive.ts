import { RejectedRequest } from '../../core/errors.ts';
import type { ChannelEvent, DeliveryReport } from '../../core/message.ts';
import type { WebhookReply, WebhookRequest } from '../channel.ts';
import { isSigned } from '../http.ts';
import { isDeep, printable, readJson } from '../untrusted.ts';
import { contactsById, readCloudMessage, senderMissing, type ContactsById } from './message.ts';
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

function readMessage(contacts: ContactsById, said: unknown): readonly ChannelEvent[] {
  const read = cloudMessage.safeParse(said);
  if (!read.success) return [unwell('message-unreadable')];
  const message = readCloudMessage(read.data, contacts);
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

/** What a change tells of our number; nothing when it is of another number, or another matter. */
function valueOf({ phoneId }: CloudInbox, change: unknown): readonly CloudValue[] {
  const read = cloudValue.safeParse(change);
  return read.success && read.data.metadata.phone_number_id === phoneId ? [read.data] : [];
}

function readValue(inbox: CloudInbox, value: CloudValue): readonly ChannelEvent[] {
  const contacts = contactsById(value.contacts);
  return [
    ...value.messages.flatMap((message) => readMessage(contacts, message)),
    ...value.statuses.flatMap((status) => readStatus(inbox, status)),
    ...value.errors.map(({ code }) => unwell(code)),
  ];
}

const sizeOf = (value: CloudValue): number =>
  value.messages.length + value.statuses.length + value.errors.length + value.contacts.length;

/** Ten times what Meta puts into a batch (https://developers.facebook.com/docs/graph-api/webhooks). */
const mostUpdates = 10_000;

/** Levels of brackets; Meta's messages have ten. */
const deepest = 100;

/** The same trouble a thousand times is told once. */
function tellOnce(events: readonly ChannelEvent[]): readonly ChannelEvent[] {
  const told = new Set<unknown>();
  return events.filter((event) => {
    if (event.kind !== 'health') return true;
    const isNew = !told.has(event.code);
    told.add(event.code);
    return isNew;
  });
}

/**
 * All events of a genuine request: many entries, changes and messages at once. One that cannot be
 * read is told as health and costs no other: a 400 would bring the whole batch again for a week.
 * @throws RejectedRequest 401 without a signature, 403 with a wrong one, 400 when it is no notice, 413
 */
export function readCloudNotice(
  inbox: CloudInbox,
  { headers, rawBody }: WebhookRequest,
): readonly ChannelEvent[] {
  const signature = headers['x-hub-signature-256'];
  if (!signature) throw new RejectedRequest(401, 'signature-missing');
  if (!isSigned(inbox.appSecret, rawBody, signature))
    throw new RejectedRequest(403, 'signature-wrong');
  const text = rawBody.toString('utf8');
  const notice = cloudNotice.safeParse(isDeep(text, deepest) ? undefined : readJson(text));
  if (!notice.success) throw new RejectedRequest(400, 'malformed');
  const values = notice.data.entry.flatMap(({ changes }) =>
    changes.flatMap(({ value }) => valueOf(inbox, value)),
  );
  const updates = values.reduce((sum, value) => sum + sizeOf(value), 0);
  if (updates > mostUpdates) throw new RejectedRequest(413, 'too-many');
  return tellOnce(values.flatMap((value) => readValue(inbox, value)));
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
