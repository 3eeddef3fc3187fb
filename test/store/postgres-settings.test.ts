import { expect } from 'chai';
import { migrate } from '../../src/store/migrate.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { freshPostgres, testKeys, type FreshDatabase } from '../helpers/databases.ts';
import { until } from '../helpers/until.ts';

async function show(store: Store, name: string): Promise<string> {
  const { rows } = await store.sql.raw<{ rows: Readonly<Record<string, string>>[] }>(
    `show ${name}`,
  );
  return rows[0]?.[name] ?? '';
}

describe('a connection to PostgreSQL', () => {
  let database: FreshDatabase;
  let store: Store;
  beforeEach(async () => {
    database = await freshPostgres();
    store = await openStore({ url: database.url, pool: 2, statementTimeout: 1_000 }, testKeys);
  });
  afterEach(async () => {
    await store.close();
    await database.drop();
  });

  const rows = [
    { name: 'application_name', value: 'sapakerja' },
    { name: 'statement_timeout', value: '1s' },
    { name: 'lock_timeout', value: '1s' },
    { name: 'idle_in_transaction_session_timeout', value: '30s' },
  ];
  for (const { name, value } of rows) {
    it(`has ${name} ${value}`, async () => {
      expect(await show(store, name)).to.equal(value);
    });
  }

  it('is one of two at most', async () => {
    const pids = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const found: { rows: { pid: number }[] } = await store.sql.raw(
          'select pg_backend_pid() as pid, pg_sleep(0.02)',
        );
        return found.rows[0]?.pid;
      }),
    );
    expect(new Set(pids).size).to.be.at.most(2);
  });

  it('gives up a statement that takes too long, and is used again', async () => {
    const error: unknown = await store.sql.raw('select pg_sleep(5)').catch((e: unknown) => e);
    expect(error).to.include({ code: '57014' });
    expect(await show(store, 'lock_timeout')).to.equal('1s');
  });

  it('gives up a lock that another holds on to', async () => {
    const other = await openStore({ url: database.url }, testKeys);
    const error: unknown = await other
      .transaction(async (db) => {
        await db.sql.raw('lock table contacts');
        return store.sql('contacts').first('id');
      })
      .catch((e: unknown) => e);
    await other.close();
    expect(error).to.have.property('code').that.is.oneOf(['55P03', '57014']);
  });

  it('waits for another that migrates, however long that takes', async () => {
    const other = await openStore({ url: database.url }, testKeys);
    let waited: Promise<readonly string[]> | undefined;
    await other.transaction(async (db) => {
      await db.sql.raw('select pg_advisory_xact_lock(8350800)');
      waited = migrate(store);
      const since = performance.now();
      await until(() => performance.now() - since > 1_500);
    });
    expect(await waited).to.deep.equal([]);
    await other.close();
  });
});
