import type { MediaRef } from '../core/message.ts';
import {
  addAttachments,
  attachLoose,
  countAttachments,
  kindsOfLoose,
  type Sent,
} from '../store/attachments.ts';
import type { Db } from '../store/store.ts';
import { openPhrases } from './phrases.ts';

const phrase = openPhrases('attachments/words.yaml');

export type MediaKind = MediaRef['kind'];

/** A picture belongs to the question that is asked within the hour. */
const looseFor = 3_600_000;
/** Files of one contact in a day: a flood of pictures must not fill the disk. */
const perDay = 20;
const day = 24 * 3_600_000;

/**
 * Keeps what came with a message, to be fetched soon; gives their ids. Undefined: this contact has
 * sent too many today, and nothing was kept.
 */
export async function keepMedia(
  db: Db,
  sent: Sent,
  now: Date,
): Promise<readonly number[] | undefined> {
  const before = await countAttachments(db, sent.contactId, now.getTime() - day);
  if (before + sent.media.length > perDay) return undefined;
  return addAttachments(db, sent, now.getTime());
}

/** An album comes as a message for each picture, all within seconds. */
const albumFor = 60_000;

/** Whether this contact sent a picture just before: then one reply is enough. */
export async function sentLately(db: Db, contactId: number, now: Date): Promise<boolean> {
  return (await countAttachments(db, contactId, now.getTime() - albumFor)) > 0;
}

/** What a picture is called to its sender: `Foto`; of several the first. */
export const mediaName = ([kind = 'document']: readonly MediaKind[]): string => phrase(kind);

/** What stands in a matter's thread for pictures without words: `(mengirim foto, pesan suara)`. */
export function mediaWords(kinds: readonly MediaKind[]): string {
  const names = [...new Set(kinds)].map((kind) => phrase(kind).toLowerCase());
  return phrase('sent', { kiriman: names.join(', ') });
}

/** The words for what a contact sent within the last hour and no matter has; empty when nothing. */
export async function looseWords(db: Db, contactId: number, now: Date): Promise<string> {
  const kinds = await kindsOfLoose(db, contactId, now.getTime() - looseFor);
  return kinds.length > 0 ? mediaWords(kinds) : '';
}

/** Joins with an entry of a matter what its person sent within the last hour. */
export async function joinLoose(
  db: Db,
  contactId: number,
  entry: { readonly matterId: number; readonly entryId: number },
  now: Date,
): Promise<void> {
  await attachLoose(db, contactId, entry, now.getTime() - looseFor);
}
