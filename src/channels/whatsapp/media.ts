import { createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { SendError } from '../../core/errors.ts';
import { parseUrl } from '../../core/parse-url.ts';
import { errorFromNetwork, errorFromStatus } from '../from-http-status.ts';
import type { Outside } from '../kind.ts';
import { readJson } from '../untrusted.ts';

/*
 * Files lie encrypted on WhatsApp's servers; the message holds the key. We decrypt ourselves: Baileys
 * does not compare the file's MAC, and reads files of any length.
 */

/** The name that the keys of a file are derived with. */
type FileType = 'Image' | 'Video' | 'Audio' | 'Document';

/** What a message says of its file. */
export interface EncryptedFile {
  readonly mediaKey?: Uint8Array | null;
  readonly directPath?: string | null;
  readonly url?: string | null;
  readonly fileLength?: number | { toString(): string } | null;
}

const stored = z.object({
  type: z.enum(['Image', 'Video', 'Audio', 'Document']),
  key: z.base64().length(44), // 32 bytes
  path: z.string().max(2000).optional(),
  url: z.string().max(2000).optional(),
});
type Stored = z.output<typeof stored>;

/** What is kept of a file to fetch it later, and its size; undefined when the message lacks a part of it. */
export function mediaRef(
  type: FileType,
  { mediaKey, directPath, url, fileLength }: EncryptedFile,
): { readonly ref: string; readonly size?: number } | undefined {
  const key = mediaKey ? Buffer.from(mediaKey).toString('base64') : '';
  const read = stored.safeParse({
    type,
    key,
    ...(directPath ? { path: directPath } : {}),
    ...(url ? { url } : {}),
  });
  if (!read.success) return undefined;
  const size = Number(fileLength ?? 0);
  return { ref: JSON.stringify(read.data), ...(size > 0 && { size }) };
}

const refused = (providerCode: string): SendError =>
  new SendError('refused', { retryable: false, providerCode });

const mediaHost = 'https://mmg.whatsapp.net';

/** The address is the sender's word: only WhatsApp's own servers are asked. */
function atWhatsapp({ path, url }: Stored): string | undefined {
  if (path?.startsWith('/')) return `${mediaHost}${path}`;
  const given = new URL(url ?? mediaHost);
  const isTheirs = given.protocol === 'https:' && given.hostname.endsWith('.whatsapp.net');
  return isTheirs ? given.href : undefined;
}

/** Where the file lies: at WhatsApp, or at the server that stands in for it. @throws SendError */
function addressOf(file: Stored, standIn: string | undefined): string {
  const { url } = file;
  const given = url === undefined ? undefined : parseUrl(url);
  if (url !== undefined && !given) throw refused('file-elsewhere');
  const isStandIn = standIn !== undefined && given?.host === new URL(standIn).host;
  const address = isStandIn ? url : atWhatsapp(file);
  if (address === undefined) throw refused('file-elsewhere');
  return address;
}

/** Of the file, its MAC at the end and the padding, 10 and at most 16 bytes. */
const overhead = 26;

async function readUpTo(response: Response, limit: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > limit) throw refused('file-too-large');
  }
  return Buffer.concat(chunks);
}

async function download(outside: Outside, url: string, limit: number): Promise<Buffer> {
  try {
    const response = await outside.fetch(url, {
      redirect: 'manual',
      headers: { origin: 'https://web.whatsapp.com' },
      signal: AbortSignal.timeout(outside.timeout),
    });
    if (response.status === 404 || response.status === 410) throw refused('file-gone');
    if (!response.ok) throw errorFromStatus(response.status);
    return await readUpTo(response, limit + overhead);
  } catch (error) {
    throw error instanceof SendError ? error : errorFromNetwork(error);
  }
}

/** @throws SendError when the file is not what the sender's key encrypted */
function decrypt(file: Buffer, { type, key }: Stored): Buffer {
  const secret = Buffer.from(key, 'base64');
  const keys = Buffer.from(hkdfSync('sha256', secret, '', `WhatsApp ${type} Keys`, 112));
  const [iv, cipherKey, macKey] = [
    keys.subarray(0, 16),
    keys.subarray(16, 48),
    keys.subarray(48, 80),
  ];
  const text = file.subarray(0, -10);
  const mac = createHmac('sha256', macKey).update(iv).update(text).digest().subarray(0, 10);
  if (file.length < 26 || !timingSafeEqual(mac, file.subarray(-10))) throw refused('file-changed');
  const decipher = createDecipheriv('aes-256-cbc', cipherKey, iv);
  return Buffer.concat([decipher.update(text), decipher.final()]);
}

/**
 * The bytes of a file, at most `limit` of them. `standIn` is the server that stands in for WhatsApp's.
 * @throws SendError `refused` when it is gone, too large, changed or lies elsewhere
 */
export async function fetchFile(
  outside: Outside,
  file: { readonly ref: string; readonly standIn: string | undefined },
  limit: number,
): Promise<Buffer> {
  const read = stored.safeParse(readJson(file.ref));
  if (!read.success) throw refused('file-unknown');
  const bytes = await download(outside, addressOf(read.data, file.standIn), limit);
  const plain = decrypt(bytes, read.data);
  if (plain.length > limit) throw refused('file-too-large');
  return plain;
}
