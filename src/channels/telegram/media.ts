import { z } from 'zod';
import type { MediaRef } from '../../core/message.ts';
import { shorten } from '../shorten.ts';

const file = z.object({
  file_id: z.string().regex(/^[\w-]{1,400}$/),
  file_name: z.string().optional().catch(undefined),
  file_size: z.int().nonnegative().optional().catch(undefined),
});

/** A file that is described in a way we do not know is none; the message stays. */
const claimed = file.optional().catch(undefined);

/** The files of a message (https://core.telegram.org/bots/api#message); an animation is a document too. */
export const attached = z.object({
  photo: z.array(file).optional().catch(undefined),
  document: claimed,
  voice: claimed,
  audio: claimed,
  video: claimed,
  video_note: claimed,
});
type Attached = z.output<typeof attached>;

/** A name without what would break a page, a header or a path; it stays a claim of the sender. */
function nameOf(name: string | undefined): string | undefined {
  const clean = name?.replace(/[\p{C}/\\]/gu, '').trim();
  return clean ? shorten(clean, 120) : undefined;
}

function toRef(kind: MediaRef['kind'], { file_id: ref, ...rest }: z.output<typeof file>): MediaRef {
  const name = nameOf(rest.file_name);
  const size = rest.file_size;
  return { kind, ref, ...(name !== undefined && { name }), ...(size !== undefined && { size }) };
}

/** What came with a message. Of a photo Telegram lists the same picture in several sizes, the largest last. */
export function mediaOf(message: Attached): readonly MediaRef[] {
  const photo = message.photo?.at(-1);
  const found = [
    ['photo', photo],
    ['document', message.document],
    ['voice', message.voice],
    ['voice', message.audio],
    ['video', message.video],
    ['video', message.video_note],
  ] as const;
  return found.flatMap(([kind, one]) => (one ? [toRef(kind, one)] : []));
}
