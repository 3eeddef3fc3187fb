import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';

/*
 * An XLSX file is a ZIP archive. The package that reads sheets waits for ever for the rest of a broken
 * one, and asks for as much memory as a file says that it needs. So it is given archives of our own
 * making alone: what can be read of the one that came, packed anew without compression.
 * Format: APPNOTE.TXT of PKWARE, 4.3.
 */

const inflate = promisify(inflateRaw);

/** All parts together, unpacked, in bytes: a sheet of 50,000 rows of 24 cells takes 90 MB. */
const mostBytes = 256 * 1024 * 1024;

/** Sheets, styles, relations: a workbook has a dozen. */
const mostParts = 1_000;

interface Part {
  readonly name: Buffer;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  /** Where its local header begins. */
  readonly at: number;
}

const signature = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50 } as const;

/** Where the directory of the archive ends: its record may have a comment behind it. */
function endRecordOf(archive: Buffer): number {
  for (let at = archive.length - 22; at >= Math.max(0, archive.length - 65_557); at -= 1)
    if (archive.readUInt32LE(at) === signature.end) return at;
  throw new Error('no directory');
}

function readPart(archive: Buffer, at: number): readonly [part: Part, next: number] {
  if (archive.readUInt32LE(at) !== signature.central) throw new Error('no entry');
  const nameEnd = at + 46 + archive.readUInt16LE(at + 28);
  const part = {
    name: archive.subarray(at + 46, nameEnd),
    method: archive.readUInt16LE(at + 10),
    crc: archive.readUInt32LE(at + 16),
    packed: archive.readUInt32LE(at + 20),
    size: archive.readUInt32LE(at + 24),
    at: archive.readUInt32LE(at + 42),
  };
  return [part, nameEnd + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32)];
}

/** The parts that a sheet is read from. */
function partsOf(archive: Buffer): readonly Part[] {
  const end = endRecordOf(archive);
  const count = archive.readUInt16LE(end + 10);
  if (count > mostParts) throw new Error('too many parts');
  const parts: Part[] = [];
  let at = archive.readUInt32LE(end + 16);
  for (let n = 0; n < count; n += 1) {
    const [part, next] = readPart(archive, at);
    if (/\.(?:xml|rels)$/.test(part.name.toString('latin1'))) parts.push(part);
    at = next;
  }
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  if (size > mostBytes) throw new Error('too large');
  return parts;
}

async function unpack(archive: Buffer, { method, crc, packed, size, at }: Part): Promise<Buffer> {
  if (archive.readUInt32LE(at) !== signature.local) throw new Error('no part');
  const start = at + 30 + archive.readUInt16LE(at + 26) + archive.readUInt16LE(at + 28);
  const bytes = archive.subarray(start, start + packed);
  if (method !== 0 && method !== 8) throw new Error('another compression');
  const plain = method === 0 ? bytes : await inflate(bytes, { maxOutputLength: Math.max(1, size) });
  if (plain.length !== size || crc32(plain) !== crc) throw new Error('a broken part');
  return plain;
}

/** What the local header and the directory say alike of a part that is not compressed. */
function fieldsOf({ name, crc, size }: Part): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt32LE(crc, 10);
  fields.writeUInt32LE(size, 14);
  fields.writeUInt32LE(size, 18);
  fields.writeUInt16LE(name.length, 22);
  return fields;
}

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};

/** An entry of the directory: made by nobody, without comment and attributes, at this place. */
function entryOf(part: Part, at: number): Buffer {
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(at, 10);
  return Buffer.concat([
    uint32(signature.central),
    Buffer.from([20, 0]),
    fieldsOf(part),
    rest,
    part.name,
  ]);
}

function endOf(count: number, size: number, at: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(signature.end);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(at, 16);
  return end;
}

/**
 * The same workbook in an archive that is sound: each part unpacked, its size and sum as told.
 * @throws Error when it is no archive, is broken, or holds more than 256 MB
 */
export async function soundArchive(archive: Buffer): Promise<Buffer> {
  const [pieces, directory]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const part of partsOf(archive)) {
    const plain = await unpack(archive, part);
    const head = Buffer.concat([uint32(signature.local), fieldsOf(part), part.name]);
    directory.push(entryOf(part, at));
    pieces.push(head, plain);
    at += head.length + plain.length;
  }
  const entries = Buffer.concat(directory);
  return Buffer.concat([...pieces, entries, endOf(directory.length, entries.length, at)]);
}
