import type { InboundMessage, MediaRef } from '../../core/message.ts';
import { placeText } from '../place.ts';
import { senderOf } from '../untrusted.ts';
import type { CloudContact, CloudFile, CloudMessage } from './shapes.ts';

/** Kinds that are no words to us: a tapped emoji, a changed number, a chat opened and not yet written in. */
const wordless = ['reaction', 'system', 'request_welcome', 'ephemeral'];

/** Meta writes phone numbers without their plus. */
const phoneOf = (digits: string | undefined): string | undefined =>
  digits !== undefined && /^\d{5,15}$/.test(digits) ? senderOf(`+${digits}`) : undefined;

/** The card that came with a message's sender, found by phone number or user id. */
export type ContactsById = ReadonlyMap<string, CloudContact>;

/** The cards of one change by what they are known by; the first of an id counts. */
export function contactsById(contacts: readonly CloudContact[]): ContactsById {
  const known = new Map<string, CloudContact>();
  for (const contact of contacts)
    for (const [kind, id] of Object.entries(contact))
      if (id !== undefined && !known.has(`${kind} ${id}`)) known.set(`${kind} ${id}`, contact);
  return known;
}

/** Everybody by whom the message may be from: phone first, for it is what officers know people by. */
function idsOf({ from, from_user_id }: CloudMessage, contacts: ContactsById): string[] {
  const own = contacts.get(`wa_id ${from}`) ?? contacts.get(`user_id ${from_user_id}`);
  const ids = [phoneOf(from), phoneOf(own?.wa_id), from_user_id, own?.user_id];
  return [...new Set(ids.filter((id) => id !== undefined))];
}

function fileOf(kind: MediaRef['kind'], file: CloudFile | undefined): readonly MediaRef[] {
  if (!file) return [];
  const name = file.filename === undefined ? {} : { name: file.filename.slice(0, 200) };
  return [{ kind, ref: file.id, ...name }];
}

const mediaOf = ({ image, document, audio, video }: CloudMessage): readonly MediaRef[] => [
  ...fileOf('photo', image),
  ...fileOf('document', document),
  ...fileOf('voice', audio),
  ...fileOf('video', video),
];

function cardText({ contacts = [] }: CloudMessage): string {
  return contacts
    .flatMap(({ name, phones = [] }) => [name?.formatted_name, ...phones.map(({ phone }) => phone)])
    .filter(Boolean)
    .join(', ');
}

type Words = (message: CloudMessage) => string | undefined;

/** What a press says: the id that we gave the button; of a template's button, its payload. */
const presses: readonly Words[] = [
  ({ interactive }) => interactive?.button_reply?.id,
  ({ interactive }) => interactive?.list_reply?.id,
  ({ button }) => button?.payload,
  ({ button }) => button?.text,
];

const words: readonly Words[] = [
  ({ text }) => text?.body,
  ...presses,
  ({ image }) => image?.caption,
  ({ document }) => document?.caption,
  ({ video }) => video?.caption,
  ({ location }) => location && placeText(location),
];

/** The first of them that the message has. */
function first(among: readonly Words[], message: CloudMessage): string | undefined {
  return among.map((read) => read(message)).find((text) => text !== undefined);
}

function momentOf({ timestamp }: CloudMessage): { readonly at?: string } {
  const seconds = Number(timestamp ?? Number.NaN);
  return seconds > 0 && seconds < 8.64e12 ? { at: new Date(seconds * 1000).toISOString() } : {};
}

/** Which message of ours was pressed on; an answer that only quotes one is no press. */
function pressOf(message: CloudMessage): { readonly pressedOn?: string } {
  const id = message.context?.id;
  return id === undefined || first(presses, message) === undefined ? {} : { pressedOn: id };
}

/** Who wrote: the number proves who it is, for Meta vouches for it. */
function senderIn(
  message: CloudMessage,
  contacts: ContactsById,
): Pick<InboundMessage, 'from' | 'phone' | 'aliases'> | undefined {
  const [from, ...aliases] = idsOf(message, contacts);
  if (from === undefined) return undefined;
  const phone = from.startsWith('+') ? { phone: from } : {};
  return { from, ...phone, ...(aliases.length > 0 && { aliases }) };
}

/** A message without a sender: nobody could be answered. */
export const senderMissing = 'sender-missing';

/**
 * What a person wrote, pressed or sent; undefined where there is nothing to answer: reactions,
 * groups, changed numbers. What cannot be read (polls, stickers, unsupported) is an empty text.
 */
export function readCloudMessage(
  message: CloudMessage,
  contacts: ContactsById,
): InboundMessage | typeof senderMissing | undefined {
  if (wordless.includes(message.type) || message.group_id !== undefined) return undefined;
  const sender = senderIn(message, contacts);
  if (!sender) return senderMissing;
  const media = mediaOf(message);
  return {
    key: message.id,
    account: 'whatsapp',
    ...sender,
    text: first(words, message) ?? cardText(message),
    ...momentOf(message),
    ...(media.length > 0 && { media }),
    ...pressOf(message),
  };
}
