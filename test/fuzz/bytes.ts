import * as fc from 'fast-check';

/** What has broken readers elsewhere, to be put where a value stood or between two bytes. */
const pieces: readonly string[] = [
  '\0',
  '\\u0000',
  '\\ud800',
  '%00',
  '%ff%fe',
  '%',
  '%zz',
  '&',
  '=',
  '+',
  ';',
  '""',
  '"',
  '\\',
  'null',
  'true',
  '[]',
  '{}',
  '{"id":"1"}',
  '[null]',
  '-0',
  '1e999',
  '-1',
  '0.1',
  '9007199254740993',
  '123456789012345678901234567890',
  '9'.repeat(400),
  '"__proto__":{"x":1},',
  '"constructor"',
  '__proto__',
  'toString',
  'hasOwnProperty',
  '"\\u0000\\ud800"',
  `"${'x'.repeat(5_000)}"`,
  '"2026-13-45T99:99:99Z"',
  '\u{FEFF}',
  '\u202E',
  '\u{1F600}',
  '\r\n',
  '%0d%0aset-cookie:a=b',
  '[',
  '{"a":',
  "'",
];

/** Bytes that are no text: half a character, an overlong NUL, a lone surrogate, nothing of UTF-8. */
const rawPieces: readonly Buffer[] = [
  ...pieces.map((piece) => Buffer.from(piece)),
  Buffer.from([0xed, 0xa0, 0x80]),
  Buffer.from([0xc0, 0x80]),
  Buffer.from([0xff]),
  Buffer.from([0xf0, 0x9f, 0x98]),
  Buffer.from('['.repeat(20_000)),
  Buffer.from('{"a":'.repeat(4_000)),
];

interface Edit {
  readonly kind: keyof typeof kinds;
  readonly at: number;
  readonly size: number;
  readonly piece: number;
}

const insert = (body: Buffer, at: number, piece: Buffer, gone = 0): Buffer =>
  Buffer.concat([body.subarray(0, at), piece, body.subarray(at + gone)]);

/** Values of a form or of JSON, as they stand in the bytes. */
const value = /(?<==)[^&]+|(?<=:)(?:"(?:[^"\\]|\\.)*"|[^,{}[\]"]+)/g;

const pieceOf = ({ piece }: Edit): Buffer => rawPieces[piece % rawPieces.length] ?? Buffer.alloc(0);

/** Where some value stands: its first byte and the one behind it. */
function placeOf(body: Buffer, { at }: Edit): readonly [number, number] | undefined {
  if (body.length > 20_000) return undefined;
  const found = [...body.toString('latin1').matchAll(value)];
  const one = found[at % Math.max(1, found.length)];
  return one && [one.index, one.index + one[0].length];
}

/** Some value is another. */
function replaceValue(body: Buffer, edit: Edit): Buffer {
  const [start, end] = placeOf(body, edit) ?? [0, 0];
  return end === 0 ? body : insert(body, start, pieceOf(edit), end - start);
}

/** Some field stands there twice. */
function doubleField(body: Buffer, edit: Edit): Buffer {
  const [, end] = placeOf(body, edit) ?? [0, 0];
  const before = body.subarray(0, end).toString('latin1');
  const start = Math.max(before.lastIndexOf('&'), before.lastIndexOf(','), 0);
  return insert(body, end, body.subarray(start, end));
}

function flip(body: Buffer, { at, size }: Edit): Buffer {
  const copy = Buffer.from(body);
  copy[at] = (copy[at] ?? 0) ^ (1 << (size % 8));
  return copy;
}

const kinds = {
  flip,
  cut: (body: Buffer, { at }: Edit) => body.subarray(0, at),
  drop: (body: Buffer, { at, size }: Edit) => insert(body, at, Buffer.alloc(0), size),
  double: (body: Buffer) => (body.length > 100_000 ? body : Buffer.concat([body, body])),
  insert: (body: Buffer, edit: Edit) => insert(body, edit.at, pieceOf(edit)),
  value: replaceValue,
  field: doubleField,
} as const;

function apply(body: Buffer, edit: Edit): Buffer {
  const at = body.length === 0 ? 0 : edit.at % body.length;
  return kinds[edit.kind](body, { ...edit, at });
}

const edits = fc.array(
  fc.record({
    kind: fc.constantFrom(
      ...(['flip', 'cut', 'drop', 'double', 'insert', 'value', 'value', 'value', 'field'] as const),
    ),
    at: fc.nat(5_000),
    size: fc.nat(40),
    piece: fc.nat(rawPieces.length - 1),
  }),
  { minLength: 1, maxLength: 5 },
);

/** One piece again and again until the body is as large as it may be. */
const filled = (limit: number) =>
  fc
    .tuple(fc.constantFrom(...rawPieces), fc.nat(4_000))
    .map(([piece, less]) =>
      Buffer.alloc(Math.max(1, limit - less), piece.length > 0 ? piece : undefined),
    );

/**
 * Bodies that a door may meet: genuine ones with some edits, random bytes, JSON of any shape, and
 * now and then one as large as `limit` bytes.
 */
export function hostileBodies(
  genuine: readonly (string | Buffer)[],
  limit: number,
): fc.Arbitrary<Buffer> {
  const bodies = genuine.map((body) => (typeof body === 'string' ? Buffer.from(body) : body));
  const edited = fc
    .tuple(fc.constantFrom(...bodies), edits)
    .map(([body, some]) => some.reduce(apply, body).subarray(0, limit));
  return fc.oneof(
    { weight: 940, arbitrary: edited },
    { weight: 30, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
    { weight: 29, arbitrary: fc.json({ maxDepth: 4 }).map((text) => Buffer.from(text)) },
    { weight: 1, arbitrary: filled(limit) },
  );
}

/** Texts that a reader may meet: known ones with some edits, and any signs at all. */
export function hostileTexts(genuine: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    {
      weight: 8,
      arbitrary: hostileBodies(genuine, 20_000).map((body) => body.toString('utf8')),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }) },
  );
}
