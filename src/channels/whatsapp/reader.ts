import type { WAMessage, WAMessageUpdate } from '@whiskeysockets/baileys';
import type { ChannelEvent, DeliveryReport, InboundMessage } from '../../core/message.ts';
import { readContent, type Said } from './content.ts';
import { identityOf, personJid, type Identity } from './jid.ts';
import type { UnreadList } from './unread.ts';

/** What is known beside the message itself. */
export interface Surroundings {
  readonly unread: UnreadList;
  /** Whether we sent it ourselves, by this id. */
  readonly isOurs: (id: string) => Promise<boolean>;
  /** The phone's id behind one that hides it, where WhatsApp told it before. */
  readonly phoneJid: (lid: string) => Promise<string | undefined>;
  /** Our own ids: what they write to themselves is a note. */
  readonly isSelf: (jid: string) => boolean;
}

/** A message with its address read. */
interface Addressed {
  readonly message: WAMessage;
  readonly id: string;
  readonly jid: string;
  /** The other id of the same person. */
  readonly other: string | undefined;
  readonly identity: Identity;
}

/** Who wrote, or whom was written to; undefined for groups, status, channels and notes to oneself. */
async function addressOf(
  { phoneJid, isSelf }: Surroundings,
  message: WAMessage,
): Promise<Addressed | undefined> {
  const { remoteJid, remoteJidAlt, id } = message.key;
  const jid = personJid(remoteJid);
  if (jid === undefined || !id || isSelf(jid)) return undefined;
  const told = personJid(remoteJidAlt);
  const known = jid.endsWith('@lid') ? await phoneJid(jid) : undefined;
  const other = [told, personJid(known)].find((each) => each !== undefined && !isSelf(each));
  return { message, id, jid, other, identity: identityOf(jid, other) };
}

/** Baileys' sign of a message that it could not decrypt: WAProto WebMessageInfo.StubType CIPHERTEXT. */
const isCiphertext = ({ message, messageStubType }: WAMessage): boolean =>
  !message && Number(messageStubType) === 2;

function momentOf({ messageTimestamp }: WAMessage): { readonly at?: string } {
  const seconds = Number(messageTimestamp ?? 0);
  return seconds > 0 && seconds < 1e11 ? { at: new Date(seconds * 1000).toISOString() } : {};
}

/** The same message may come again under the person's other id. */
function keysOf({ jid, other, id }: Addressed): Pick<InboundMessage, 'key' | 'sameAs'> {
  const key = `${jid} ${id}`;
  return other === undefined || other === jid ? { key } : { key, sameAs: [`${other} ${id}`] };
}

function toMessage(addressed: Addressed, { text, media }: Said): ChannelEvent {
  const { userId, phone, aliases } = addressed.identity;
  return {
    kind: 'message',
    ...keysOf(addressed),
    from: userId,
    text,
    ...momentOf(addressed.message),
    ...(media.length > 0 && { media }),
    ...(phone !== undefined && { phone }),
    ...(aliases.length > 0 && { aliases }),
  };
}

/** What an officer typed on the paired phone, or another of its devices; not the echo of our own. */
async function officerWords(
  { isOurs }: Surroundings,
  addressed: Addressed,
): Promise<readonly ChannelEvent[]> {
  const { message, id, identity } = addressed;
  const said = readContent(message.message);
  if (!said || (await isOurs(id))) return [];
  const { key } = keysOf(addressed);
  return [{ kind: 'officer-words', key, to: identity.userId, text: said.text }];
}

async function personsWords(
  { unread }: Surroundings,
  addressed: Addressed,
): Promise<readonly ChannelEvent[]> {
  const { key, sameAs = [] } = keysOf(addressed);
  const { userId: from, phone } = addressed.identity;
  if (isCiphertext(addressed.message)) {
    await unread.note({ key, from, ...(phone !== undefined && { phone }) });
    return [];
  }
  const said = readContent(addressed.message.message);
  if (!said) return [];
  for (const each of [key, ...sameAs]) await unread.found(each);
  return [toMessage(addressed, said)];
}

/** What a message means to us; nothing for what no person said to the office. */
export async function readMessage(
  around: Surroundings,
  message: WAMessage,
): Promise<readonly ChannelEvent[]> {
  const addressed = await addressOf(around, message);
  if (!addressed) return [];
  return message.key.fromMe ? officerWords(around, addressed) : personsWords(around, addressed);
}

/** WAProto WebMessageInfo.Status; PENDING (1) says nothing. */
const statuses: Readonly<Record<number, DeliveryReport['status']>> = {
  0: 'failed',
  2: 'sent',
  3: 'delivered',
  4: 'read',
  5: 'read',
};

/** The error's number, where WhatsApp told one. */
function codeOf({ messageStubParameters }: WAMessageUpdate['update']): { readonly code?: string } {
  const [code] = (messageStubParameters ?? []) as unknown[];
  return typeof code === 'string' && /^\d{3}$/.test(code) ? { code } : {};
}

/**
 * What became of a message of ours; nothing when a change is about something else. Baileys tells of
 * groups by `message-receipt.update`, of one person only here (messages-recv.js, handleReceipt).
 */
export function readUpdate({ key, update }: WAMessageUpdate): readonly ChannelEvent[] {
  const status = statuses[update.status ?? -1];
  if (!key.fromMe || !key.id || status === undefined || !personJid(key.remoteJid)) return [];
  const report = { kind: 'report', providerId: key.id, status } as const;
  return [status === 'failed' ? { ...report, ...codeOf(update) } : report];
}
