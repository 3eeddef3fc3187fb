import { expect } from 'chai';
import { freshenStatistics } from '../../src/store/statistics.ts';
import type { Store } from '../../src/store/store.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { until } from '../helpers/until.ts';

/** PostgreSQL counts a process's changes when that is idle, within a second. */
const changes = (store: Store) =>
  store
    .sql('pg_stat_user_tables')
    .where({ relname: 'contacts' })
    .first<{ readonly n: number }>('n_mod_since_analyze as n');

const addContacts = (store: Store, from: number, to: number) =>
  store.sql.raw(
    `insert into contacts (public_id, created_at)
       select 'c' || n, 1 from generate_series(${from}, ${to}) as n`,
  );

onEachDatabase('statistics of tables that grow', (open, dialect) => {
  if (dialect === 'sqlite') {
    it('are none', async () => {
      expect(await freshenStatistics(await open())).to.deep.equal([]);
    });
    return;
  }

  it('are looked at again when a table has tripled, and not before', async () => {
    const store = await open();
    expect(await freshenStatistics(store)).to.deep.equal([]);
    await addContacts(store, 1, 1_000);
    await until(async () => (await changes(store))?.n === 1_000);
    expect(await freshenStatistics(store)).to.deep.equal(['contacts']);
    const [{ reltuples }] = await store.sql('pg_class').where({ relname: 'contacts' });
    expect(reltuples).to.equal(1_000);
    await addContacts(store, 1_001, 2_000);
    await until(async () => (await changes(store))?.n === 1_000);
    expect(await freshenStatistics(store)).to.deep.equal([]);
  });
});
