import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import { randomSource } from './random-source.ts';

/** Everything derived from one SECRET_KEY: row encryption, blind index, token hashes. */
export interface Keyring {
  /**
   * Encrypts (AES-256-GCM). `place` names the row and column, e.g. `persons.nik|17`, and must be
   * the same when opened: a cipher text copied to another row does not decrypt.
   * Gives `v1.<key id>.<iv>.<cipher text>.<tag>`, parts in base64url.
   */
  seal(plain: string, place: string): string;
  /** Decrypts what `seal` made. @throws Error when the key, the place or the text is not the same. */
  open(sealed: string, place: string): string;
  /** The same for bytes: a line `v1.<key id>.<iv>.<tag>` in base64url, then the cipher text. */
  sealBytes(plain: Buffer, place: string): Buffer;
  /** Decrypts what `sealBytes` made. @throws Error when the key, the place or a byte is not the same. */
  openBytes(sealed: Buffer, place: string): Buffer;
  /** Keyed hash for equality search (HMAC-SHA-256, hex): `kind` keeps equal values of two kinds apart. */
  index(kind: string, value: string): string;
}

/** One named secret of 32 bytes. */
export interface Secret {
  readonly id: string;
  readonly key: Buffer;
}

interface DerivedKey {
  readonly encryption: KeyObject;
  readonly index: KeyObject;
}

function derive(secret: Secret): DerivedKey {
  const part = (purpose: string): KeyObject =>
    createSecretKey(Buffer.from(hkdfSync('sha256', secret.key, '', `sapakerja/${purpose}`, 32)));
  return { encryption: part('encryption'), index: part('index') };
}

/** 96 bits for one cipher text, never given twice (NIST SP 800-38D, 8.2.2). */
const freshIv = randomSource(12);

function sealWith(id: string, key: KeyObject, plain: string, place: string): string {
  const iv = freshIv();
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(place));
  const text = cipher.update(plain, 'utf8', 'base64url') + cipher.final('base64url');
  return `v1.${id}.${iv.toString('base64url')}.${text}.${cipher.getAuthTag().toString('base64url')}`;
}

function openWith(keys: ReadonlyMap<string, DerivedKey>, sealed: string, place: string): string {
  const [version, id = '', iv = '', text = '', tag = ''] = sealed.split('.');
  const key = keys.get(id);
  if (version !== 'v1' || !key) throw new Error(`no key for this cipher text (key id ${id})`);
  const nonce = Buffer.from(iv, 'base64url');
  // Without the length a cut tag would do: four bytes of it can be guessed.
  const decipher = createDecipheriv('aes-256-gcm', key.encryption, nonce, { authTagLength: 16 })
    .setAAD(Buffer.from(place))
    .setAuthTag(Buffer.from(tag, 'base64url'));
  return (
    decipher.update(Buffer.from(text, 'base64url'), undefined, 'utf8') + decipher.final('utf8')
  );
}

function sealBytesWith(id: string, key: KeyObject, plain: Buffer, place: string): Buffer {
  const iv = freshIv();
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(place));
  const bytes = Buffer.concat([cipher.update(plain), cipher.final()]);
  const head = [iv, cipher.getAuthTag()].map((part) => part.toString('base64url'));
  return Buffer.concat([Buffer.from(`v1.${id}.${head.join('.')}\n`), bytes]);
}

function openBytesWith(
  keys: ReadonlyMap<string, DerivedKey>,
  sealed: Buffer,
  place: string,
): Buffer {
  const end = sealed.indexOf('\n');
  const head = sealed.subarray(0, Math.max(0, end)).toString('latin1');
  const [version, id = '', iv = '', tag = ''] = head.split('.');
  const key = keys.get(id);
  if (version !== 'v1' || !key) throw new Error(`no key for these bytes (key id ${id})`);
  const nonce = Buffer.from(iv, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key.encryption, nonce, { authTagLength: 16 })
    .setAAD(Buffer.from(place))
    .setAuthTag(Buffer.from(tag, 'base64url'));
  return Buffer.concat([decipher.update(sealed.subarray(end + 1)), decipher.final()]);
}

const secretsByRing = new WeakMap<Keyring, readonly [Secret, ...Secret[]]>();

/** What a keyring was opened with, so that another thread of this process opens the same. */
export function secretsOf(keys: Keyring): readonly [Secret, ...Secret[]] {
  const secrets = secretsByRing.get(keys);
  if (!secrets) throw new Error('this keyring was not opened here');
  return secrets;
}

/**
 * Opens a keyring. The first secret encrypts, all decrypt (rotation). The last, the oldest, indexes:
 * what is stored is found by it as long as it is there. HKDF-SHA-256 gives each purpose its own key.
 */
export function openKeyring(secrets: readonly [Secret, ...Secret[]]): Keyring {
  const [active] = secrets;
  const derived = new Map(secrets.map((secret) => [secret.id, derive(secret)]));
  const { encryption } = derive(active);
  const { index } = derive(secrets.at(-1) ?? active);
  const ring: Keyring = {
    seal: (plain, place) => sealWith(active.id, encryption, plain, place),
    open: (sealed, place) => openWith(derived, sealed, place),
    sealBytes: (plain, place) => sealBytesWith(active.id, encryption, plain, place),
    openBytes: (sealed, place) => openBytesWith(derived, sealed, place),
    index: (kind, value) => createHmac('sha256', index).update(`${kind}|${value}`).digest('hex'),
  };
  secretsByRing.set(ring, secrets);
  return ring;
}
