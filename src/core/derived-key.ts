import { hkdfSync } from 'node:crypto';

/** 32 bytes for one purpose alone (HKDF-SHA-256, RFC 5869): who has them learns nothing of the secret. */
export function deriveKey(secret: Buffer, purpose: string, salt: Buffer = Buffer.alloc(0)): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, `sapakerja/${purpose}`, 32));
}

/** Tells one secret from another without giving anything of it away: eight hexadecimal digits. */
export const nameOfSecret = (secret: Buffer): string =>
  deriveKey(secret, 'name').subarray(0, 4).toString('hex');
