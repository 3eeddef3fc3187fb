import { expect } from 'chai';
import fc from 'fast-check';
import { strip } from '../../src/services/strip.ts';
import { typeOf } from '../../src/services/file-types.ts';
import { reached } from '../helpers/reached.ts';
import {
  jpegPicture,
  pngChunk,
  pngPicture,
  riff,
  sampleFiles,
  segment,
  webpPicture,
} from '../helpers/sample-files.ts';

const ascii = (text: string): Buffer => Buffer.from(text, 'latin1');

/** Words that stand in the files for where, who and what: none of them may be left. */
const told = [
  '-8.1335,113.2248',
  'GPSLatitude',
  'SM-A057F',
  '2026:11:23',
  '<script>',
  'PK\x03\x04',
];
const telling = ascii(told.join(' '));

/** A TIFF as phones write it: orientation 6, and a GPS part behind. `II` begins with the low byte. */
function exif(order: 'II' | 'MM', orientation = 6): Buffer {
  const tiff = Buffer.alloc(38);
  const little = order === 'II';
  const short = (value: number, at: number) =>
    little ? tiff.writeUInt16LE(value, at) : tiff.writeUInt16BE(value, at);
  const long = (value: number, at: number) =>
    little ? tiff.writeUInt32LE(value, at) : tiff.writeUInt32BE(value, at);
  tiff.write(order, 'latin1');
  short(42, 2);
  long(8, 4);
  short(2, 8);
  for (const [at, tag, kind, value] of [
    [10, 0x0112, 3, orientation],
    [22, 0x8825, 4, 38],
  ] as const) {
    short(tag, at);
    short(kind, at + 2);
    long(1, at + 4);
    (kind === 3 ? short : long)(value, at + 8);
  }
  return Buffer.concat([ascii('Exif\0\0'), tiff, telling]);
}

const box = (name: string, data: Buffer): Buffer => {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(data.length + 8);
  return Buffer.concat([size, ascii(name), data]);
};

const [pngHead, pngEnd] = [pngPicture(4, 4).subarray(0, 33), pngPicture(4, 4).subarray(33)];
const film = (...more: readonly Buffer[]): Buffer =>
  Buffer.concat([
    box('ftyp', ascii('mp42\0\0\0\0mp42isom')),
    ...more,
    box('mdat', Buffer.alloc(64)),
  ]);
const vp8x = (flags: number): Buffer =>
  riff('VP8X', Buffer.from([flags, 0, 0, 0, 3, 0, 0, 3, 0, 0]));
const frame = riff('VP8 ', Buffer.alloc(32));

const files: readonly {
  readonly label: string;
  readonly type: string;
  readonly file: Buffer;
  readonly expected?: Buffer;
}[] = [
  {
    label: 'a JPEG of an Android phone',
    type: 'image/jpeg',
    file: jpegPicture([segment(0xe1, exif('II'))]),
  },
  {
    label: 'a JPEG of an iPhone',
    type: 'image/jpeg',
    file: jpegPicture([segment(0xe1, exif('MM')), segment(0xe2, telling.subarray(0, 0))]),
  },
  {
    label: 'a JPEG with XMP, IPTC and a comment',
    type: 'image/jpeg',
    file: jpegPicture([
      segment(0xe1, Buffer.concat([ascii('http://ns.adobe.com/xap/1.0/\0'), telling])),
      segment(0xed, Buffer.concat([ascii('Photoshop 3.0\0'), telling])),
      segment(0xfe, telling),
    ]),
    expected: jpegPicture([]),
  },
  {
    label: 'a JPEG that is a ZIP and a page as well',
    type: 'image/jpeg',
    file: Buffer.concat([jpegPicture([]), telling]),
    expected: jpegPicture([]),
  },
  {
    label: 'a PNG with Exif, texts and a ZIP behind',
    type: 'image/png',
    file: Buffer.concat([
      pngHead,
      pngChunk('eXIf', exif('MM').subarray(6)),
      pngChunk('tEXt', telling),
      pngChunk('iTXt', telling),
      pngEnd,
      telling,
    ]),
    expected: pngPicture(4, 4),
  },
  {
    label: 'a WebP with Exif and XMP',
    type: 'image/webp',
    file: Buffer.concat([
      webpPicture([vp8x(0x2c), frame, riff('EXIF', exif('II')), riff('XMP ', telling)]),
      telling,
    ]),
    expected: webpPicture([vp8x(0x20), frame]),
  },
  {
    label: 'a film with its place',
    type: 'video/mp4',
    file: film(
      box(
        'moov',
        Buffer.concat([
          box('trak', box('meta', telling)),
          box('udta', box('\xa9xyz', telling)),
          box('meta', telling),
        ]),
      ),
      box('uuid', telling),
    ),
  },
];

