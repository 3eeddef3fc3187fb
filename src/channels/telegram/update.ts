import { z } from 'zod';
import { RejectedRequest } from '../../core/errors.ts';
import type { ChannelEvent, InboundMessage } from '../../core/message.ts';
import { normalisePhone } from '../../core/phone.ts';
import { attached, mediaOf } from './media.ts';
import { placed, placeOf } from './place.ts';
import { printable } from '../untrusted.ts';

/** The updates that we ask for (https://core.telegram.org/bots/api#update); others never come. */
export const wantedUpdates = [
  'message',
  'edited_message',
  'callback_query',
  'my_chat_member',
] as const;

const chat = z.object({ id: z.int(), type: z.string() });

const spoken = attached.extend(placed.shape).extend({
  message_id: z.int(),
  chat,
  from: z.object({ id: z.int(), is_bot: z.boolean().catch(false) }),
  date: z.int().nonnegative().max(4_102_444_800).optional().catch(undefined),
  edit_date: z.int().nonnegative().max(4_102_444_800).optional().catch(undefined),
  text: z.string().optional().catch(undefined),
  caption: z.string().optional().catch(undefined),
  contact: z
    .object({ phone_number: z.string(), user_id: z.int().optional() })
    .optional()
    .catch(undefined),
  forward_origin: z.unknown().optional(),
  forward_date: z.unknown().optional(),
  via_bot: z.unknown().optional(),
});
type Spoken = z.output<typeof spoken>;

const pressed = z.object({
  id: printable,
  data: z.string().optional(),
  message: z.object({ message_id: z.int(), chat }).optional(),
});

const membership = z.object({ chat, new_chat_member: z.object({ status: z.string() }) });

const update = z.object({
  update_id: z.int(),
  message: z.unknown().optional(),
  edited_message: z.unknown().optional(),
  callback_query: z.unknown().optional(),
  my_chat_member: z.unknown().optional(),
});

/** What an update means, and the id of a pressed button that Telegram wants an answer to. */
export interface ReadUpdate {
  readonly events: readonly ChannelEvent[];
  readonly pressed?: string;
}

const nothing: ReadUpdate = { events: [] };

/**
 * Our name of a message of theirs or ours, unique for one bot. Keys are kept for ever and have the
 * bot's number before it: another bot in its place counts messages from 1 again.
 */
export const messageName = (chatId: number, messageId: number): string => `${chatId}:${messageId}`;

/**
 * What is meant by a text. `/start` comes from the button that everybody presses first, `/start L1012`
 * from a link or QR code (https://core.telegram.org/bots/features#deep-linking); other commands are
 * keywords with a slash, `/data_saya@bot` too, as a command may hold no space.
 */
export function meantBy(text: string): string {
  const command = /^\/(\w{1,32})(?:@\w+)?(?!\w)(.*)$/su.exec(text.trim());
  if (!command) return text;
  const [, word = '', rest = ''] = command;
  if (word.toLowerCase() !== 'start') return word.replaceAll('_', ' ') + rest;
  return /^[A-Za-z0-9-]+$/u.test(rest.trim()) ? rest.trim() : 'MENU';
}

/** Telegram's numbers are international, mostly without the plus. */
const phoneOf = (number: string): string | undefined =>
  normalisePhone(number.startsWith('+') ? number : `+${number}`);

/**
 * The number that Telegram vouches for: only on the sender's own card. Anybody can pass on the card
 * of another, and a bot in between could write any number on it.
 */
function ownPhone(message: Spoken): string | undefined {
  const { contact, from } = message;
  const passedOn = [message.forward_origin, message.forward_date, message.via_bot];
  if (contact?.user_id !== from.id || passedOn.some((sign) => sign !== undefined)) return undefined;
  return phoneOf(contact.phone_number);
}

/** Another's card is as good as its number typed; one's own says nothing besides. */
function textOf(message: Spoken, phone: string | undefined): string {
  const { text, caption, contact } = message;
  if (text !== undefined) return meantBy(text);
  if (caption !== undefined) return meantBy(caption);
  if (contact) return phone === undefined ? (phoneOf(contact.phone_number) ?? '') : '';
  return placeOf(message) ?? '';
}

function toMessage(message: Spoken, key: string, seconds: number | undefined): InboundMessage {
  const phone = ownPhone(message);
  const media = mediaOf(message);
  return {
    account: 'telegram',
    key,
    from: String(message.chat.id),
    text: textOf(message, phone),
    ...(seconds !== undefined && { at: new Date(seconds * 1000).toISOString() }),
    ...(media.length > 0 && { media }),
    ...(phone !== undefined && { phone }),
  };
}

function fromMessage(bot: string, value: unknown): ReadUpdate {
  const message = spoken.parse(value);
  if (message.from.is_bot) return nothing;
  const key = `${bot}:${messageName(message.chat.id, message.message_id)}`;
  return { events: [{ kind: 'message', ...toMessage(message, key, message.date) }] };
}

/** A correction is a new message. A place that moves is edited every few seconds and says nothing. */
function fromEdit(bot: string, value: unknown): ReadUpdate {
  const message = { ...spoken.parse(value), location: undefined, venue: undefined };
  const { chat: at, message_id: id, edit_date: edited } = message;
  const key = `edit:${bot}:${messageName(at.id, id)}:${edited ?? message.date ?? 0}`;
  const event = toMessage(message, key, edited);
  const says = event.text !== '' || event.media !== undefined;
  return says && !message.from.is_bot ? { events: [{ kind: 'message', ...event }] } : nothing;
}

function fromPress(_bot: string, value: unknown): ReadUpdate {
  const { id: key, data, message } = pressed.parse(value);
  if (data === undefined || !message) return { events: [], pressed: key };
  const from = String(message.chat.id);
  const pressedOn = messageName(message.chat.id, message.message_id);
  const event = { kind: 'message', account: 'telegram', key, from, text: data, pressedOn } as const;
  return { events: [event], pressed: key };
}

function fromMembership(_bot: string, value: unknown): ReadUpdate {
  const { chat: at, new_chat_member: member } = membership.parse(value);
  if (!['kicked', 'member'].includes(member.status)) return nothing;
  const blocked = member.status === 'kicked';
  return { events: [{ kind: 'blocking', account: 'telegram', from: String(at.id), blocked }] };
}

const readers = {
  message: fromMessage,
  edited_message: fromEdit,
  callback_query: fromPress,
  my_chat_member: fromMembership,
} as const;

const somewhere = z.union([
  z.object({ chat }).transform((value) => value.chat),
  z.object({ message: z.object({ chat }) }).transform((value) => value.message.chat),
]);

/** Groups and channels are no conversation with a person. */
function isElsewhere(value: unknown): boolean {
  const place = somewhere.safeParse(value);
  return place.success && place.data.type !== 'private';
}

/**
 * Translates one update for the bot of this number. What we did not ask for means nothing.
 * @throws RejectedRequest 400 when it is none, or lacks what it must have
 */
export function readUpdate(bot: string, value: unknown): ReadUpdate {
  const read = update.safeParse(value);
  if (!read.success) throw new RejectedRequest(400, 'malformed');
  const kind = wantedUpdates.find((name) => read.data[name] !== undefined);
  if (!kind || isElsewhere(read.data[kind])) return nothing;
  try {
    return readers[kind](bot, read.data[kind]);
  } catch (error) {
    throw error instanceof z.ZodError ? new RejectedRequest(400, 'malformed') : error;
  }
}
