import { crc32, deflateSync } from 'node:zlib';

/** A picture as rows of red, green, blue and alpha bytes. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Buffer;
}

interface Bin {
  count: number;
  red: number;
  green: number;
  blue: number;
}

/** Colours as near as these are counted as one: 5, 6 and 5 bits. */
const binOf = (red: number, green: number, blue: number): number =>
  ((red >> 3) << 11) | ((green >> 2) << 5) | (blue >> 3);

function countBins({ data }: Pixels): ReadonlyMap<number, Bin> {
  const bins = new Map<number, Bin>();
  for (let at = 0; at < data.length; at += 4) {
    const [red = 0, green = 0, blue = 0] = [data[at], data[at + 1], data[at + 2]];
    const key = binOf(red, green, blue);
    const bin = bins.get(key) ?? { count: 0, red: 0, green: 0, blue: 0 };
    bins.set(key, bin);
    bin.count += 1;
    bin.red += red;
    bin.green += green;
    bin.blue += blue;
  }
  return bins;
}

type Colour = readonly [number, number, number];

const meanOf = ({ count, red, green, blue }: Bin): Colour => [
  Math.round(red / count),
  Math.round(green / count),
  Math.round(blue / count),
];

function nearest(colour: Colour, palette: readonly Colour[]): number {
  const distances = palette.map(
    ([red, green, blue]) =>
      (red - colour[0]) ** 2 + (green - colour[1]) ** 2 + (blue - colour[2]) ** 2,
  );
  return distances.indexOf(Math.min(...distances));
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return frame;
}

/**
 * A PNG of the 256 colours that the picture has most of (PNG specification, colour type 3): a third
 * of the size of a screenshot, which is what a repository should carry.
 */
export function palettePng(pixels: Pixels): Buffer {
  const { width, height, data } = pixels;
  const bins = [...countBins(pixels)].toSorted(([, a], [, b]) => b.count - a.count);
  const palette = bins.slice(0, 256).map(([, bin]) => meanOf(bin));
  const places = new Map(bins.map(([key, bin]) => [key, nearest(meanOf(bin), palette)]));
  const rows = Buffer.alloc((width + 1) * height);
  for (let at = 0; at < width * height; at += 1) {
    const [red = 0, green = 0, blue = 0] = data.subarray(at * 4, at * 4 + 3);
    const place = places.get(binOf(red, green, blue)) ?? 0;
    rows[at + Math.floor(at / width) + 1] = place; // each row begins with its filter: none
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flat())),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
