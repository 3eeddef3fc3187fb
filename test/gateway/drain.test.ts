import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { openKeyring } from '../../src/core/keys.ts';
import { openSpoolFiles } from '../../src/services/spool-files.ts';
import { testKeys, type Store } from '../helpers/databases.ts';
import { openMigrated } from '../helpers/migrated.ts';
import { reached } from '../helpers/reached.ts';
import { Busy, openSpoolPlace, said, type SpoolPlace } from '../helpers/spool.ts';

describe('what lies in the spool', () => {
  let store: Store;
  let place: SpoolPlace;
  before(async () => {
    store = await openMigrated(testKeys);
  });
  after(() => store.close());
  beforeEach(async () => {
    place = await openSpoolPlace(store);
  });
  afterEach(() => place.clear());

  it('lies sealed and for its owner only', async () => {
    const { receive } = await place.open();
    place.database.why = new Busy();
    await receive('twilio', [said(1, 'NIK 3508105201990001')]);
    const [name = ''] = await place.waiting();
    const bytes = await readFile(join(place.folder, name));
    expect(bytes.includes('3508105201990001') || bytes.includes('62812')).to.equal(false);
    expect((await stat(join(place.folder, name))).mode & 0o777).to.equal(0o600);
    expect((await stat(place.folder)).mode & 0o777).to.equal(0o700);
    const strange = openSpoolFiles(
      place.folder,
      openKeyring([{ id: 'test', key: Buffer.alloc(32, 9) }]),
      () => new Date(1),
    );
    expect(await strange.read(name).catch(() => 'sealed')).to.equal('sealed');
    await writeFile(join(place.folder, name.replace('-1-', '-2-')), bytes);
    const other = await place
      .openFiles()
      .read(name.replace('-1-', '-2-'))
      .catch(() => 'sealed');
    expect(other).to.equal('sealed');
  });

  it('refuses when it is full, and forgets nothing of what it took', async () => {
    const { receive, drain } = await place.open({ entries: 3, bytes: 10_000 });
    place.database.why = new Busy();
    const answers = await Promise.all(
      [1, 2, 3, 4, 5].map((n) =>
        receive('twilio', [said(n, 'a')]).then(
          () => 'taken',
          () => 'refused',
        ),
      ),
    );
    expect(answers).to.deep.equal(['taken', 'taken', 'taken', 'refused', 'refused']);
    const long = await receive('twilio', [said(9, 'x'.repeat(20_000))]).catch(() => 'refused');
    expect(long).to.equal('refused');
    place.database.why = undefined;
    await drain();
    expect(place.database.taken).to.deep.equal(['1 a', '2 a', '3 a']);
    await receive('twilio', [said(4, 'a')]);
    expect(place.database.taken.at(-1)).to.equal('4 a');
  });

  it('refuses when the disk will not', async () => {
    const { receive, spool } = await place.open();
    await writeFile(place.folder, 'a file where the folder should be');
    place.database.why = new Busy();
    const refused = await receive('twilio', [said(1, 'a')]).catch((error: unknown) => error);
    expect(refused).to.equal(place.database.why);
    expect(spool.counts.waiting).to.equal(0);
    expect(spool.isDown).to.equal(false);
  });

  it('puts aside what a working database does not take, says so, and goes on', async () => {
    const { receive, drain, spool } = await place.open();
    place.database.why = new Busy();
    for (const text of ['a', 'b', 'c']) await receive('twilio', [said(1, text)]);
    place.database.why = undefined;
    place.database.poison.add('b');
    await drain();
    expect(place.database.taken).to.deep.equal(['1 a', '1 c']);
    await spool.look();
    expect(spool.counts).to.deep.equal({ waiting: 0, failed: 1 });
    expect(place.logged.join()).to.include('messages of the spool put aside');
    expect(JSON.stringify(place.logged)).not.to.match(/62812/);
    reached('spool-drained', { 'bad messages put aside': 1, 'others lost': 0 });
  });

  it('puts nothing aside while the database is down, whatever it says', async () => {
    const { receive, drain, spool } = await place.open();
    const failing = await openMigrated(testKeys);
    await failing.close();
    place.database.why = new Error('Connection terminated unexpectedly');
    await receive('twilio', [said(1, 'a')]);
    await drain({ store: failing });
    expect(spool.counts).to.deep.equal({ waiting: 1, failed: 0 });
    place.database.why = undefined;
    await drain();
    expect(place.database.taken).to.deep.equal(['1 a']);
  });

  it('puts aside a file that was damaged, byte by byte, and takes the others', async () => {
    const { receive } = await place.open();
    place.database.why = new Busy();
    await receive('twilio', [said(1, 'a')]);
    const [whole = ''] = await place.waiting();
    const bytes = await readFile(join(place.folder, whole));
    let opened = 0;
    for (let cut = 0; cut < bytes.length; cut += 1) {
      await writeFile(join(place.folder, whole), bytes.subarray(0, cut));
      const read = await place
        .openFiles()
        .read(whole)
        .catch(() => undefined);
      if (read) opened += 1;
    }
    expect(opened).to.equal(0);
    await receive('twilio', [said(2, 'a')]);
    place.database.why = undefined;
    const next = await place.open();
    await next.drain();
    expect(place.database.taken).to.deep.equal(['2 a']);
    await next.spool.look();
    expect(next.spool.counts.failed).to.equal(1);
    expect(place.logged.join()).to.include('a file of the spool does not open');
    reached('spool-whole', { 'lengths of a torn file': bytes.length, 'taken in': opened });
  });

  it('sweeps what is old: half a file of a dead process, and what was put aside', async () => {
    const { receive, drain, spool } = await place.open();
    place.database.why = new Busy();
    await receive('twilio', [said(1, 'b')]);
    const [name = ''] = await place.waiting();
    await writeFile(join(place.folder, `${name}.part`), 'half');
    place.database.why = undefined;
    place.database.poison.add('b');
    await drain();
    await spool.files.sweep(30);
    expect(await readdir(place.folder)).to.deep.equal([`${name}.part`, 'failed'].toSorted());
    place.pass(31 * 86_400_000);
    await spool.files.sweep(30);
    expect(await readdir(place.folder)).to.deep.equal(['failed']);
    expect(await readdir(join(place.folder, 'failed'))).to.deep.equal([]);
  });
});
