import Database from 'better-sqlite3';
import { expect } from 'chai';
import { waitForWriters } from '../../src/store/patience.ts';
import { allRows } from '../../src/store/statement.ts';
import type { Store } from '../../src/store/store.ts';
import { makePlace, openPlace, type Place } from '../helpers/server.ts';

/** What asks for the lock of the file. */
const writers: readonly {
  readonly label: string;
  readonly write: (store: Store) => Promise<unknown>;
}[] = [
  {
    label: 'a transaction',
    write: (store) => store.transaction(({ sql }) => sql('seen').insert({ n: 1 })),
  },
  { label: 'a query of its own', write: ({ sql }) => sql('seen').insert({ n: 1 }) },
  {
    label: 'a prepared statement of its own',
    write: (store) => allRows(store, 'insert into seen (n) values (?)', [1]),
  },
];

describe('a store beside another program that writes', () => {
  let place: Place;
  let store: Store;
  let other: Database.Database;
  beforeEach(async () => {
    place = await makePlace('sqlite');
    store = await openPlace(place);
    await store.sql.schema.createTable('seen', (table) => table.integer('n'));
    other = new Database(place.address.file);
    other.exec('begin immediate');
  });
  afterEach(async () => {
    other.close();
    await store.close();
    await place.clear();
  });

  for (const { label, write } of writers) {
    it(`has ${label} wait without holding up the main thread`, async () => {
      await waitForWriters(store, 60_000);
      const written = write(store);
      await new Promise((resolve) => setTimeout(resolve, 30)); // never, if the thread were held up
      other.exec('commit');
      await written;
      expect(await store.sql('seen')).to.deep.equal([{ n: 1 }]);
    });

    it(`has ${label} fail when that takes too long`, async () => {
      await waitForWriters(store, 20);
      const failed = await write(store).then(
        () => undefined,
        (error: unknown) => (error as { code?: unknown }).code,
      );
      expect(failed).to.equal('SQLITE_BUSY');
      other.exec('commit');
      await write(store); // nothing is left half
    });
  }
});
