/*
 * A stream of two kinds of things, one after the other: records (JSON) and bytes. Each begins with
 * its length (four bytes, big-endian) and its kind (one byte).
 */

/** A record, or bytes that belong to the record before them. */
export type Frame = { readonly record: unknown } | { readonly bytes: Buffer };

const kinds = { record: 1, bytes: 2 } as const;
const headSize = 5;

/** Longer is none of ours: the reader would fill its memory. */
const most = 64 * 1024 * 1024;

/** A frame as it is written. */
export function writeFrame(frame: Frame): Buffer {
  const isRecord = 'record' in frame;
  const body = isRecord ? Buffer.from(JSON.stringify(frame.record)) : frame.bytes;
  const head = Buffer.alloc(headSize);
  head.writeUInt32BE(body.length, 0);
  head.writeUInt8(isRecord ? kinds.record : kinds.bytes, 4);
  return Buffer.concat([head, body]);
}

function readBody(kind: number, body: Buffer): Frame {
  if (kind === kinds.bytes) return { bytes: body };
  if (kind === kinds.record) return { record: JSON.parse(body.toString()) as unknown };
  throw new Error(`no kind of frame: ${kind}`);
}

/** How long the frame is that these bytes begin with, its head too; at least a head. @throws Error */
function lengthOf(bytes: Buffer): number {
  if (bytes.length < headSize) return headSize;
  const length = headSize + bytes.readUInt32BE(0);
  if (length > most) throw new Error('a frame is too long');
  return length;
}

/** The whole frames that these bytes begin with, and what is left of them. */
function takeFrames(bytes: Buffer): { frames: Frame[]; rest: Buffer; wanted: number } {
  const frames: Frame[] = [];
  let rest = bytes;
  for (;;) {
    const wanted = lengthOf(rest);
    if (rest.length < wanted || rest.length < headSize) return { frames, rest, wanted };
    frames.push(readBody(rest.readUInt8(4), rest.subarray(headSize, wanted)));
    rest = rest.subarray(wanted);
  }
}

/** Reads frames. @throws Error when the stream ends within one, or is none of ours */
export async function* readFrames(source: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  let parts: Buffer[] = [];
  let length = 0;
  let wanted = headSize;
  for await (const part of source) {
    parts.push(part);
    length += part.length;
    if (length < wanted) continue; // joined once for each frame, not for each part
    const taken = takeFrames(Buffer.concat(parts));
    yield* taken.frames;
    parts = [taken.rest];
    length = taken.rest.length;
    wanted = taken.wanted;
  }
  if (length > 0) throw new Error('the last frame is cut');
}
