import type { MediaRef } from '../core/message.ts';
import { keepMedia, sentLately, type MediaKind } from '../services/attachments.ts';
import { kindsOfInbound } from '../store/attachments.ts';
import type { Sender } from '../store/contacts.ts';
import type { Db } from '../store/store.ts';

/** What came with a message besides words. */
export interface HeardMedia {
  readonly kinds: readonly MediaKind[];
  /** Of the rows that are kept; none when there were too many today. */
  readonly ids: readonly number[];
  /** Too many of this contact today: these are not kept. */
  readonly full: boolean;
  /** One of several sent together: phones send an album as a message each. */
  readonly again: boolean;
}

/** Keeps what came with a message; undefined when nothing did. */
export async function hearMedia(
  db: Db,
  { sender, media }: { readonly sender: Sender; readonly media: readonly MediaRef[] },
  now: Date,
): Promise<HeardMedia | undefined> {
  if (media.length === 0) return undefined;
  const { accountId, contactId } = sender;
  const again = await sentLately(db, contactId, now);
  const ids = await keepMedia(db, { accountId, contactId, media }, now);
  const kinds = media.map(({ kind }) => kind);
  return { kinds, ids: ids ?? [], full: ids === undefined, again };
}

/** The same of a message that is tried again. */
export async function mediaOf(db: Db, inboundId: number): Promise<HeardMedia | undefined> {
  const kinds = await kindsOfInbound(db, inboundId);
  return kinds.length === 0 ? undefined : { kinds, ids: [], full: false, again: false };
}
