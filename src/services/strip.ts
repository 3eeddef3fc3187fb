import { stripJpeg } from './strip-jpeg.ts';
import { stripMovie } from './strip-movie.ts';
import { stripPng } from './strip-png.ts';
import { stripWebp } from './strip-webp.ts';

type Strip = (file: Buffer) => Buffer | undefined;

const strips: Readonly<Record<string, Strip>> = {
  'image/jpeg': stripJpeg,
  'image/png': stripPng,
  'image/webp': stripWebp,
  'audio/mp4': stripMovie,
  'audio/x-m4a': stripMovie,
  'video/mp4': stripMovie,
};

/**
 * A file of this type without what tells where and when it was made: a photo of a complaint names the
 * house it was taken in. Undefined when it is broken; other types stay as they are.
 */
export function strip(type: string, file: Buffer): Buffer | undefined {
  const own = Object.hasOwn(strips, type) ? strips[type] : undefined;
  return own ? own(file) : file;
}
