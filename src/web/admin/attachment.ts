import type { Response } from 'express';
import { openMatterFile, type OpenedFile } from '../../services/matter-file-look.ts';
import type { AdminAnswer, AdminCall } from './route.ts';

/** First and last byte of a part, both included. */
export interface Part {
  readonly from: number;
  readonly to: number;
}

function within(from: number, to: number, size: number): Part | 'none' {
  const part = { from: Math.max(0, from), to: Math.min(to, size - 1) };
  return part.from <= part.to ? part : 'none';
}

/**
 * The part that a `Range` asks for (RFC 9110 section 14.2, one range of bytes): players of sound and
 * film ask for parts. Undefined: the whole; `none`: there is no such part.
 */
export function partOf(header: string | undefined, size: number): Part | 'none' | undefined {
  const [, end] = /^bytes=-(\d{1,12})$/.exec(header ?? '') ?? [];
  if (end !== undefined) return within(size - Number(end), size - 1, size);
  const [, first, last] = /^bytes=(\d{1,12})-(\d{0,12})$/.exec(header ?? '') ?? [];
  return first === undefined ? undefined : within(Number(first), Number(last || size - 1), size);
}

/**
 * Nothing of a file may run, be framed, be guessed at or stay in a cache: it came from anybody. Only
 * what a browser shows without a script is shown in place.
 */
function headersOf({ view, type }: OpenedFile): Readonly<Record<string, string>> {
  const inPlace = view.shown !== 'paper' && view.shown !== null;
  const ascii = view.name.normalize('NFKD').replaceAll(/[^\w. -]/gu, '');
  const encoded = encodeURIComponent(view.name).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  const disposition = inPlace ? 'inline' : 'attachment';
  return {
    'content-type': type,
    'content-disposition': `${disposition}; filename="${ascii}"; filename*=UTF-8''${encoded}`,
    'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'accept-ranges': 'bytes',
  };
}

function send(response: Response, file: OpenedFile, range: string | undefined): void {
  const { bytes } = file;
  const part = partOf(range, bytes.length);
  response.set(headersOf(file));
  if (part === 'none') {
    response.status(416).set('content-range', `bytes */${bytes.length}`).end();
    return;
  }
  const { from, to } = part ?? { from: 0, to: bytes.length - 1 };
  if (part) response.status(206).set('content-range', `bytes ${from}-${to}/${bytes.length}`);
  response.set('content-length', String(to - from + 1)).end(bytes.subarray(from, to + 1));
}

/** A picture, paper or voice that a person sent to a matter which this officer may see. */
export async function streamFile(call: AdminCall): Promise<AdminAnswer | undefined> {
  const { number = '', id = '' } = call.params;
  const { files } = call.parts;
  const file = files && (await openMatterFile(call.db, files, { number, id }, call));
  return file && { stream: (response) => send(response, file, response.req.headers.range) };
}
