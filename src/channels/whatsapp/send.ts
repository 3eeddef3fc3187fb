import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { SendError } from '../../core/errors.ts';
import type { OutboundMessage, Receipt } from '../../core/message.ts';
import { jidOf } from './jid.ts';
import type { Link } from './link.ts';
import type { Socket } from './socket.ts';

/** Longer texts are cut or refused by WhatsApp's own apps. */
const longest = 65_536;

const refused = (providerCode: string): SendError =>
  new SendError('refused', { retryable: false, providerCode });

/**
 * The id that a message has at WhatsApp: made of ours, so that a second attempt is the same message,
 * in the form of WhatsApp Web's own (3EB0 and 18 hex digits).
 */
export function whatsappId(id: string): string {
  return `3EB0${createHash('sha256').update(id).digest('hex').slice(0, 18).toUpperCase()}`;
}

/** What must not leave at all. @throws SendError */
function demandSendable({ to, text, lastInboundAt }: OutboundMessage): string {
  const jid = jidOf(to);
  if (jid === undefined) throw new SendError('bad-address', { retryable: false });
  if (lastInboundAt === undefined) throw refused('never-wrote'); // numbers are banned for less
  if (text.length > longest) throw refused('too-long');
  return jid;
}

interface Posting {
  readonly socket: Socket;
  readonly jid: string;
  readonly id: string;
  readonly text: string;
  readonly timeout: number;
}

/** The server's answer to a message: an acceptance, or an error's number. */
type Acknowledgement = { readonly attrs?: Readonly<Record<string, string>> } | undefined;

/** Hands the text over and gives the server's answer; undefined when none came in time. */
async function post({ socket, jid, id, text, timeout }: Posting): Promise<Acknowledgement> {
  const acknowledged = socket.waitForMessage<Acknowledgement>(id, timeout);
  acknowledged.catch(() => undefined); // told below, unless the sending failed first
  await socket.sendMessage(jid, { text, linkPreview: null }, { messageId: id });
  return acknowledged;
}

const statusOf = (error: unknown): unknown =>
  (error as { output?: { statusCode?: unknown } }).output?.statusCode;

/** Baileys' "connection closed", thrown before anything was written. */
const connectionClosed = 428;

const unknown = (providerCode: string, cause?: unknown): SendError =>
  new SendError('unknown-outcome', { retryable: true, providerCode, cause });

async function postWithin(posting: Posting): Promise<Acknowledgement> {
  const { timeout } = posting;
  const ending = new AbortController();
  const late = wait(timeout, undefined, { signal: ending.signal }).catch(() => undefined);
  try {
    return await Promise.race([post(posting), late]);
  } catch (error) {
    if (statusOf(error) !== connectionClosed) throw unknown('failed');
    throw new SendError('unreachable', { retryable: true, providerCode: 'closed' });
  } finally {
    ending.abort();
  }
}

/** WhatsApp's number for what is wrong: of its own with 5, else of the message or of us (463: restricted). */
function errorOf(error: string): SendError {
  const providerCode = /^\d{3}$/.test(error) ? error : 'error';
  if (!providerCode.startsWith('5')) return refused(providerCode);
  return new SendError('provider-down', { retryable: true, providerCode });
}

/**
 * Sends a text as a reply; the choices stand in it. Done when WhatsApp's server has acknowledged it:
 * what was only written to the socket may be lost.
 * @throws SendError `refused` with WhatsApp's number, or `never-wrote` to whom we would write first
 */
export async function sendByLink(
  link: Link,
  message: OutboundMessage,
  timeout: number,
): Promise<Receipt> {
  const jid = demandSendable(message);
  const socket = await link.open();
  const id = whatsappId(message.id);
  link.owns(id);
  const answer = await postWithin({ socket, jid, id, text: message.text, timeout });
  if (answer === undefined) throw unknown('not-acknowledged');
  const error = answer.attrs?.['error'];
  if (error !== undefined) throw errorOf(error);
  return { providerId: id };
}
