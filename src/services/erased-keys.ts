import { createHmac, timingSafeEqual } from 'node:crypto';
import { deriveKey, nameOfSecret } from '../core/derived-key.ts';

/*
 * What was erased is written down as keyed hashes: enough to find the same person in an old backup,
 * nothing that tells who it was. The key is derived from a secret of SECRET_KEYS for this purpose
 * alone, so that it stays the same when blind indexes change; each entry names its secret.
 */

/** One erasure as it stands in erased.log, a line each. */
export interface ErasedEntry {
  /** The same as of the row in the database: what has been erased there already is left alone. */
  readonly mark: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The name of the secret that hashed. */
  readonly key: string;
  readonly persons: readonly string[];
  readonly matters: readonly string[];
  /** Of the phone that asked. */
  readonly addresses: readonly string[];
  /** It was about everything of the phone, its messages too. */
  readonly everything: boolean;
  /** The number itself goes as well. */
  readonly release: boolean;
}

export type ErasedKind = 'person' | 'matter' | 'address';

/** Hashes with one secret. */
export interface ErasedHasher {
  readonly key: string;
  /** 128 bits of HMAC-SHA-256: two people alike in a list of millions are not to be expected. */
  hash(kind: ErasedKind, value: string): string;
  /** A line of the list, with a code that shows any change of it. */
  write(entry: ErasedEntry): string;
}

const codeOf = (key: Buffer, text: string): string =>
  createHmac('sha256', key).update(text).digest('base64url').slice(0, 22);

/** Hashes with this secret of 32 bytes. */
export function openHasher(secret: Buffer): ErasedHasher {
  const key = deriveKey(secret, 'erased');
  return {
    key: nameOfSecret(secret),
    hash: (kind, value) => codeOf(key, `${kind}|${value}`),
    write: (entry) => {
      const text = JSON.stringify(entry);
      return `${codeOf(key, `line|${text}`)} ${text}`;
    },
  };
}

/** cut: the end of a line that was being written when the power went; foreign: of a secret that is not there; changed. */
export type LineFault = 'cut' | 'foreign' | 'changed';

function parse(text: string): ErasedEntry | undefined {
  try {
    return JSON.parse(text) as ErasedEntry;
  } catch {
    return undefined;
  }
}

/** What a line says, or why it cannot be believed. */
export function readLine(line: string, secrets: readonly Buffer[]): ErasedEntry | LineFault {
  const [, code = '', text = ''] = /^([\w-]{22}) (\{.*\})$/.exec(line) ?? [];
  const entry = parse(text);
  if (!entry) return 'cut';
  const secret = secrets.find((one) => nameOfSecret(one) === entry.key);
  if (!secret) return 'foreign';
  const due = codeOf(deriveKey(secret, 'erased'), `line|${text}`);
  return timingSafeEqual(Buffer.from(due), Buffer.from(code)) ? entry : 'changed';
}
