import type { Telegram } from 'telegraf';
import { z } from 'zod';
import { SendError } from '../../core/errors.ts';
import type { OutboundMessage, Receipt } from '../../core/message.ts';
import { unreadableAnswer } from '../from-http-status.ts';
import { canBeSeen, keyboardOf } from './keyboard.ts';
import { messageName } from './update.ts';

/** Characters of a message (https://core.telegram.org/bots/api#sendmessage), in UTF-16 units to be safe. */
export const textLimit = 4096;

/** Before this place: the end of a line or word in the second half, else never inside a character. */
function cutBefore(text: string, limit: number): number {
  const whole = text.slice(0, limit);
  const end = Math.max(whole.lastIndexOf('\n'), whole.lastIndexOf(' '));
  if (end > limit / 2) return end;
  return /[\ud800-\udbff]$/u.test(whole) ? limit - 1 : limit;
}

/** The text in pieces that Telegram takes, words whole; none when there is nothing to be seen in it. */
export function piecesOf(text: string): readonly string[] {
  const clean = text.replace(/\p{Surrogate}|[^\P{Cc}\n]/gu, ' '); // half a character is no UTF-8
  const pieces: string[] = [];
  for (let rest = clean.trim(); rest !== '';) {
    const end = rest.length <= textLimit ? rest.length : cutBefore(rest, textLimit);
    pieces.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return pieces.filter(canBeSeen);
}

const sent = z.object({ message_id: z.int() });

/** A private chat has the number of its person. @throws SendError when the address is none */
function chatOf({ to }: OutboundMessage): number {
  if (/^[1-9]\d{0,15}$/u.test(to)) return Number(to);
  throw new SendError('bad-address', { retryable: false, providerCode: 'no-number' });
}

/**
 * The error of a later piece: something was sent already, and another attempt repeats it. Only what
 * no attempt will mend stays as it is.
 */
function afterFirst(error: unknown): unknown {
  if (!(error instanceof SendError) || !error.retryable) return error;
  const { retryAfter, providerCode } = error;
  return new SendError('unknown-outcome', { retryable: true, retryAfter, providerCode });
}

/**
 * Hands one message to Telegram, without parse_mode: a single dot unescaped would refuse it. What is
 * longer than Telegram takes leaves in consecutive messages, the buttons under the last; the receipt
 * names that one, as a press does.
 * @throws SendError
 */
export async function sendByTelegram(client: Telegram, message: OutboundMessage): Promise<Receipt> {
  const chat = chatOf(message);
  const pieces = piecesOf(message.text);
  if (pieces.length === 0) {
    throw new SendError('refused', { retryable: false, providerCode: 'empty-text' });
  }
  const keyboard = keyboardOf(message.choices);
  let last = 0;
  for (const [n, piece] of pieces.entries()) {
    const markup = keyboard && n === pieces.length - 1 ? { reply_markup: keyboard } : {};
    try {
      const answer = sent.safeParse(await client.sendMessage(chat, piece, markup));
      if (!answer.success) throw unreadableAnswer();
      last = answer.data.message_id;
    } catch (error) {
      throw n > 0 ? afterFirst(error) : error;
    }
  }
  return { providerId: messageName(chat, last) };
}
