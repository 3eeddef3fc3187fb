import { deflateSync, crc32 } from 'node:zlib';

const ascii = (text: string): Buffer => Buffer.from(text, 'latin1');
const padded = (...parts: readonly Buffer[]): Buffer => Buffer.concat([...parts, Buffer.alloc(64)]);

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([ascii(name), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A PNG that a browser shows: a field under a sky. */
export function pngPicture(width = 320, height = 240): Buffer {
  const rows = Array.from({ length: height }, (_, y) => {
    const colour = y < height / 2 ? [90, 150 + (y % 40), 220] : [70, 140 - (y % 30), 60];
    return Buffer.from([0, ...Array.from({ length: width }, () => colour).flat()]);
  });
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A segment of a JPEG. */
export function segment(marker: number, data: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
}

/** A JPEG with these segments before its picture, which is grey noise. */
export function jpegPicture(segments: readonly Buffer[]): Buffer {
  const scan = segment(0xda, Buffer.from([1, 1, 0, 0, 0x3f, 0]));
  const data = Buffer.from([0x12, 0xff, 0, 0x34, 0xff, 0xd0, 0x56]);
  const [start, end] = [Buffer.from([0xff, 0xd8]), Buffer.from([0xff, 0xd9])];
  return Buffer.concat([start, ...segments, scan, data, end]);
}

/** A chunk of a WebP, an even number of bytes long. */
export function riff(name: string, data: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(data.length);
  return Buffer.concat([ascii(name), size, data]);
}

/** A WebP of these chunks. */
export const webpPicture = (chunks: readonly Buffer[]): Buffer =>
  riff('RIFF', Buffer.concat([ascii('WEBP'), ...chunks]));

/** A chunk of a PNG. */
export { chunk as pngChunk };

/** The first bytes of kinds of files, enough to know them by. */
export const sampleFiles = {
  jpeg: jpegPicture([segment(0xe0, Buffer.concat([ascii('JFIF\0\x01\x02'), Buffer.alloc(7)]))]),
  png: pngPicture(4, 4),
  webp: webpPicture([riff('VP8 ', Buffer.alloc(32))]),
  pdf: padded(ascii('%PDF-1.7\n')),
  opus: padded(ascii('OggS'), Buffer.alloc(24), ascii('OpusHead\x01\x01')),
  mp3: padded(ascii('ID3\x04\0\0\0\0\0\0'), Buffer.from([0xff, 0xfb, 0x90, 0x64])),
  m4a: padded(Buffer.from([0, 0, 0, 24]), ascii('ftypM4A \0\0\0\0M4A mp42')),
  mp4: padded(Buffer.from([0, 0, 0, 24]), ascii('ftypmp42\0\0\0\0mp42isom')),
  gif: padded(ascii('GIF89a')),
  svg: ascii(
    '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
  ),
  html: ascii('<!doctype html><script>alert(1)</script>'),
  exe: padded(ascii('MZ\x90\0')),
  zip: padded(Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 0, 0]), ascii('word/document.xml')),
  text: ascii('hanya tulisan'),
  nothing: Buffer.alloc(0),
  broken: Buffer.from([0xff, 0xd8]),
} as const;
