import { expect } from 'chai';
import { isMigrated, knownMigrations, migrate } from '../../src/store/migrate.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { freshPostgres, testKeys } from '../helpers/databases.ts';

async function openMigrated(): Promise<Store> {
  const store = await openStore({ file: ':memory:' }, testKeys);
  await migrate(store);
  return store;
}

describe('migrate', function () {
  this.timeout(120_000);

  it('is done once by connections that start together on PostgreSQL', async () => {
    const { url, drop } = await freshPostgres();
    try {
      const empty = await openStore({ url }, testKeys);
      await empty.sql.raw('drop schema public cascade; create schema public');
      await empty.close();
      const stores = await Promise.all(
        Array.from({ length: 6 }, () => openStore({ url }, testKeys)),
      );
      const applied = await Promise.all(stores.map((store) => migrate(store)));
      expect(applied.filter((names) => names.length > 0)).to.have.length(1);
      for (const store of stores) expect(await isMigrated(store)).to.equal(true);
      await Promise.all(stores.map((store) => store.close()));
    } finally {
      await drop();
    }
  });

  it('leaves nothing half done when a migration is cut off', async () => {
    const store = await openStore({ file: ':memory:' }, testKeys);
    try {
      const cut = new Error('killed');
      const cutOff = store.transaction(async (db) => {
        await migrate({ ...store, ...db, transaction: (work) => work(db) });
        throw cut;
      });
      expect(await cutOff.catch((error: unknown) => error)).to.equal(cut);
      expect(await store.sql.schema.hasTable('contacts')).to.equal(false);
      expect(await migrate(store)).not.to.deep.equal([]);
    } finally {
      await store.close();
    }
  });

  const ofNewer = { name: '999-of-a-newer-program.js', batch: 2, migration_time: new Date(0) };
  const databases = [
    { label: 'one that is as this program has it', change: async () => undefined, ready: true },
    {
      label: 'one that lacks the newest',
      change: async ({ sql }: Store) =>
        sql('knex_migrations')
          .where('name', (await knownMigrations()).at(-1) ?? '')
          .delete(),
      ready: false,
    },
    {
      label: 'one of a newer program',
      change: ({ sql }: Store) => sql('knex_migrations').insert(ofNewer),
      ready: true,
    },
  ] as const;
  for (const { label, change, ready } of databases) {
    it(`says of ${label} that it is ${ready ? 'ready' : 'not ready'}`, async () => {
      const store = await openMigrated();
      await change(store);
      expect(await isMigrated(store)).to.equal(ready);
      await store.close();
    });
  }

  it('says of an empty database that it is not ready, and leaves it empty', async () => {
    const store = await openStore({ file: ':memory:' }, testKeys);
    expect(await isMigrated(store)).to.equal(false);
    expect(await store.sql('sqlite_master').pluck('name')).to.deep.equal([]);
    await store.close();
  });

  it('asks two things of a database that lacks nothing, and writes nothing', async () => {
    const store = await openMigrated();
    const asked: string[] = [];
    store.sql.on('query', ({ sql }: { readonly sql: string }) => asked.push(sql));
    expect(await migrate(store)).to.deep.equal([]);
    expect(asked).to.have.length(2);
    expect(asked.every((sql) => sql.startsWith('select'))).to.equal(true);
    await store.close();
  });

  it('refuses the database of a newer program', async () => {
    const store = await openMigrated();
    await store.sql('knex_migrations').insert(ofNewer);
    const error = await migrate(store).catch((thrown: unknown) => thrown);
    expect(String(error)).to.include(ofNewer.name);
    await store.close();
  });
});
