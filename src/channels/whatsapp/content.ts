import type { proto } from '@whiskeysockets/baileys';
import type { MediaRef } from '../../core/message.ts';
import { placeText } from '../place.ts';
import { mediaRef, type EncryptedFile } from './media.ts';

type Content = proto.IMessage;

/** What a person said, whatever form it came in. */
export interface Said {
  readonly text: string;
  readonly media: readonly MediaRef[];
}

/** Forms that hold another message: disappearing, to be seen once, a document with a caption. */
const wrappings = [
  'ephemeralMessage',
  'viewOnceMessage',
  'viewOnceMessageV2',
  'viewOnceMessageV2Extension',
  'documentWithCaptionMessage',
  'editedMessage',
] as const;

/** Deeper than any of WhatsApp's own apps nests. */
const deepest = 5;

function unwrap(content: Content, depth = 0): Content {
  const inner = wrappings.map((name) => content[name]?.message).find(Boolean);
  return inner && depth < deepest ? unwrap(inner, depth + 1) : content;
}

/** Not words of a person: receipts of the protocol, reactions, keys of groups, votes, an empty wrapping. */
const silentForms = new Set<string>([
  ...wrappings,
  'protocolMessage',
  'reactionMessage',
  'encReactionMessage',
  'pollUpdateMessage',
  'senderKeyDistributionMessage',
  'keepInChatMessage',
  'pinInChatMessage',
  'messageContextInfo',
  'secretEncryptedMessage',
]);

const spoken = (content: Content): boolean =>
  Object.entries(content).some(([name, value]) => Boolean(value) && !silentForms.has(name));

/** A shared place; of one that moves, where it began. */
function placeIn(content: Content): string | undefined {
  const place: proto.Message.ILocationMessage | null | undefined =
    content.locationMessage ?? content.liveLocationMessage;
  const { degreesLatitude: latitude, degreesLongitude: longitude } = place ?? {};
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return undefined;
  const [name, address] = [place?.name, place?.address].map((said) => said ?? undefined);
  return placeText({ latitude, longitude, name, address });
}

/** Where words stand: typed, under a file, or what a pressed button or chosen line says to its reader. */
function wordsOf(content: Content): readonly (string | null | undefined)[] {
  return [
    content.conversation,
    content.extendedTextMessage?.text,
    ...[content.imageMessage, content.videoMessage, content.documentMessage].map(
      (file) => file?.caption,
    ),
    content.buttonsResponseMessage?.selectedDisplayText,
    content.templateButtonReplyMessage?.selectedDisplayText,
    content.listResponseMessage?.title,
    content.interactiveResponseMessage?.body?.text,
    placeIn(content),
  ];
}

/** Kinds of file, by the part of the message that carries them, and by the name their keys are derived with. */
const files = [
  { part: 'imageMessage', kind: 'photo', type: 'Image' },
  { part: 'videoMessage', kind: 'video', type: 'Video' },
  { part: 'audioMessage', kind: 'voice', type: 'Audio' },
  { part: 'documentMessage', kind: 'document', type: 'Document' },
] as const;

function attached(content: Content): readonly MediaRef[] {
  return files.flatMap(({ part, kind, type }) => {
    const file: (EncryptedFile & { fileName?: string | null }) | null | undefined = content[part];
    const media = file && mediaRef(type, file);
    if (!media) return [];
    return [{ kind, ...media, ...(file.fileName ? { name: file.fileName } : {}) }];
  });
}

/** What a message says; undefined when no person said anything. Text and files may both be empty: a sticker. */
export function readContent(content: Content | null | undefined): Said | undefined {
  if (!content) return undefined;
  const inner = unwrap(content);
  if (!spoken(inner)) return undefined;
  return { text: wordsOf(inner).find(Boolean) ?? '', media: attached(inner) };
}
