/** How a file is shown: in the page, or only as a download. */
export type Shown = 'image' | 'audio' | 'video' | 'paper';

interface Allowed {
  readonly shown: Shown;
  readonly extension: string;
}

/**
 * Kinds of files that are kept, by media type. None of them can hold a script that a browser runs:
 * no SVG, no HTML, no office documents with macros.
 */
const allowed: Readonly<Record<string, Allowed>> = {
  'image/jpeg': { shown: 'image', extension: 'jpg' },
  'image/png': { shown: 'image', extension: 'png' },
  'image/webp': { shown: 'image', extension: 'webp' },
  'application/pdf': { shown: 'paper', extension: 'pdf' },
  'audio/ogg': { shown: 'audio', extension: 'ogg' },
  'audio/mpeg': { shown: 'audio', extension: 'mp3' },
  'audio/mp4': { shown: 'audio', extension: 'm4a' },
  'audio/x-m4a': { shown: 'audio', extension: 'm4a' },
  'video/mp4': { shown: 'video', extension: 'mp4' },
};

/** How a kept type is shown; undefined when it is none that is kept. */
export const shownAs = (type: string): Allowed | undefined =>
  Object.hasOwn(allowed, type) ? allowed[type] : undefined;

/** The media type of a file by its content, whatever its name says; undefined when it is not taken. */
export async function typeOf(bytes: Buffer): Promise<string | undefined> {
  const { fileTypeFromBuffer } = await import('file-type');
  // A broken file may make the reader throw: it is none of ours then.
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined);
  const [type = ''] = found?.mime.split(';') ?? [];
  return shownAs(type) && type;
}
