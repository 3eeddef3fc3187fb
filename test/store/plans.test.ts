import { expect } from 'chai';
import { migrate } from '../../src/store/migrate.ts';
import { listDead } from '../../src/store/dead-messages.ts';
import { claimFailed } from '../../src/store/inbound.ts';
import { readStamps } from '../../src/store/matter-changes.ts';
import { claimOutbound } from '../../src/store/outbox.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { testKeys } from '../helpers/databases.ts';

interface Query {
  readonly sql: string;
  readonly bindings: readonly string[];
}

/** How SQLite answers the first query of `work`. */
async function planOf(store: Store, work: () => Promise<unknown>): Promise<string> {
  const asked: Query[] = [];
  store.sql.on('query', (query: Query) => asked.push(query));
  await work();
  const [first] = asked;
  if (!first) throw new Error('nothing was asked');
  const rows: { detail: string }[] = await store.sql.raw(
    `explain query plan ${first.sql}`,
    first.bindings,
  );
  return rows.map(({ detail }) => detail).join('\n');
}

// PostgreSQL sees from `in ('queued', 'sending')` that a partial index will do, SQLite does not.
const cases = [
  {
    label: 'claiming what is due',
    work: (store: Store) => claimOutbound(store, { accountId: 1, limit: 16 }),
    indexes: ['outbound_due', 'outbound_head'],
  },
  {
    label: 'claiming failed messages',
    work: (store: Store) => claimFailed(store, { accountIds: [1, 2], pause: 10_000 }),
    indexes: ['inbound_due'],
  },
  {
    label: 'listing dead messages',
    work: (store: Store) => listDead(store, '35.08'),
    indexes: ['inbound_dead'],
  },
  {
    label: 'looking at what changed',
    work: (store: Store) => readStamps(store, [], 0),
    indexes: ['matters_updated_at_index'],
  },
];

describe('SQLite', () => {
  for (const { label, work, indexes } of cases) {
    it(`reads no message that is done when ${label}`, async () => {
      const store = await openStore({ file: ':memory:' }, testKeys);
      await migrate(store);
      const plan = await planOf(store, () => work(store));
      for (const index of indexes) expect(plan).to.contain(`USING INDEX ${index}`);
      await store.close();
    });
  }
});
