import { mkdtemp, readdir, readFile, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { activeKey, changeRing, keyIdOf, openKeyring, ringOf } from '../../src/core/keys.ts';
import { openFiles } from '../../src/services/attachment-files.ts';
import { checkKeys } from '../../src/services/key-follow.ts';
import { leftBehind, resealAll, type Rotation } from '../../src/services/key-rotation.ts';
import { resealFiles } from '../../src/services/sealed-files.ts';
import { adoptIndexKey } from '../../src/store/index-key.ts';
import { listUsedKeys, noteKey, tellHolder } from '../../src/store/key-use.ts';
import { lockPersonByNik } from '../../src/store/persons.ts';
import { countByKey, resealSome } from '../../src/store/reseal.ts';
import { placeIn, sealedColumns } from '../../src/store/sealed-columns.ts';
import type { Store } from '../../src/store/store.ts';
import { onEachDatabase, testKeys } from '../helpers/databases.ts';
import { reached } from '../helpers/reached.ts';
import { fillSealed, keepAttachment, openAll, sealedNik } from '../helpers/sealed-office.ts';

const before = ringOf(testKeys);
const [old] = before.secrets;
const fresh = { id: 'k2', key: Buffer.alloc(32, 2) };
const stranger = { id: 'k2', key: Buffer.alloc(32, 3) };

const columnsOf = {
  sqlite: `select m.name as "table", c.name as "column" from sqlite_master m
             join pragma_table_info(m.name) c where m.type = 'table' and c.name like '%\\_sealed' escape '\\'`,
  postgres: `select table_name as "table", column_name as "column" from information_schema.columns
              where table_schema = 'public' and column_name like '%\\_sealed'`,
};

onEachDatabase('a change of keys', (open, dialect) => {
  let store: Store;
  let folder: string;
  let rotation: Rotation;

  beforeEach(async () => {
    store = await open();
    folder = await mkdtemp(join(tmpdir(), 'sapakerja-keys-'));
    const folders = { files: join(folder, 'files'), spool: join(folder, 'spool') };
    rotation = { store, folders, tell: () => undefined };
  });
  afterEach(async () => {
    changeRing(testKeys, before); // the next file's tests use it too
    await rm(folder, { recursive: true });
  });

  const change = (secrets: typeof before.secrets): Promise<void> =>
    store.changeKeys({ ...ringOf(testKeys), secrets });

  it('knows every sealed column of the schema', async () => {
    const found = await store.sql.raw(columnsOf[dialect]);
    const rows: { table: string; column: string }[] = dialect === 'postgres' ? found.rows : found;
    const known = sealedColumns.map(({ table, column }) => `${table}.${column}`);
    expect(known.toSorted()).to.deep.equal(
      rows.map(({ table, column }) => `${table}.${column}`).toSorted(),
    );
  });

  it('seals everything anew, so that the old key can go', async () => {
    await fillSealed(store);
    const files = openFiles(rotation.folders.files, store.keys);
    const name = await files.write(Buffer.from('ijazah'));
    await keepAttachment(store, name);
    const aside = join(rotation.folders.spool, 'failed');
    await mkdir(aside, { recursive: true });
    await writeFile(
      join(aside, 'x.spool'),
      store.keys.sealBytes(Buffer.from('[]'), 'spool|x.spool'),
    );
    const plain = await openAll(store);
    const empty = [...plain].filter(([, texts]) => texts.length === 0).map(([column]) => column);
    expect(empty, 'columns without a row to try').to.deep.equal([]);

    await change([fresh, old]);
    expect((await leftBehind(rotation)).get('test')).to.be.above(20);
    expect([...(await resealAll(rotation))]).to.deep.equal([]);
    await change([fresh]);

    expect(await openAll(store)).to.deep.equal(plain);
    expect([...(await countByKey(store)).keys()]).to.deep.equal(['k2']);
    expect(await files.read(name)).to.deep.equal(Buffer.from('ijazah'));
    expect(await readdir(rotation.folders.files)).to.deep.equal([name]);
    const spooled = await readFile(join(aside, 'x.spool'));
    expect(store.keys.openBytes(spooled, 'spool|x.spool').toString()).to.equal('[]');
    await adoptIndexKey(store);
    expect(await lockPersonByNik(store, sealedNik)).to.include({ name: 'SITI AMINAH' });
    reached('keys-all-resealed', { 'sealed columns': plain.size, 'rows on the old key': 0 });
  });

  it('opens no cipher text in the place of another row', async () => {
    await fillSealed(store);
    let tried = 0;
    for (const column of sealedColumns) {
      const row: Record<string, string | number> | undefined = await store
        .sql(column.table)
        .whereNotNull(column.column)
        .whereNot(column.column, '')
        .first();
      const sealed = String(row?.[column.column]);
      const others = sealedColumns.map((other) => placeIn(other, row ?? {}));
      const elsewhere = Object.fromEntries(
        Object.entries(row ?? {}).map(([name, value]) => [name, `${value}0`]),
      );
      const places = others.filter((one) => one !== placeIn(column, row ?? {}));
      for (const place of [...places, placeIn(column, elsewhere), '']) {
        expect(() => store.keys.open(sealed, place), `${column.table} in ${place}`).to.throw();
        tried += 1;
      }
    }
    reached('cipher-text-bound', { 'other places tried': tried, opened: 0 });
  });

  it('leaves what was written meanwhile', async () => {
    await fillSealed(store);
    await change([fresh, old]);
    const column = sealedColumns.find(({ table }) => table === 'conversations');
    if (!column) throw new Error('no such column');
    const written = store.keys.seal('{"new":1}', 'conversations.state|1');
    const slow: Store = {
      ...store,
      transaction: async (work) => {
        await store.sql('conversations').update({ state_sealed: written });
        return store.transaction(work);
      },
    };
    const { resealed } = await resealSome(slow, column, { after: undefined, limit: 25 });
    expect(resealed).to.equal(0);
    const row: unknown = await store.sql('conversations').first('state_sealed');
    expect(row).to.deep.equal({ state_sealed: written });
  });

  it('goes through rows of a key of several columns in small steps', async () => {
    const vault = Array.from({ length: 7 }, (_, n) => ({
      account: `a${n % 2}`,
      category: `c${n % 3}`,
      id: `i${n}`,
      updated_at: 1,
    }));
    const column = sealedColumns.find(({ table }) => table === 'channel_vault');
    if (!column) throw new Error('no such column');
    const sealed = vault.map((row) => ({
      ...row,
      value_sealed: store.keys.seal(row.id, placeIn(column, row)),
    }));
    await store.sql('channel_vault').insert(sealed);
    await change([fresh, old]);
    let after: Awaited<ReturnType<typeof resealSome>>['after'];
    let all = 0;
    do {
      const some = await resealSome(store, column, { after, limit: 2 });
      all += some.resealed;
      after = some.after;
    } while (after);
    expect(all).to.equal(7);
    await change([fresh]);
    expect((await openAll(store)).get('channel_vault.value_sealed')).to.have.length(7);
  });

  it('does not let the old key go while something does not open', async () => {
    await fillSealed(store);
    await store.sql('persons').update({ nik_sealed: 'v1.test.AAAA.AAAA.AAAA' });
    await noteKey(store, old);
    await change([fresh, old]);
    const column = sealedColumns.find(({ table }) => table === 'persons');
    if (!column) throw new Error('no such column');
    const some = await resealSome(store, column, { after: undefined, limit: 25 });
    expect(some).to.deep.include({ resealed: 0, broken: 1 });
    expect((await leftBehind(rotation)).get('test')).to.be.above(0);
    expect(await listUsedKeys(store)).to.deep.equal([{ id: 'test', retired: false, held: true }]);
  });

  it('does not bring back a file that is erased meanwhile', async () => {
    await fillSealed(store);
    const files = openFiles(rotation.folders.files, store.keys);
    const [kept, erased] = [
      await files.write(Buffer.from('a')),
      await files.write(Buffer.from('b')),
    ];
    await keepAttachment(store, erased);
    await store.sql('attachments').where({ file: erased }).update({ status: 'erased' });
    await change([fresh, old]);
    expect(await resealFiles(store, rotation.folders)).to.equal(1);
    expect(await readdir(rotation.folders.files)).to.deep.equal([kept]);
    const sealed = await readFile(join(rotation.folders.files, kept), 'latin1');
    expect(keyIdOf(sealed)).to.equal('k2');
  });

  const refused = [
    { label: 'without the key of what is stored', given: [fresh], says: 'key test' },
    {
      label: 'with another key of the same id',
      given: [{ id: 'test', key: Buffer.alloc(32, 9) }],
      says: 'does not open',
    },
  ] as const;
  for (const { label, given, says } of refused) {
    it(`refuses to start ${label}, whose keys were never noted`, async () => {
      await fillSealed(store);
      await change([...given] as unknown as typeof before.secrets);
      const error: Error = await checkKeys(store).then(
        () => new Error('it started'),
        (thrown: Error) => thrown,
      );
      expect(error.name).to.equal('ConfigError');
      expect(error.message).to.include(says);
    });
  }

  it('refuses to start without a key that is noted, or with another of its id', async () => {
    await change([fresh]);
    await checkKeys(store);
    for (const secrets of [[old], [stranger], [old, stranger]] as const) {
      await change([...secrets] as unknown as typeof before.secrets);
      const said = await checkKeys(store).catch((error: Error) => error.message);
      expect(said).to.include('sealed with key k2');
    }
    await change([fresh, old]);
    await checkKeys(store);
  });

  it('refuses to start with a key that another process does not know yet', async () => {
    await tellHolder(store, 'mesin/1');
    await change([fresh, old]);
    const said = await checkKeys(store).catch((error: Error) => error.message);
    expect(said).to.include('mesin/1 does not know key k2');
    await store.sql('key_holders').update({ seen_at: 0 });
    await checkKeys(store);
    expect(activeKey(store.keys)).to.equal('k2');
  });

  it('refuses to serve with an index key that does not open', async () => {
    await fillSealed(store);
    const other = openKeyring([stranger]);
    const sealed = other.seal('x', 'index_keys.key|office');
    await store.sql('index_keys').update({ key_sealed: sealed });
    const error = await adoptIndexKey(store).catch((thrown: Error) => thrown.name);
    expect(error).to.equal('ConfigError');
  });
});
