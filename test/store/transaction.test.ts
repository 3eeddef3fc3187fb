import { expect } from 'chai';
import { insertRows } from '../../src/store/insert.ts';
import { allRows } from '../../src/store/statement.ts';
import { openStore, savepoint, undoInMemory, type Db, type Store } from '../../src/store/store.ts';
import { onEachDatabase, testKeys } from '../helpers/databases.ts';

const add = (db: Db, n: number) =>
  insertRows(db, 'contacts', [{ public_id: `c_${n}`, created_at: n }]);

/** How many listen to the queries of a store. */
const ears = ({ sql }: Store): number => (sql.client as NodeJS.EventEmitter).listenerCount('query');

const message = (error: Error): string => error.message;

onEachDatabase('a transaction', (open) => {
  let store: Store;

  beforeEach(async () => {
    store = await open();
  });

  const kept = async (): Promise<string[]> => {
    const rows = await allRows<{ id: string }>(store, 'select public_id as id from contacts');
    return rows.map(({ id }) => id).toSorted();
  };

  it('keeps what statements and the builder wrote, and gives what the work gave', async () => {
    const given = await store.transaction(async (db) => {
      await add(db, 1);
      await db.sql('contacts').insert({ public_id: 'c_2', created_at: 2 });
      expect(await db.sql('contacts').pluck('created_at').orderBy('created_at')).to.deep.equal([
        1, 2,
      ]);
      return 'done';
    });
    expect(given).to.equal('done');
    expect(await kept()).to.deep.equal(['c_1', 'c_2']);
  });

  it('undoes what both wrote when the work throws', async () => {
    const failing = store.transaction(async (db) => {
      await add(db, 1);
      await db.sql('contacts').insert({ public_id: 'c_2', created_at: 2 });
      throw new Error('undone');
    });
    expect(await failing.catch(message)).to.equal('undone');
    expect(await kept()).to.deep.equal([]);
  });

  it('undoes a savepoint alone, also one of the builder', async () => {
    await store.transaction(async (db) => {
      await add(db, 1);
      const fail = async (): Promise<never> => {
        await add(db, 2);
        throw new Error('one message');
      };
      expect(await savepoint(db, fail).catch(message)).to.equal('one message');
      const within = db.sql.transaction(async (sql) => {
        await sql('contacts').insert({ public_id: 'c_3', created_at: 3 });
        throw new Error('within');
      });
      expect(await within.catch(message)).to.equal('within');
      await add(db, 4);
    });
    expect(await kept()).to.deep.equal(['c_1', 'c_4']);
  });

  it('ends with its work: its builder asks nothing on a connection that others have', async () => {
    let late: Db | undefined;
    await store.transaction(async (db) => {
      late = db;
      await db.sql('contacts').select('id');
    });
    const asked = Promise.resolve(late?.sql('contacts').select('id'));
    expect(await asked.catch(message)).to.equal('the transaction is over');
  });

  it('leaves the connection free when its commit fails', async () => {
    const { sql } = store;
    await sql.schema.createTable('parents', (table) => table.integer('id').primary());
    const constraint = 'references parents (id) deferrable initially deferred';
    await sql.raw(`create table children (parent integer ${constraint})`);
    try {
      const failing = store.transaction((db) => allRows(db, 'insert into children values (7)'));
      const code = await failing.catch((error: { code: string }) => error.code);
      expect(code).to.equal(store.dialect === 'sqlite' ? 'SQLITE_CONSTRAINT_FOREIGNKEY' : '23503');
      await store.transaction((db) => add(db, 1));
      expect(await kept()).to.deep.equal(['c_1']);
      expect(await sql('children').select('parent')).to.deep.equal([]);
    } finally {
      await sql.schema.dropTable('children').dropTable('parents');
    }
  });

  it('leaves no ear behind at the store', async () => {
    const before = ears(store);
    for (let n = 0; n < 3; n += 1)
      await store.transaction(({ sql }) => sql('contacts').first('id'));
    expect(ears(store)).to.equal(before);
  });
});

describe('savepoints on SQLite', () => {
  it('are kept in memory once the database is migrated', async () => {
    const store = await openStore({ file: ':memory:' }, testKeys);
    await undoInMemory(store);
    expect(await store.sql.raw('pragma temp_store')).to.deep.equal([{ temp_store: 2 }]);
    await store.close();
  });
});
