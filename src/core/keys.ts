import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import { randomSource } from './random-source.ts';

/** Row encryption, blind index and token hashes, by the secrets of an office. */
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

/** One named secret of 32 bytes: SECRET_KEY, or one of SECRET_KEYS. */
export interface Secret {
  readonly id: string;
  readonly key: Buffer;
}

/** What a keyring works with. */
export interface Ring {
  /** The first encrypts, all decrypt. */
  readonly secrets: readonly [Secret, ...Secret[]];
  /**
   * What blind indexes and token hashes are made with (32 bytes). It is kept in the database, sealed
   * by the ring, and outlives every secret; left out: derived from the last of them, the oldest.
   */
  readonly indexKey?: Buffer;
}

/** HKDF-SHA-256 gives each purpose its own key. */
const derive = ({ key }: Secret, purpose: 'encryption' | 'index'): Buffer =>
  Buffer.from(hkdfSync('sha256', key, '', `sapakerja/${purpose}`, 32));

/** The index key of an office that has none of its own yet: what is stored is found by it. */
export const firstIndexKey = ({ secrets: [first, ...others] }: Ring): Buffer =>
  derive(others.at(-1) ?? first, 'index');

/** A ring, ready for use. */
interface State {
  readonly ring: Ring;
  readonly active: string;
  readonly encryption: KeyObject;
  readonly decryption: ReadonlyMap<string, KeyObject>;
  readonly index: KeyObject;
}

const named = (secret: Secret): [string, KeyObject] => [
  secret.id,
  createSecretKey(derive(secret, 'encryption')),
];

function stateOf(ring: Ring): State {
  const { secrets, indexKey = firstIndexKey(ring) } = ring;
  const [active, encryption] = named(secrets[0]);
  const decryption = new Map(secrets.map(named));
  return { ring, active, encryption, decryption, index: createSecretKey(indexKey) };
}

/** 96 bits for one cipher text, never given twice (NIST SP 800-38D, 8.2.2). */
const freshIv = randomSource(12);

/** What a cipher text is bound to. */
const bytesOf = (place: string): Buffer => Buffer.from(place);

function sealWith(id: string, key: KeyObject, plain: string, place: string): string {
  const iv = freshIv();
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(bytesOf(place));
  const text = cipher.update(plain, 'utf8');
  cipher.final(); // a stream cipher: all is out
  const parts = [iv, text, cipher.getAuthTag()].map((part) => part.toString('base64url'));
  return `v1.${id}.${parts.join('.')}`;
}

function openWith(keys: State['decryption'], sealed: string, place: string): string {
  const [version, id = '', iv = '', text = '', tag = ''] = sealed.split('.');
  const key = keys.get(id);
  if (version !== 'v1' || !key) throw new Error(`no key for this cipher text (key id ${id})`);
  const nonce = Buffer.from(iv, 'base64url');
  // Without the length a cut tag would do: four bytes of it can be guessed.
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 })
    .setAAD(bytesOf(place))
    .setAuthTag(Buffer.from(tag, 'base64url'));
  const plain = decipher.update(text, 'base64url');
  decipher.final(); // throws when anything is not the same; a stream cipher: all is out
  return plain.toString('utf8');
}

function sealBytesWith(id: string, key: KeyObject, plain: Buffer, place: string): Buffer {
  const iv = freshIv();
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(bytesOf(place));
  const bytes = Buffer.concat([cipher.update(plain), cipher.final()]);
  const head = [iv, cipher.getAuthTag()].map((part) => part.toString('base64url'));
  return Buffer.concat([Buffer.from(`v1.${id}.${head.join('.')}\n`), bytes]);
}

function openBytesWith(keys: State['decryption'], sealed: Buffer, place: string): Buffer {
  const end = sealed.indexOf('\n');
  const head = sealed.subarray(0, Math.max(0, end)).toString('latin1');
  const [version, id = '', iv = '', tag = ''] = head.split('.');
  const key = keys.get(id);
  if (version !== 'v1' || !key) throw new Error(`no key for these bytes (key id ${id})`);
  const nonce = Buffer.from(iv, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 })
    .setAAD(bytesOf(place))
    .setAuthTag(Buffer.from(tag, 'base64url'));
  return Buffer.concat([decipher.update(sealed.subarray(end + 1)), decipher.final()]);
}

/** The id of the key that a cipher text, or the beginning of sealed bytes, was made with; undefined: it is neither. */
export function keyIdOf(sealed: string): string | undefined {
  return /^v1\.([\w-]+)\./.exec(sealed)?.[1];
}

/** By keyring: what it works with now. */
const held = new WeakMap<Keyring, { now: State }>();

function holderOf(keys: Keyring): { now: State } {
  const holder = held.get(keys);
  if (!holder) throw new Error('this keyring was not opened here');
  return holder;
}

/** What a keyring works with now, so that another thread of this process opens the same. */
export const ringOf = (keys: Keyring): Ring => holderOf(keys).now.ring;

/** The id of the key that encrypts. */
export const activeKey = (keys: Keyring): string => holderOf(keys).now.active;

/** From now on this keyring works with another ring: keys are changed while it is in use. */
export function changeRing(keys: Keyring, ring: Ring): void {
  holderOf(keys).now = stateOf(ring);
}

/** Opens a keyring. */
export function openKeyring(secrets: Ring['secrets']): Keyring {
  const state = { now: stateOf({ secrets }) };
  const keys: Keyring = {
    seal: (plain, place) => sealWith(state.now.active, state.now.encryption, plain, place),
    open: (sealed, place) => openWith(state.now.decryption, sealed, place),
    sealBytes: (plain, place) =>
      sealBytesWith(state.now.active, state.now.encryption, plain, place),
    openBytes: (sealed, place) => openBytesWith(state.now.decryption, sealed, place),
    index: (kind, value) =>
      createHmac('sha256', state.now.index).update(`${kind}|${value}`).digest('hex'),
  };
  held.set(keys, state);
  return keys;
}
