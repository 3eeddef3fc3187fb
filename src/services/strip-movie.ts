/*
 * MP4 (ISO/IEC 14496-12): boxes `size name data`, some of them full of boxes. Phones write where a
 * film was taken into `udta` (`©xyz`, `loci`) or `meta` (com.apple.quicktime.location.ISO6709).
 */

const holders = ['moov', 'trak'];
const telling = ['udta', 'meta', 'uuid'];

interface Box {
  readonly name: string;
  /** Where its name stands. */
  readonly named: number;
  /** Where its data begins and ends. */
  readonly from: number;
  readonly to: number;
}

/** How long the box at `at` is; size 1: eight more bytes tell it; size 0: it goes on to the end. */
function sizeAt(file: Buffer, at: number, end: number): number {
  const short = file.readUInt32BE(at);
  if (short === 0) return end - at;
  return short === 1 && at + 16 <= end ? Number(file.readBigUInt64BE(at + 8)) : short;
}

function boxAt(file: Buffer, at: number, end: number): Box | undefined {
  if (at + 8 > end) return undefined;
  const to = at + sizeAt(file, at, end);
  const from = at + (file.readUInt32BE(at) === 1 ? 16 : 8);
  if (to < from || to > end) return undefined;
  return { name: file.toString('latin1', at + 4, at + 8), named: at + 4, from, to };
}

/** Turns what tells of place and maker into free room of the same length: nothing else moves. */
function blank(file: Buffer, start: number, end: number): void {
  for (let box = boxAt(file, start, end); box; box = boxAt(file, box.to, end)) {
    if (holders.includes(box.name)) blank(file, box.from, box.to);
    if (!telling.includes(box.name)) continue;
    file.write('free', box.named, 'latin1');
    file.fill(0, box.from, box.to);
  }
}

/** A film or a voice in MP4 without place, maker and titles; a broken one as far as it can be read. */
export function stripMovie(file: Buffer): Buffer {
  const copy = Buffer.from(file);
  blank(copy, 0, copy.length);
  return copy;
}
