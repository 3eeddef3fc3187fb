import { createPublicKey, verify } from 'node:crypto';
import { createRequire } from 'node:module';
import { ConfigError } from '../../core/errors.ts';

/*
 * Baileys 7.0.0-rc14 asks libsignal 6.0.0 whether a signature is right, and takes every answer but an
 * exception for a yes; libsignal says no by `false`. So every signature passed: of the server's
 * certificate, of the phone that is paired. libsignal itself never checks the signature of a person's
 * pre-key. Both are replaced by a check of our own, on OpenSSL's Ed25519.
 */

/** The part of Baileys that signs and checks; its own code calls it by this object at every use. */
export interface Curve {
  generateKeyPair(): { readonly public: Uint8Array; readonly private: Uint8Array };
  sign(privateKey: Uint8Array, message: Uint8Array): Uint8Array;
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
}

const p = 2n ** 255n - 19n;

/** Before the 32 bytes of an Ed25519 key in DER (RFC 8410 section 4). */
const derPrefix = Buffer.from('302a300506032b6570032100', 'hex');

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let square = base % p, left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % p;
    square = (square * square) % p;
  }
  return result;
}

const fromLittleEndian = (bytes: Uint8Array): bigint =>
  BigInt(`0x${Buffer.from(bytes.toReversed()).toString('hex')}`);

const toLittleEndian = (value: bigint): Buffer =>
  Buffer.from(Buffer.from(value.toString(16).padStart(64, '0'), 'hex').toReversed());

/** The Edwards form of an X25519 key: y = (u - 1) / (u + 1) (RFC 7748 section 4.1); undefined when there is none. */
function edwardsKey(montgomery: Uint8Array): Buffer | undefined {
  const u = fromLittleEndian(montgomery);
  if (u >= p || u === p - 1n) return undefined;
  return toLittleEndian(((u + p - 1n) * power(u + 1n, p - 2n)) % p);
}

/** The key without the byte that says which curve it is of. */
const withoutType = (key: Uint8Array): Uint8Array =>
  key.length === 33 && key[0] === 5 ? key.subarray(1) : key;

/**
 * Whether the holder of this X25519 key signed the message: XEdDSA, which signs with Ed25519 and keeps
 * the sign of the key in the highest bit (https://signal.org/docs/specifications/xeddsa/). Never throws.
 */
export function isSignedBy(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const key = withoutType(publicKey);
  const edwards = key.length === 32 ? edwardsKey(key) : undefined;
  if (!edwards || signature.length !== 64) return false;
  const plain = Buffer.from(signature);
  edwards[31] = (edwards[31] ?? 0) | ((plain[63] ?? 0) & 0x80);
  plain[63] = (plain[63] ?? 0) & 0x7f;
  const der = Buffer.concat([derPrefix, edwards]);
  try {
    return verify(null, message, createPublicKey({ key: der, format: 'der', type: 'spki' }), plain);
  } catch {
    return false; // a point that is not on the curve
  }
}

function flipped(bytes: Uint8Array): Buffer {
  const copy = Buffer.from(bytes);
  copy[7] = (copy[7] ?? 0) ^ 1;
  return copy;
}

/** Whether it takes what is signed, and nothing that was changed. */
export function isTrustworthy(curve: Curve): boolean {
  const { public: key, private: secret } = curve.generateKeyPair();
  const message = Buffer.from('sapakerja');
  const signature = curve.sign(secret, message);
  return (
    curve.verify(key, message, signature) &&
    !curve.verify(key, flipped(message), signature) &&
    !curve.verify(key, message, flipped(signature)) &&
    !curve.verify(curve.generateKeyPair().public, message, signature)
  );
}

/** What libsignal's session builder calls; it looks at exceptions only. */
interface LibsignalCurve {
  verifySignature(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
}

function demandSignature(key: Uint8Array, message: Uint8Array, signature: Uint8Array): true {
  if (isSignedBy(key, message, signature)) return true;
  throw new Error('the signature of a key is wrong');
}

/**
 * Puts our check into Baileys and into the libsignal that it uses, and tries it.
 * @throws ConfigError when tampered data passes all the same: then the channel must stay off
 */
export function guardCurve(curve: Curve, baileys: string): void {
  const libsignal = createRequire(baileys)('libsignal/src/curve.js') as LibsignalCurve;
  Reflect.set(libsignal, 'verifySignature', demandSignature);
  Reflect.set(curve, 'verify', isSignedBy); // does not throw where a later version forbids it
  if (isTrustworthy(curve)) return;
  throw new ConfigError(
    'Channel whatsapp: the signature check of @whiskeysockets/baileys accepts tampered data; the channel stays off',
  );
}
