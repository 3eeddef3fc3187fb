import { SendError } from '../../core/errors.ts';
import type { OutboundMessage, Receipt } from '../../core/message.ts';
import { unreadableAnswer } from '../from-http-status.ts';
import type { Outside } from '../kind.ts';
import type { TwilioClient } from './client.ts';
import { fillContent, forgetContent } from './content.ts';
import type { Sender } from './message.ts';
import { printable } from '../untrusted.ts';
import { asTemplateVariable, isWindowClosed } from '../whatsapp-window.ts';

/** What sending and listing need. */
export interface Post {
  readonly client: TwilioClient;
  readonly senders: readonly Sender[];
  readonly outside: Outside;
  /** An approved template with the text as its only variable, for messages after the person's day. */
  readonly template?: string;
  /** Choices leave as buttons and lists. */
  readonly buttons?: boolean;
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

const isWhatsapp = ({ senders }: Post, { account }: OutboundMessage): boolean =>
  senders.some(({ name, medium }) => name === account && medium === 'whatsapp');

/** Whether the person's day is over, where there is one. */
const isLate = (post: Post, message: OutboundMessage): boolean =>
  isWhatsapp(post, message) && isWindowClosed(message, post.outside.clock());

/** What the message says, after the person's day as a template. @throws SendError window-closed without one */
function contentOf(post: Post, message: OutboundMessage) {
  if (!isLate(post, message)) return { body: message.text };
  if (post.template === undefined) throw new SendError('window-closed', { retryable: false });
  const variables = { 1: asTemplateVariable(message.text) };
  return { contentSid: post.template, contentVariables: JSON.stringify(variables) };
}

/** Codes with which Twilio refuses the content and not the message: it goes as plain text then. */
const contentGone = '21655';
const contentRefused = ['21654', contentGone, '21656', '21658', '92005'];

type Content = ReturnType<typeof contentOf>;

async function create(post: Post, message: OutboundMessage, content: Content): Promise<Receipt> {
  const addresses = addressesOf(post, message);
  const statusCallback = `${post.outside.publicUrl}${post.outside.path}/status`;
  return understood(async () => {
    const { sid } = await post.client.messages.create({ ...addresses, ...content, statusCallback });
    return { providerId: printable.parse(sid) };
  });
}

const isContentRefused = (error: unknown): error is SendError =>
  error instanceof SendError && contentRefused.includes(error.providerCode ?? '');

/** With buttons or a list, where they fit; undefined: as plain text. @throws SendError */
async function sendPressable(post: Post, message: OutboundMessage): Promise<Receipt | undefined> {
  const content = await fillContent(post, message);
  if (!content) return undefined;
  try {
    return await create(post, message, content);
  } catch (error) {
    if (!isContentRefused(error)) throw error;
    if (error.providerCode === contentGone) await forgetContent(post, content.contentSid);
    return undefined;
  }
}

/** Hands one message to Twilio. @throws SendError */
export async function sendByTwilio(post: Post, message: OutboundMessage): Promise<Receipt> {
  const may = post.buttons === true && isWhatsapp(post, message) && !isLate(post, message);
  const receipt = may ? await sendPressable(post, message) : undefined;
  return receipt ?? create(post, message, contentOf(post, message));
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
