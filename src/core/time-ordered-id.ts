import { randomSource } from './random-source.ts';

const freshBytes = randomSource(10);

/**
 * A UUID of version 7 (RFC 9562, section 5.7): the moment, epoch milliseconds, then 74 random bits.
 * Nobody guesses one, and new rows stand together in the index instead of each on a page of its own.
 */
export function timeOrderedId(now: number): string {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(now, 0, 6);
  freshBytes().copy(bytes, 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)];
  return `${parts.join('-')}-${hex.slice(20)}`;
}
