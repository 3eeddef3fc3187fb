/*
 * JPEG (ITU-T T.81, annex B): FF D8, then segments `FF marker length data`, picture data behind each
 * SOS until the next marker that is no restart, at last FF D9. Exif is APP1, a TIFF of its own.
 */

const [endOfImage, startOfScan] = [0xd9, 0xda];

/** Tables and frames (C0 to CF, DB to DF) and what colours need: JFIF, ICC profile, Adobe's transform. */
const kept = (marker: number): boolean =>
  (marker >= 0xc0 && marker <= 0xcf) ||
  (marker >= 0xdb && marker <= 0xdf) ||
  [startOfScan, 0xe0, 0xe2, 0xee].includes(marker);

interface Segment {
  readonly marker: number;
  /** With its own marker and length, without the picture data behind it. */
  readonly bytes: Buffer;
  readonly end: number;
}

/** The segment at `at`; undefined when there is none. Fill bytes before a marker are passed over. */
function segmentAt(file: Buffer, at: number): Segment | undefined {
  let start = at;
  if (file[start] !== 0xff) return undefined;
  while (file[start + 1] === 0xff) start += 1;
  const marker = file[start + 1];
  if (marker === undefined || marker === 0) return undefined;
  if (marker === endOfImage)
    return { marker, bytes: file.subarray(start, start + 2), end: start + 2 };
  if (start + 4 > file.length) return undefined;
  const end = start + 2 + file.readUInt16BE(start + 2);
  return end > file.length ? undefined : { marker, bytes: file.subarray(start, end), end };
}

/** Where picture data that begins at `at` ends: at the next marker, or with the file. */
function endOfData(file: Buffer, at: number): number {
  for (let next = file.indexOf(0xff, at); next !== -1; next = file.indexOf(0xff, next + 1)) {
    const marker = file[next + 1] ?? 0;
    if (marker !== 0 && marker !== 0xff && (marker < 0xd0 || marker > 0xd7)) return next;
  }
  return file.length;
}

const exifName = Buffer.from('Exif\0\0', 'latin1');

/** The orientation that an Exif segment tells, 1 to 8; 1 (upright) when it tells none. */
function orientationOf({ bytes }: Segment): number {
  const tiff = bytes.subarray(10);
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const short = (at: number): number =>
    at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at);
  const first = short(little ? 4 : 6); // its high half is 0: 64 kB is the longest segment
  for (let n = 0; n < short(first); n += 1) {
    const entry = first + 2 + 12 * n;
    const value = short(entry + 8);
    if (short(entry) === 0x0112) return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/** An Exif segment that says which side is up, and nothing else: phones store pictures lying. */
function exifOf(orientation: number): Buffer {
  const tiff = Buffer.alloc(26);
  tiff.write('MM\0*', 'latin1');
  tiff.writeUInt32BE(8, 4);
  tiff.writeUInt16BE(1, 8);
  tiff.writeUInt16BE(0x0112, 10);
  tiff.writeUInt16BE(3, 12); // a short
  tiff.writeUInt32BE(1, 14);
  tiff.writeUInt16BE(orientation, 18);
  const head = Buffer.from([0xff, 0xe1, 0, 2 + exifName.length + tiff.length]);
  return Buffer.concat([head, exifName, tiff]);
}

/** What is left of a segment. */
function partOf(segment: Segment): readonly Buffer[] {
  if (kept(segment.marker)) return [segment.bytes];
  const isExif = segment.marker === 0xe1 && segment.bytes.subarray(4, 10).equals(exifName);
  const orientation = isExif ? orientationOf(segment) : 1;
  return orientation === 1 ? [] : [exifOf(orientation)];
}

/**
 * A JPEG without place, time, camera, comments, preview and what was hung on behind its end; which
 * side is up stays. Undefined when it is broken before its picture begins; one that was cut off
 * within the picture stays as it is.
 */
export function stripJpeg(file: Buffer): Buffer | undefined {
  const parts = [file.subarray(0, 2)];
  let [at, seen] = [2, false];
  for (;;) {
    const segment = segmentAt(file, at);
    if (!segment) break;
    if (segment.marker === endOfImage)
      return seen ? Buffer.concat([...parts, segment.bytes]) : undefined;
    parts.push(...partOf(segment));
    at = segment.end;
    if (segment.marker !== startOfScan) continue;
    seen = true;
    at = endOfData(file, segment.end);
    parts.push(file.subarray(segment.end, at));
  }
  return seen ? Buffer.concat(parts) : undefined;
}