describe('a file without what tells of it', () => {
  for (const { label, type, file, expected } of files) {
    it(`is made of ${label}`, async () => {
      expect(await typeOf(file)).to.equal(type);
      const plain = strip(type, file) ?? Buffer.alloc(0);
      for (const word of told) expect(plain.includes(word, 0, 'latin1'), word).to.equal(false);
      expect(await typeOf(plain)).to.equal(type);
      expect(strip(type, plain), 'nothing is left to take').to.deep.equal(plain);
      if (expected) expect(plain).to.deep.equal(expected);
    });
  }

  it('tells its number', () => reached('photo-without-place', { files: files.length, places: 0 }));

  for (const order of ['II', 'MM'] as const) {
    it(`keeps which side is up, ${order}`, () => {
      const plain =
        strip('image/jpeg', jpegPicture([segment(0xe1, exif(order))])) ?? Buffer.alloc(0);
      const upright = exif('MM').subarray(0, 28); // up to the end of the entry
      upright.writeUInt16BE(1, 14); // the only one
      expect(plain.subarray(6, 34)).to.deep.equal(upright);
    });
  }

  it('moves nothing in a film', () => {
    const file = film(box('moov', box('udta', telling)));
    const plain = strip('video/mp4', file) ?? Buffer.alloc(0);
    expect(plain).to.have.length(file.length);
    expect(plain.includes('free')).to.equal(true);
  });

  const broken = [
    { label: 'a JPEG without a picture', type: 'image/jpeg', file: sampleFiles.broken },
    {
      label: 'a JPEG that ends in its Exif',
      type: 'image/jpeg',
      file: jpegPicture([segment(0xe1, exif('II'))]).subarray(0, 40),
    },
    { label: 'a PNG that was cut off', type: 'image/png', file: pngPicture(4, 4).subarray(0, 60) },
    {
      label: 'a WebP whose chunk is too long',
      type: 'image/webp',
      file: webpPicture([riff('EXIF', telling)]).subarray(0, 30),
    },
  ];
  for (const { label, type, file } of broken) {
    it(`is not made of ${label}`, () => expect(strip(type, file)).to.equal(undefined));
  }

  it('is as it was where nothing tells of it', () => {
    for (const label of ['png', 'jpeg', 'webp', 'mp4'] as const) {
      const type = label === 'mp4' ? 'video/mp4' : `image/${label}`;
      expect(strip(type, sampleFiles[label]), label).to.deep.equal(sampleFiles[label]);
    }
    expect(strip('application/pdf', sampleFiles.pdf)).to.equal(sampleFiles.pdf);
  });

  it('throws for no bytes', () => {
    const heads = [sampleFiles.jpeg, pngPicture(2, 2), webpPicture([vp8x(0x2c)]), sampleFiles.mp4];
    const types = ['image/jpeg', 'image/png', 'image/webp', 'video/mp4'];
    const bytes = fc.uint8Array({ maxLength: 200 });
    fc.assert(
      fc.property(fc.nat(3), fc.nat(60), bytes, (kind, cut, more) => {
        const head = heads[kind]?.subarray(0, 12 + cut) ?? Buffer.alloc(0);
        strip(types[kind] ?? '', Buffer.concat([head, more]));
      }),
      { numRuns: 2_000 },
    );
  });
});
