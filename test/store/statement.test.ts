import { expect } from 'chai';
import { insertForIds, insertNew, insertRows } from '../../src/store/insert.ts';
import { allRows, firstRow } from '../../src/store/statement.ts';
import type { Db, Store } from '../../src/store/store.ts';
import { onEachDatabase } from '../helpers/databases.ts';

const contact = (n: number) => ({ public_id: `c_${n}`, created_at: n });

const add = (db: Db, ...numbers: readonly number[]) =>
  insertRows<{ id: number; public_id: string }>(
    db,
    'contacts',
    numbers.map(contact),
    'on conflict (public_id) do nothing returning id, public_id',
  );

onEachDatabase('statements written out', (open) => {
  let store: Store;

  beforeEach(async () => {
    store = await open();
  });

  it('insert any number of rows and give them back in their order', async () => {
    const numbers = Array.from({ length: 700 }, (_, n) => n);
    const rows = await add(store, ...numbers);
    expect(rows.map(({ public_id: id }) => id)).to.deep.equal(numbers.map((n) => `c_${n}`));
    expect(rows.map(({ id }) => id)).to.deep.equal(
      rows.map(({ id }) => id).toSorted((a, b) => a - b),
    );
  });

  it('insert nothing for no rows', async () => {
    expect(await add(store)).to.deep.equal([]);
  });

  it('give the ids of new rows in their order', async () => {
    const numbers = Array.from({ length: 700 }, (_, n) => 700 - n);
    const ids = await insertForIds(store, 'contacts', numbers.map(contact));
    const text = 'select id, created_at as n from contacts order by id';
    const rows = await allRows<{ id: number; n: number }>(store, text);
    expect(rows).to.deep.equal(numbers.map((n, at) => ({ id: ids[at], n })));
    expect(await insertForIds(store, 'contacts', [])).to.deep.equal([]);
  });

  it('give those rows that were not there yet', async () => {
    const addNew = (...numbers: readonly number[]) =>
      insertNew(store, 'contacts', numbers.map(contact), ['public_id']);
    expect(await addNew(2)).to.deep.equal([contact(2)]);
    expect(await addNew(1, 2, 3)).to.deep.equal([contact(1), contact(3)]);
    expect(await addNew(1, 2)).to.deep.equal([]);
    expect(await addNew()).to.deep.equal([]);
  });

  it('leave out what conflicts', async () => {
    await add(store, 1);
    const rows = await add(store, 1, 2);
    expect(rows.map(({ public_id: id }) => id)).to.deep.equal(['c_2']);
  });

  it('take lists of numbers and of words beside single values', async () => {
    const rows = await add(store, 1, 2, 3);
    const ids = rows.map(({ id }) => id);
    const found = await allRows<{ name: string }>(
      store,
      `select public_id as name from contacts
       where id in (?) and created_at > ? and public_id in (?) order by id`,
      [ids, 1, ['c_1', 'c_3']],
    );
    expect(found).to.deep.equal([{ name: 'c_3' }]);
  });

  it('find nothing in an empty list', async () => {
    await add(store, 1);
    expect(await allRows(store, 'select id from contacts where id in (?)', [[]])).to.deep.equal([]);
  });

  it('give the first row or undefined', async () => {
    await add(store, 4);
    const text = 'select created_at as at from contacts where public_id = ?';
    expect(await firstRow(store, text, ['c_4'])).to.deep.equal({ at: 4 });
    expect(await firstRow(store, text, ['c_5'])).to.equal(undefined);
  });

  it('belong to the transaction that they are run in', async () => {
    const failing = store.transaction(async (db) => {
      await add(db, 1);
      throw new Error('undone');
    });
    expect(await failing.catch((error: Error) => error.message)).to.equal('undone');
    expect(await allRows(store, 'select id from contacts')).to.deep.equal([]);
  });

  it('refuse to run in a transaction that is over', async () => {
    let late: Db | undefined;
    await store.transaction(async (db) => {
      late = db;
    });
    const error = await add(late as Db, 1).catch((reason: Error) => reason);
    expect(error).to.have.property('message', 'the transaction is over');
    expect(await allRows(store, 'select id from contacts')).to.deep.equal([]);
  });

  it("keep the driver's code of an error", async () => {
    const error = await insertRows(store, 'contacts', [{ public_id: null, created_at: 1 }]).catch(
      (reason: { code: string }) => reason.code,
    );
    expect(error).to.equal(store.dialect === 'sqlite' ? 'SQLITE_CONSTRAINT_NOTNULL' : '23502');
  });

  it('are heard by whoever listens to queries', async () => {
    const heard: string[] = [];
    store.sql.on('query', ({ sql }: { sql: string }) => heard.push(sql));
    await store.transaction(async (db) => {
      await allRows(db, 'select id from contacts where id in (?)', [[1]]);
    });
    expect(heard.filter((text) => text.includes('from contacts'))).to.have.length(1);
  });
});
