import { connect } from 'node:net';
import { once } from 'node:events';
import { expect } from 'chai';
import { isMigrated } from '../src/store/migrate.ts';
import { isLoopback } from './helpers/closed-network.ts';
import { onEachDatabase, type Store } from './helpers/databases.ts';

async function addContact(store: Store, name: string): Promise<void> {
  await store.sql('contacts').insert({ public_id: name, created_at: 1 });
}

onEachDatabase('a test database', (open, dialect) => {
  it('is of the named dialect and migrated', async () => {
    const store = await open();
    expect(store.dialect).to.equal(dialect);
    expect(await isMigrated(store)).to.equal(true);
  });

  for (const round of [1, 2]) {
    it(`is empty at the start of test ${round}`, async () => {
      const store = await open();
      expect(await store.sql('contacts')).to.deep.equal([]);
      await addContact(store, 'x');
    });
  }

  it('is another one at each opening', async () => {
    const [one, other] = [await open(), await open()];
    await addContact(one, 'x');
    expect(await other.sql('contacts')).to.deep.equal([]);
  });

  describe('opened before the tests', () => {
    let store: Store;
    before(async () => {
      store = await open();
    });
    for (const round of [1, 2]) {
      it(`is still open in test ${round}`, async () => {
        await addContact(store, `round ${round}`);
        expect(await store.sql('contacts')).to.have.length(round);
      });
    }
  });
});

describe('the network in tests', () => {
  it('refuses a socket to another machine', async () => {
    const [error] = (await once(connect(80, '192.0.2.1'), 'error').catch((reason: unknown) => [
      reason,
    ])) as [Error];
    expect(error.message).to.include('no network');
  });

  it('refuses fetch from another machine', async () => {
    const error = await fetch('http://192.0.2.1/').catch((reason: unknown) => reason);
    expect((error as Error).cause)
      .to.have.property('message')
      .that.includes('no network');
  });

  const hosts = [
    { label: 'a name', host: 'localhost', expected: true },
    { label: 'an address', host: '127.0.0.1', expected: true },
    { label: 'IPv6', host: '::1', expected: true },
    { label: 'a name that looks like an address', host: '127.example.com', expected: false },
    { label: 'another machine', host: '192.0.2.1', expected: false },
  ];
  for (const { label, host, expected } of hosts) {
    it(`${expected ? 'takes' : 'does not take'} ${label} for this machine`, () => {
      expect(isLoopback(host)).to.equal(expected);
    });
  }
});
