import type Twilio from 'twilio/lib/rest/Twilio.js';
import { SendError } from '../core/errors.ts';
import type { OutboundMessage, Receipt } from '../core/message.ts';
import type { AccountName } from './channel.ts';
import { unreadableAnswer } from './from-http-status.ts';
import type { Outside } from './kind.ts';
import { printable } from './untrusted.ts';

/** A sender of ours and its address at Twilio: `+62...` or `whatsapp:+62...`. */
export interface Sender extends AccountName {
  readonly address: string;
}

/** What sending needs. */
interface Post {
  readonly client: Twilio;
  readonly senders: readonly Sender[];
  readonly outside: Outside;
}

/** Addresses of a message as Twilio writes them. */
function addressesOf({ senders }: Post, { account, to }: OutboundMessage) {
  const sender = senders.find(({ name }) => name === account);
  if (!sender) throw new SendError('misconfigured', { retryable: true, providerCode: 'no-sender' });
  const prefix = sender.medium === 'whatsapp' ? 'whatsapp:' : '';
  return { from: sender.address, to: prefix + to };
}

/** What the vendor's client throws besides our own errors is an answer it could not make sense of. */
async function understood<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw error instanceof SendError ? error : unreadableAnswer(error);
  }
}

/** Hands one message to Twilio. @throws SendError */
export async function sendByTwilio(post: Post, message: OutboundMessage): Promise<Receipt> {
  const addresses = addressesOf(post, message);
  const statusCallback = `${post.outside.publicUrl}${post.outside.path}/status`;
  return understood(async () => {
    const wanted = { ...addresses, body: message.text, statusCallback };
    const { sid } = await post.client.messages.create(wanted);
    return { providerId: printable.parse(sid) };
  });
}

/** How far back a message whose outcome is unknown is looked for, in milliseconds. */
const lookBack = 24 * 60 * 60 * 1000;

/**
 * Twilio takes no idempotency key: a message is known again by sender, recipient and text. The list
 * comes newest first; it is not narrowed by DateSent, which a message still queued there lacks.
 * @throws SendError
 */
export async function findAtTwilio(
  post: Post,
  message: OutboundMessage,
): Promise<Receipt | undefined> {
  const addresses = addressesOf(post, message);
  const since = post.outside.clock().getTime() - lookBack;
  return understood(async () => {
    const { instances } = await post.client.messages.page({ ...addresses, pageSize: 50 });
    const found = instances.find(
      ({ body, dateCreated }) =>
        body.trim() === message.text.trim() && dateCreated.getTime() >= since,
    );
    return found && { providerId: printable.parse(found.sid) };
  });
}
