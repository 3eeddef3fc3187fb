/*
 * WebP (RFC 9649): `RIFF size WEBP`, then chunks `name size data`, each padded to an even length.
 * VP8X begins with a byte of flags: which other chunks there are.
 */

const kept = ['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP'];
const exifAndXmp = 0x08 | 0x04;

function partOf(name: string, chunk: Buffer): Buffer {
  if (name !== 'VP8X' || chunk.length < 9) return chunk;
  const copy = Buffer.from(chunk);
  copy.writeUInt8((chunk[8] ?? 0) & ~exifAndXmp, 8);
  return copy;
}

/** A WebP without Exif, XMP and what was hung on behind its end; undefined when it is broken. */
export function stripWebp(file: Buffer): Buffer | undefined {
  const parts: Buffer[] = [];
  const whole = Math.min(file.length, 8 + file.readUInt32LE(4));
  for (let at = 12; at + 8 <= whole;) {
    const size = file.readUInt32LE(at + 4);
    const end = at + 8 + size + (size % 2);
    if (at + 8 + size > whole) return undefined;
    const name = file.toString('latin1', at, at + 4);
    if (kept.includes(name)) parts.push(partOf(name, file.subarray(at, Math.min(end, whole))));
    at = end;
  }
  if (parts.length === 0) return undefined;
  const body = Buffer.concat(parts);
  const head = Buffer.from(file.subarray(0, 12));
  head.writeUInt32LE(4 + body.length, 4);
  return Buffer.concat([head, body]);
}
