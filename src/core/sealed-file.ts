import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { deriveKey, nameOfSecret } from './derived-key.ts';

/*
 * A file that is sealed in pieces, so that none of it is ever whole in memory: AES-256-GCM with the
 * construction STREAM (Hoang, Reyhanitabar, Rogaway, Vizar 2015; age does the same). The nonce of a
 * piece counts, and its last byte says whether it is the last one: a piece that is left out, moved,
 * doubled or cut off does not open. Each file has its own key, so that no nonce comes twice.
 */

/** What a sealed file begins with, readable: what it is, which secret opens it, its salt. */
const format = 'SAPAKERJA-BACKUP 1';

const pieceSize = 64 * 1024;
const tagSize = 16;
const saltSize = 32;
/** The first line is always as long: format, eight digits of the secret's name, the salt. */
const headSize = `${format} 12345678 ${Buffer.alloc(saltSize).toString('base64url')}\n`.length;

/** not-ours: another kind of file; newer: of a later version; wrong-key; damaged: cut or changed. */
export type SealFault = 'not-ours' | 'newer' | 'wrong-key' | 'damaged';

/** Why a sealed file does not open. */
export class SealError extends Error {
  override readonly name = 'SealError';
  readonly fault: SealFault;
  /** The name of the secret that it was sealed with, where that is known. */
  readonly secretName: string;

  constructor(fault: SealFault, secretName = '') {
    super(fault);
    this.fault = fault;
    this.secretName = secretName;
  }
}

function nonceOf(number: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(number, 5, 6);
  nonce.writeUInt8(isLast ? 1 : 0, 11);
  return nonce;
}

/** A piece's place: the file it is of, its number, whether it is the last. */
interface Place {
  readonly key: Buffer;
  readonly head: Buffer;
  readonly number: number;
  readonly isLast: boolean;
}

function sealPiece(plain: Buffer, { key, head, number, isLast }: Place): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(number, isLast)).setAAD(head);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function openPiece(sealed: Buffer, { key, head, number, isLast }: Place): Buffer {
  const end = sealed.length - tagSize;
  if (end < 0) throw new SealError('damaged');
  const nonce = nonceOf(number, isLast);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagSize })
    .setAAD(head)
    .setAuthTag(sealed.subarray(end));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, end)), decipher.final()]);
  } catch {
    throw new SealError('damaged');
  }
}

/** Cuts a stream into pieces of a size; says of each whether it is the last one. */
async function* cut(
  source: AsyncIterable<Buffer>,
  size: number,
): AsyncGenerator<{ piece: Buffer; isLast: boolean }> {
  let kept: Buffer[] = [];
  let length = 0;
  for await (const part of source) {
    kept.push(part);
    length += part.length;
    if (length <= size) continue; // one byte more must be there: else it may be the last one
    let rest = Buffer.concat(kept);
    for (; rest.length > size; rest = rest.subarray(size))
      yield { piece: rest.subarray(0, size), isLast: false };
    kept = [rest];
    length = rest.length;
  }
  yield { piece: Buffer.concat(kept), isLast: true };
}

/** Seals what comes; for `stream.pipeline`. `secret` has 32 bytes. */
export function sealStream(secret: Buffer) {
  return async function* (source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const salt = randomBytes(saltSize);
    const key = deriveKey(secret, 'backup', salt);
    const head = Buffer.from(`${format} ${nameOfSecret(secret)} ${salt.toString('base64url')}\n`);
    yield head;
    let number = 0;
    for await (const { piece, isLast } of cut(source, pieceSize)) {
      yield sealPiece(piece, { key, head, number, isLast });
      number += 1;
    }
  };
}

/** The key of a file, by its first line. @throws SealError */
function keyOf(head: Buffer, secrets: readonly Buffer[]): Buffer {
  const [, version, name = '', salt = ''] =
    /^SAPAKERJA-BACKUP (\d+) ([0-9a-f]{8}) ([\w-]{43})\n$/.exec(head.toString('latin1')) ?? [];
  if (version === undefined) {
    const later = /^SAPAKERJA-BACKUP (?!1 )\d/.test(head.toString('latin1'));
    throw new SealError(later ? 'newer' : 'not-ours');
  }
  if (version !== '1') throw new SealError('newer');
  const secret = secrets.find((one) => nameOfSecret(one) === name);
  if (!secret) throw new SealError('wrong-key', name);
  return deriveKey(secret, 'backup', Buffer.from(salt, 'base64url'));
}

/** The first bytes of a stream, and all that follows. @throws SealError when there are fewer */
async function takeHead(source: AsyncIterator<Buffer>): Promise<{ head: Buffer; rest: Buffer }> {
  let bytes = Buffer.alloc(0);
  while (bytes.length < headSize) {
    const next = await source.next();
    if (next.done === true) throw new SealError(bytes.includes(format) ? 'damaged' : 'not-ours');
    bytes = Buffer.concat([bytes, next.value]);
  }
  return { head: bytes.subarray(0, headSize), rest: bytes.subarray(headSize) };
}

/** Opens what `sealStream` made, with whichever of these secrets it was sealed by. @throws SealError */
export function openStream(secrets: readonly Buffer[]) {
  return async function* (source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const parts = source[Symbol.asyncIterator]();
    const { head, rest } = await takeHead(parts);
    const key = keyOf(head, secrets);
    async function* sealed(): AsyncGenerator<Buffer> {
      yield rest;
      for (let next = await parts.next(); next.done !== true; next = await parts.next())
        yield next.value;
    }
    let number = 0;
    for await (const { piece, isLast } of cut(sealed(), pieceSize + tagSize)) {
      yield openPiece(piece, { key, head, number, isLast });
      number += 1;
    }
  };
}
