import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { RejectedRequest } from '../../core/errors.ts';
import type { ChannelEvent, DeliveryReport, InboundMessage } from '../../core/message.ts';
import type { WebhookRequest } from '../channel.ts';
import { printable, readJson, senderOf } from '../untrusted.ts';
import { isSameSecret } from '../same-secret.ts';

/** The one sender of a phone. */
export const account = 'sms';

/** A genuine request of the phone: what happened, and what the phone's clock said. */
export interface PhoneEvent {
  readonly event: string;
  readonly id: string;
  readonly deviceId: string;
  readonly payload: unknown;
  /** When this very try was signed by the phone's clock, epoch milliseconds. */
  readonly signedAt: number;
}

const envelope = z.object({
  event: z.string(),
  id: printable,
  deviceId: printable.nullish(),
  payload: z.unknown().optional(),
});

// `sender` and `recipient` since February 2026; before that only `phoneNumber`, the other side's.
const received = z.object({
  message: z.string(),
  sender: printable.nullish(),
  phoneNumber: printable.nullish(),
  receivedAt: z.iso.datetime({ offset: true }),
});
const receivedTogether = z.object({ messages: z.array(received) });

const reported = z.object({ messageId: printable, reason: z.string().nullish() });

const statuses: Readonly<Record<string, DeliveryReport['status']>> = {
  'sms:sent': 'sent',
  'sms:delivered': 'delivered', // once for each part of a long message
  'sms:failed': 'failed',
  'sms:cancelled': 'failed',
};

/** Hex HMAC-SHA-256 of the body's bytes followed by the header `X-Timestamp`. */
export function signPhone(key: string, body: string | Buffer, timestamp: string): string {
  return createHmac('sha256', key).update(body).update(timestamp).digest('hex');
}

function isSigned(key: string, { rawBody, headers }: WebhookRequest): boolean {
  const right = signPhone(key, rawBody, headers['x-timestamp'] ?? '');
  return isSameSecret(headers['x-signature'] ?? '', right);
}

/** @throws RejectedRequest 401 without a signature, 403 with a wrong one, 400 when malformed */
export function readPhoneEvent(key: string, request: WebhookRequest): PhoneEvent {
  const { 'x-signature': signature, 'x-timestamp': timestamp } = request.headers;
  if (!signature || !timestamp) throw new RejectedRequest(401, 'signature-missing');
  if (!isSigned(key, request)) throw new RejectedRequest(403, 'signature-wrong');
  const body = envelope.safeParse(readJson(request.rawBody.toString('utf8')));
  if (!body.success) throw new RejectedRequest(400, 'malformed');
  const { event, id, deviceId, payload } = body.data;
  return { event, id, deviceId: deviceId ?? '', payload, signedAt: Number(timestamp) * 1000 };
}

/** An SMS as the phone tells of it, by webhook or from its inbox. */
export interface PhoneSms {
  readonly deviceId: string;
  readonly sender: string;
  readonly text: string;
  /** ISO 8601: when the operator took it from the sender. */
  readonly receivedAt: string;
}

/**
 * Names an SMS by what it is: device, sender, moment and text. Some versions of the app tell of one
 * SMS twice under two event ids (capcom6/android-sms-gateway issues 291, 310, 372), and its own
 * `messageId` is a hash of 32 bits. Keyed, as a phone number and a short text could be guessed.
 */
export function smsKey(key: string, { deviceId, sender, text, receivedAt }: PhoneSms): string {
  const parts = [deviceId, senderOf(sender), Date.parse(receivedAt), text];
  return `sms:${createHmac('sha256', key).update(JSON.stringify(parts)).digest('hex')}`;
}

/** The SMS as a message, known by its event too where there is one. */
export function toMessage(key: string, sms: PhoneSms, eventId?: string): ChannelEvent {
  const same = smsKey(key, sms);
  const keys: Pick<InboundMessage, 'key' | 'sameAs'> =
    eventId === undefined ? { key: same } : { key: eventId, sameAs: [same] };
  const { sender, text, receivedAt: at } = sms;
  return { kind: 'message', account, ...keys, from: senderOf(sender), text, at };
}

function readSms(deviceId: string, payload: z.output<typeof received>): PhoneSms {
  const { message: text, sender, phoneNumber, receivedAt } = payload;
  const from = sender ?? phoneNumber;
  if (from === null || from === undefined) throw new RejectedRequest(400, 'malformed');
  return { deviceId, sender: from, text, receivedAt };
}

function readPayload<Schema extends z.ZodType>(schema: Schema, payload: unknown): z.output<Schema> {
  const read = schema.safeParse(payload);
  if (!read.success) throw new RejectedRequest(400, 'malformed');
  return read.data;
}

/** Android's own name of the failure, `RESULT_ERROR_GENERIC_FAILURE`: often the SIM has no credit. */
function failureOf(event: string, reason: string | null | undefined): string {
  return event === 'sms:cancelled'
    ? 'cancelled'
    : (/RESULT_[A-Z_]+/.exec(reason ?? '')?.[0] ?? 'phone');
}

function readReport({ event, payload }: PhoneEvent): readonly ChannelEvent[] {
  const status = Object.hasOwn(statuses, event) ? statuses[event] : undefined;
  if (!status) return []; // other events may be registered, and the app learns new ones
  const { messageId: providerId, reason } = readPayload(reported, payload);
  const code = status === 'failed' ? { code: failureOf(event, reason) } : {};
  return [{ kind: 'report', account, providerId, status, ...code }];
}

/** What a request about messages means; nothing when it is about something else. @throws RejectedRequest 400 */
export function toEvents(key: string, told: PhoneEvent): readonly ChannelEvent[] {
  const { event, id, deviceId, payload } = told;
  if (event === 'sms:received')
    return [toMessage(key, readSms(deviceId, readPayload(received, payload)), id)];
  if (event === 'sms:batch:received')
    return readPayload(receivedTogether, payload).messages.map((one) =>
      toMessage(key, readSms(deviceId, one)),
    );
  return readReport(told);
}
