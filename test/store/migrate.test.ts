import { expect } from 'chai';
import { isMigrated, migrate } from '../../src/store/migrate.ts';
import { openStore } from '../../src/store/store.ts';
import { freshPostgres, testKeys } from '../helpers/databases.ts';

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
        await migrate({ ...store, transaction: (work) => work(db) });
        throw cut;
      });
      expect(await cutOff.catch((error: unknown) => error)).to.equal(cut);
      expect(await store.sql.schema.hasTable('contacts')).to.equal(false);
      expect(await migrate(store)).not.to.deep.equal([]);
    } finally {
      await store.close();
    }
  });
});
