import { expect } from 'chai';
import { InputError } from '../../src/core/errors.ts';
import { readTable } from '../../src/services/table-read.ts';
import { sheetXml, workbook, zipOf, type Entry } from '../fuzz/sheet.ts';

const sound = workbook(sheetXml);

async function cellsOf(file: Buffer): Promise<readonly (readonly string[])[]> {
  const rows: (readonly string[])[] = [];
  for await (const { cells } of readTable(file)) rows.push(cells);
  return rows;
}

async function refusalOf(file: Buffer): Promise<unknown> {
  return cellsOf(file).catch((error: unknown) => error);
}

/** The sheet itself, otherwise told or filled. */
const withSheet = (change: Partial<Entry>): Buffer =>
  zipOf(sound.map((entry) => (entry.name.includes('sheet1') ? { ...entry, ...change } : entry)));

describe('a workbook', () => {
  it('is read, whoever packed it', async () => {
    expect(await cellsOf(zipOf(sound))).to.deep.equal([
      ['title', 'n'],
      ['46000', 'true'],
    ]);
  });

  it('is read with a comment behind it', async () => {
    const file = zipOf(sound);
    file.writeUInt16LE(5, file.length - 2);
    expect(await cellsOf(Buffer.concat([file, Buffer.from('halo!')]))).to.have.length(2);
  });

  const broken = [
    { label: 'that ends in the middle', file: zipOf(sound).subarray(0, 500) },
    { label: 'with a byte changed', file: changed(zipOf(sound), 90) },
    { label: 'that is said to hold 4 GB', file: withSheet({ claimed: 0xffff_fff0 }) },
    { label: 'that is said to hold less', file: withSheet({ claimed: 10 }) },
    {
      label: 'that unpacks to 300 MB',
      file: withSheet({ bytes: Buffer.alloc(300 * 1024 * 1024) }),
    },
    { label: 'without a sheet', file: zipOf(sound.filter(({ name }) => !name.includes('sheet1'))) },
    { label: 'with nothing in it', file: zipOf([]) },
    { label: 'of no XML', file: withSheet({ bytes: Buffer.from('<row') }) },
  ];
  for (const { label, file } of broken) {
    it(`${label} is refused, and nobody waits for it`, async () => {
      const before = process.memoryUsage().rss;
      expect(await refusalOf(file)).to.be.instanceOf(InputError);
      expect(process.memoryUsage().rss - before).to.be.below(100 * 1024 * 1024);
    });
  }
});

function changed(file: Buffer, at: number): Buffer {
  const copy = Buffer.from(file);
  copy[at] = (copy[at] ?? 0) ^ 0x10;
  return copy;
}
