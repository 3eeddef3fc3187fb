import { expect } from 'chai';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openKeyring } from '../../src/core/keys.ts';
import { openFiles } from '../../src/services/attachment-files.ts';
import { testKeys } from '../helpers/databases.ts';

const bytes = Buffer.from('rahasia keluarga');

describe('attachment files', () => {
  let folder: string;
  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'sapakerja-files-')), 'files');
  });
  afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

  it('keeps bytes that only the key opens, for the owner alone', async () => {
    const files = openFiles(folder, testKeys);
    const name = await files.write(bytes);
    expect(await files.read(name)).to.deep.equal(bytes);
    expect(readdirSync(folder)).to.deep.equal([name]);
    expect(readFileSync(join(folder, name)).toString('latin1')).not.to.contain('rahasia');
    expect(statSync(join(folder, name)).mode & 0o777).to.equal(0o600);
    expect(statSync(folder).mode & 0o777).to.equal(0o700);
  });

  it('opens nothing with another key', async () => {
    const name = await openFiles(folder, testKeys).write(bytes);
    const other = openKeyring([{ id: 'test', key: Buffer.alloc(32, 2) }]);
    const error = await openFiles(folder, other)
      .read(name)
      .catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(Error);
  });

  it('opens nothing that was changed, cut or put under another name', async () => {
    const files = openFiles(folder, testKeys);
    const name = await files.write(bytes);
    const sealed = readFileSync(join(folder, name));
    const changed = Buffer.from(sealed);
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    writeFileSync(join(folder, 'changed'), changed);
    writeFileSync(join(folder, 'cut'), sealed.subarray(0, 10));
    writeFileSync(join(folder, 'copy'), sealed);
    for (const other of ['changed', 'cut', 'copy']) {
      const error = await files.read(other).catch((thrown: unknown) => thrown);
      expect(error, other).to.be.instanceOf(Error);
    }
  });

  it('gives nothing for what is not there, and removes it without a word', async () => {
    const files = openFiles(folder, testKeys);
    expect(await files.read('none')).to.equal(undefined);
    await files.remove('none');
    expect(await files.olderThan(Date.now())).to.deep.equal([]);
  });

  for (const name of ['../keys', 'a/b', '.', '..', '', 'x\0y']) {
    it(`touches nothing outside its folder: ${JSON.stringify(name)}`, async () => {
      const files = openFiles(folder, testKeys);
      for (const work of [async () => files.read(name), async () => files.remove(name)]) {
        const error = await work().catch((thrown: unknown) => thrown);
        expect(error).to.be.instanceOf(Error);
      }
    });
  }

  it('names what is older than a moment, what was never finished too', async () => {
    const files = openFiles(folder, testKeys);
    const name = await files.write(bytes);
    writeFileSync(join(folder, 'cut.part'), '');
    expect(await files.olderThan(Date.now() - 60_000)).to.deep.equal([]);
    expect(await files.olderThan(Date.now() + 60_000)).to.have.members([name, 'cut.part']);
  });

  it('keeps 10 MB as they are', async () => {
    const files = openFiles(folder, testKeys);
    const large = Buffer.alloc(10_000_000, 7);
    const name = await files.write(large);
    expect((await files.read(name))?.equals(large)).to.equal(true);
  });
});
