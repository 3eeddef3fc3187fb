import type { InboundMessage, MediaRef } from '../../core/message.ts';
import { parseUrl } from '../../core/parse-url.ts';
import type { AccountName } from '../channel.ts';
import { placeText } from '../place.ts';
import { isPrintable, senderOf } from '../untrusted.ts';
import { firstOf, type Parameters } from './signature.ts';

/** A sender of ours and its address at Twilio: `+62...` or `whatsapp:+62...`. */
export interface Sender extends AccountName {
  readonly address: string;
}

/** `whatsapp:+62...` and `whatsapp:ID.4566...` without the name of the network. */
export const withoutPrefix = (address: string): string => address.replace(/^whatsapp:/, '');

/** The sender with this address; else, as an account may have several numbers, the one of its medium. */
export function senderAt(senders: readonly Sender[], address: string): Sender | undefined {
  const medium = address.startsWith('whatsapp:') ? 'whatsapp' : 'sms';
  return (
    senders.find((sender) => sender.address === address) ??
    senders.find((sender) => sender.medium === medium)
  );
}

/** A message as a webhook tells it (https://www.twilio.com/docs/messaging/guides/webhook-request). */
export interface Received {
  readonly MessageSid: string;
  readonly From: string;
  readonly To: string;
  /** A picture or a place has none. */
  readonly Body: string;
  readonly ButtonPayload?: string | undefined;
  readonly ListId?: string | undefined;
  readonly OriginalRepliedMessageSid?: string | undefined;
  readonly ExternalUserId?: string | undefined;
  readonly WaId?: string | undefined;
  readonly Latitude?: string | undefined;
  readonly Longitude?: string | undefined;
  readonly Label?: string | undefined;
  readonly Address?: string | undefined;
  readonly NumMedia?: string | undefined;
}

/** The message that the parameters tell; undefined when they tell none. By hand: every message comes this way. */
export function readReceived(parameters: Parameters): Received | undefined {
  const { MessageSid, From, To } = parameters;
  if (!isPrintable(MessageSid) || !isPrintable(From) || !isPrintable(To)) return undefined;
  if (withoutPrefix(From) === '') return undefined; // nobody could be answered
  return {
    MessageSid,
    From,
    To,
    Body: firstOf(parameters['Body']) ?? '',
    ButtonPayload: firstOf(parameters['ButtonPayload']),
    ListId: firstOf(parameters['ListId']),
    OriginalRepliedMessageSid: firstOf(parameters['OriginalRepliedMessageSid']),
    ExternalUserId: firstOf(parameters['ExternalUserId']),
    WaId: firstOf(parameters['WaId']),
    Latitude: firstOf(parameters['Latitude']),
    Longitude: firstOf(parameters['Longitude']),
    Label: firstOf(parameters['Label']),
    Address: firstOf(parameters['Address']),
    NumMedia: firstOf(parameters['NumMedia']),
  };
}

/** Twilio's own path of a file; only it is kept, so that no other server is ever asked for one. */
const filePath = /^\/2010-04-01\/Accounts\/AC\w{1,64}\/Messages\/\w{1,64}\/Media\/\w{1,64}$/;

const kindOf = (type: string): MediaRef['kind'] => {
  const [family] = type.split('/');
  if (family === 'image') return 'photo';
  if (family === 'audio') return 'voice';
  return family === 'video' ? 'video' : 'document';
};

/** The file at Twilio; undefined when it is none of Twilio's. */
export function fileAt(path: string, type: string): MediaRef | undefined {
  return filePath.test(path) ? { kind: kindOf(type), ref: path } : undefined;
}

const few = 10;

/** The files that a webhook names: `MediaUrl0`, `MediaContentType0` and so on. */
function filesOf({ NumMedia }: Received, parameters: Parameters): readonly MediaRef[] {
  const count = Math.min(few, Number(NumMedia ?? 0) || 0);
  return Array.from({ length: count }, (_, n) => {
    const url = parseUrl(firstOf(parameters[`MediaUrl${n}`]) ?? '');
    const type = firstOf(parameters[`MediaContentType${n}`]) ?? '';
    return url && fileAt(url.pathname, type);
  }).filter((file) => file !== undefined);
}

/** The number of who writes by WhatsApp, as address or beside it. */
const shownNumber = (from: string, digits = ''): string =>
  from.startsWith('+') || !/^\d{5,15}$/.test(digits) ? from : senderOf(`+${digits}`);

/** Who wrote by WhatsApp: the phone number where it is shown, and Meta's user id. */
function whatsappSender(from: string, { WaId, ExternalUserId = '' }: Partial<Received>) {
  const shown = shownNumber(from, WaId);
  const alias = withoutPrefix(ExternalUserId);
  const aliases = isPrintable(alias) && alias !== from ? [alias] : [];
  return {
    ...(shown.startsWith('+') && { phone: shown }),
    ...(aliases.length > 0 && { aliases }),
  };
}

/** What the message says: a press before the button's words, a place where there are none. */
function wordsOf({ ButtonPayload, ListId, Body, Latitude, Longitude, Label, Address }: Received) {
  const pressed = ButtonPayload ?? ListId;
  if (pressed !== undefined) return pressed;
  const [latitude, longitude] = [Number(Latitude ?? Number.NaN), Number(Longitude ?? Number.NaN)];
  if (Body !== '' || Number.isNaN(latitude) || Number.isNaN(longitude)) return Body;
  return placeText({ latitude, longitude, name: Label, address: Address });
}

/** A message as the gateway takes it; `parameters` are all that came. */
export function toInbound(
  sender: Sender,
  message: Received,
  parameters: Parameters,
): InboundMessage {
  const from = senderOf(withoutPrefix(message.From));
  const media = filesOf(message, parameters);
  const pressed = message.ButtonPayload ?? message.ListId;
  const repliedTo = message.OriginalRepliedMessageSid;
  const pressedOn = pressed !== undefined && isPrintable(repliedTo) ? repliedTo : undefined;
  return {
    account: sender.name,
    key: message.MessageSid,
    from,
    text: wordsOf(message),
    ...(sender.medium === 'whatsapp' && whatsappSender(from, message)),
    ...(media.length > 0 && { media }),
    ...(pressedOn !== undefined && { pressedOn }),
  };
}
