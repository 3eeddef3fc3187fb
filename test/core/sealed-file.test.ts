import { expect } from 'chai';
import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { openStream, SealError, sealStream } from '../../src/core/sealed-file.ts';
import { reached } from '../helpers/reached.ts';

const secret = Buffer.alloc(32, 7);
const piece = 64 * 1024;

async function* inParts(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function collect(parts: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const part of parts) all.push(part);
  return Buffer.concat(all);
}

const seal = (plain: Buffer): Promise<Buffer> =>
  collect(sealStream(secret)(inParts(plain, 50_000)));
const open = (sealed: Buffer, secrets = [secret]): Promise<Buffer> =>
  collect(openStream(secrets)(inParts(sealed, 30_000)));

async function faultOf(sealed: Buffer, secrets = [secret]): Promise<string> {
  try {
    await open(sealed, secrets);
    return 'opened';
  } catch (error) {
    return error instanceof SealError ? error.fault : String(error);
  }
}

describe('a sealed file', () => {
  for (const size of [0, 1, piece - 1, piece, piece + 1, 3 * piece, 3 * piece + 17]) {
    it(`gives ${size} bytes back`, async () => {
      const plain = randomBytes(size);
      expect((await open(await seal(plain))).equals(plain)).to.equal(true);
    });
  }

  it('is opened by any of several secrets', async () => {
    const other = Buffer.alloc(32, 8);
    expect((await open(await seal(Buffer.from('a')), [other, secret])).toString()).to.equal('a');
  });

  it('is never the same twice', async () => {
    const plain = Buffer.from('the same');
    expect((await seal(plain)).equals(await seal(plain))).to.equal(false);
  });

  it('says that the key is another, and which', async () => {
    const sealed = await seal(Buffer.from('a'));
    const error = await open(sealed, [Buffer.alloc(32, 8)]).catch((one: unknown) => one);
    expect(error).to.include({ fault: 'wrong-key' });
    expect((error as SealError).secretName).to.match(/^[0-9a-f]{8}$/);
  });

  const others = [
    { label: 'an empty file', bytes: Buffer.alloc(0), fault: 'not-ours' },
    { label: 'another file', bytes: randomBytes(200_000), fault: 'not-ours' },
    { label: 'its first line cut', bytes: Buffer.from('SAPAKERJA-BACKUP 1 12'), fault: 'damaged' },
    {
      label: 'a file of a later version',
      bytes: Buffer.from(`SAPAKERJA-BACKUP 2 ${'x'.repeat(100)}`),
      fault: 'newer',
    },
  ];
  for (const { label, bytes, fault } of others) {
    it(`says ${fault} of ${label}`, async () => {
      expect(await faultOf(bytes)).to.equal(fault);
    });
  }

  it('does not open when a byte is changed, wherever', async () => {
    const sealed = await seal(randomBytes(3 * piece));
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.nat(sealed.length - 1),
        fc.integer({ min: 1, max: 255 }),
        async (at, by) => {
          const changed = Buffer.from(sealed);
          changed[at] = (changed[at] ?? 0) ^ by;
          if ((await faultOf(changed)) === 'opened') accepted += 1;
        },
      ),
      { numRuns: 100 },
    );
    expect(accepted).to.equal(0);
    reached('backup-changed', { 'changed bytes': 100, accepted });
  });

  it('does not open when it is cut, wherever', async () => {
    const sealed = await seal(randomBytes(3 * piece));
    const head = sealed.indexOf('\n') + 1;
    const whole = piece + 16;
    const ends = [head, head + 5, head + whole, head + 2 * whole, sealed.length - 1];
    for (const end of ends)
      expect(await faultOf(sealed.subarray(0, end)), String(end)).to.equal('damaged');
  });

  it('does not open with pieces moved, doubled or left out', async () => {
    const sealed = await seal(randomBytes(3 * piece + 5));
    const head = sealed.indexOf('\n') + 1;
    const cut = (n: number): Buffer =>
      sealed.subarray(head + n * (piece + 16), head + (n + 1) * (piece + 16));
    const [a, b, c, d] = [0, 1, 2, 3].map(cut) as [Buffer, Buffer, Buffer, Buffer];
    const first = sealed.subarray(0, head);
    for (const pieces of [
      [b, a, c, d],
      [a, a, b, c, d],
      [a, c, d],
      [a, b, c],
    ])
      expect(await faultOf(Buffer.concat([first, ...pieces]))).to.equal('damaged');
  });
});
