/*
 * PNG (W3C, section 5): eight bytes, then chunks `length name data crc`, the last IEND.
 */

/** The picture, its colours and how many dots an inch. Exif, texts and times are chunks of their own. */
const kept = [
  'IHDR',
  'PLTE',
  'IDAT',
  'IEND',
  'tRNS',
  'gAMA',
  'cHRM',
  'sRGB',
  'iCCP',
  'sBIT',
  'bKGD',
  'pHYs',
];

/** A PNG without Exif, texts, times and what was hung on behind its end; undefined when it is broken. */
export function stripPng(file: Buffer): Buffer | undefined {
  const parts = [file.subarray(0, 8)];
  for (let at = 8; at + 12 <= file.length;) {
    const end = at + 12 + file.readUInt32BE(at);
    if (end > file.length) return undefined;
    const name = file.toString('latin1', at + 4, at + 8);
    if (kept.includes(name)) parts.push(file.subarray(at, end));
    if (name === 'IEND') return Buffer.concat(parts);
    at = end;
  }
  return undefined;
}
