import type Twilio from 'twilio/lib/rest/Twilio.js';
import { SendError } from '../core/errors.ts';
import type { OutboundMessage, Receipt } from '../core/message.ts';
import { unreadableAnswer } from './from-http-status.ts';
import type { Outside } from './kind.ts';
import type { Sender } from './twilio-message.ts';
import { printable } from './untrusted.ts';
import { asTemplateVariable, isWindowClosed } from './whatsapp-window.ts';

/** What sending and listing need. */
export interface Post {
  readonly client: Twilio;
  readonly senders: readonly Sender[];
  readonly outside: Outside;
  /** An approved template with the text as its only variable, for messages after the person's day. */
  readonly template?: string;
}

/** Addresses of a message as Twilio writes them. */
function addressesOf({ senders }: Post, { account, to }: OutboundMessage) {
  const sender = senders.find(({ name }) => name === account);
  if (!sender) throw new SendError('misconfigured', { retryable: true, providerCode: 'no-sender' });
  const prefix = sender.medium === 'whatsapp' ? 'whatsapp:' : '';
  return { from: sender.address, to: prefix + to };
}

/** What the vendor's client throws besides our own errors is an answer it could not make sense of. */
export async function understood<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw error instanceof SendError ? error : unreadableAnswer(error);
  }
}

/** Whether the person's day is over, where there is one. */
function isLate({ outside, senders }: Post, message: OutboundMessage): boolean {
  const medium = senders.find(({ name }) => name === message.account)?.medium;
  return medium === 'whatsapp' && isWindowClosed(message, outside.clock());
}

/** What the message says, after the person's day as a template. @throws SendError window-closed without one */
function contentOf(post: Post, message: OutboundMessage) {
  if (!isLate(post, message)) return { body: message.text };
  if (post.template === undefined) throw new SendError('window-closed', { retryable: false });
  const variables = { 1: asTemplateVariable(message.text) };
  return { contentSid: post.template, contentVariables: JSON.stringify(variables) };
}

/** Hands one message to Twilio. @throws SendError */
export async function sendByTwilio(post: Post, message: OutboundMessage): Promise<Receipt> {
  const addresses = addressesOf(post, message);
  const content = contentOf(post, message);
  const statusCallback = `${post.outside.publicUrl}${post.outside.path}/status`;
  return understood(async () => {
    const { sid } = await post.client.messages.create({ ...addresses, ...content, statusCallback });
    return { providerId: printable.parse(sid) };
  });
}

/** How far back a message whose outcome is unknown is looked for, in milliseconds. */
const lookBack = 24 * 60 * 60 * 1000;

/** Whether a listed message says this: word for word, or within the words of our template. */
function isSaid(post: Post, message: OutboundMessage, body: string): boolean {
  return isLate(post, message)
    ? body.includes(asTemplateVariable(message.text))
    : body.trim() === message.text.trim();
}

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
      ({ body, dateCreated }) => isSaid(post, message, body) && dateCreated.getTime() >= since,
    );
    return found && { providerId: printable.parse(found.sid) };
  });
}
