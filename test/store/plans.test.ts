import { expect } from 'chai';
import { migrate } from '../../src/store/migrate.ts';
import { listDead } from '../../src/store/dead-messages.ts';
import { claimAttachments } from '../../src/store/attachments.ts';
import { listErasedAttachments } from '../../src/store/erased-attachments.ts';
import { claimFailed } from '../../src/store/inbound.ts';
import { listMatterAttachments } from '../../src/store/matter-attachments.ts';
import { readStamps } from '../../src/store/matter-changes.ts';
import { holdDue, holdOverdue } from '../../src/store/matter-due.ts';
import {
  findListed,
  lastActive,
  recentHandling,
  selectMatters,
  selectWaiting,
} from '../../src/store/matter-lists.ts';
import { selectOpenMatters } from '../../src/store/open-matters.ts';
import { expireStale } from '../../src/store/expired.ts';
import { claimOutbound } from '../../src/store/outbox.ts';
import { listStranded } from '../../src/store/stand-ins.ts';
import { selectSeekers } from '../../src/store/registered-seekers.ts';
import { takeUnindexed } from '../../src/store/seeker-index.ts';
import { selectVacancies } from '../../src/store/vacancy-lists.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { countWaiting } from '../../src/store/waiting.ts';
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
    indexes: ['outbound_line', 'outbound_head'],
  },
  {
    label: 'claiming within a budget',
    work: (store: Store) =>
      claimOutbound(store, { accountId: 1, limit: 1, left: { replies: 3, bulk: 0 }, quiet: true }),
    indexes: ['outbound_line', 'outbound_head'],
  },
  {
    label: 'putting aside what is too late',
    work: (store: Store) => expireStale(store, 1, 1),
    indexes: ['outbound_expiry'],
  },
  {
    label: 'claiming files that are due',
    work: (store: Store) =>
      claimAttachments(store, { accountIds: [1], limit: 4, now: 1, pause: 1 }),
    indexes: ['attachments_due'],
  },
  {
    label: 'looking for erased files',
    work: (store: Store) => listErasedAttachments(store, 100),
    indexes: ['attachments_due'],
  },
  {
    label: 'listing the files of a matter',
    work: (store: Store) => listMatterAttachments(store, [1]),
    indexes: ['attachments_matter_id_index'],
  },
  {
    label: 'looking for what is stranded',
    work: (store: Store) => listStranded(store, 1),
    indexes: ['outbound_refused'],
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

const eyes = { officerId: 1, audiences: ['office'], office: '35.08' } as const;
const all = { ...eyes, office: undefined };
const opened = { limit: 51, status: 'open' } as const;
const pace = { officeCode: '35.08', kind: 'K', since: 1, limit: 99 } as const;

/**
 * Of 100,000 matters nearly all are closed: none of these may read them all. Without statistics
 * SQLite takes an index of the status where PostgreSQL takes a partial one: as few rows.
 */
const matterCases: readonly (readonly [string, (store: Store) => Promise<unknown>, string])[] = [
  ['the queue', (store) => selectWaiting(store, eyes, 200), 'office_code_status_id_index'],
  ['the queue of the province', (store) => selectWaiting(store, all, 200), 'status_id_index'],
  ['how many wait', (store) => countWaiting(store, '35.08', 1), 'office_code_status_id_index'],
  ['one status', (store) => selectMatters(store, eyes, opened), 'office_code_status_id_index'],
  ['one status everywhere', (store) => selectMatters(store, all, opened), 'status_id_index'],
  [
    'one matter',
    (store) => findListed(store, eyes, { kind: 'K', number: 1 }),
    'kind_number_unique',
  ],
  ['what is open', (store) => selectOpenMatters(store, [1, 2]), 'contact_id_status_index'],
  ['the pace', (store) => recentHandling(store, pace), 'office_code_kind_answered_at_index'],
  ['an officer’s last word', (store) => lastActive(store, 1), 'assignee_id_active_at_index'],
  ['claims that lapse', (store) => holdDue(store, 1), 'due'],
  ['what is overdue', (store) => holdOverdue(store, 1), 'status_id_index'],
];

/** Of 1,000,000 vacancies and 5,000,000 seekers none of these may read or sort them all. */
const listCases: readonly (readonly [string, (store: Store) => Promise<unknown>, string])[] = [
  [
    'the newest of an office',
    (store) => selectVacancies(store, { office: '35.08', limit: 51 }),
    'vacancies_newest',
  ],
  [
    'one status of an office',
    (store) => selectVacancies(store, { office: '35.08', status: 'draft', limit: 51 }),
    'vacancies_office_code_status_id_index',
  ],
  [
    'one status everywhere',
    (store) => selectVacancies(store, { status: 'draft', limit: 51 }),
    'vacancies_by_status',
  ],
  [
    'seekers of an office',
    (store) => selectSeekers(store, { office: '35.08', limit: 51 }),
    'seekers_newest',
  ],
  [
    'who is not indexed',
    (store) => takeUnindexed(store, { after: 0, limit: 9 }),
    'seekers_unindexed',
  ],
];

describe('SQLite', () => {
  it('claims in the order of the index: a million messages that wait are not sorted', async () => {
    const store = await openStore({ file: ':memory:' }, testKeys);
    await migrate(store);
    const plan = await planOf(store, () => claimOutbound(store, { accountId: 1, limit: 16 }));
    await store.close();
    expect(plan).to.contain('account_id=? AND class<?').and.not.contain('TEMP B-TREE');
  });
  for (const [label, work, index] of listCases) {
    it(`finds ${label} in the order of an index`, async () => {
      const store = await openStore({ file: ':memory:' }, testKeys);
      await migrate(store);
      const plan = await planOf(store, () => work(store));
      expect(plan).to.match(new RegExp(`USING (?:COVERING )?INDEX ${index}\\b`));
      expect(plan).to.not.contain('TEMP B-TREE');
      await store.close();
    });
  }

  for (const { label, work, indexes } of cases) {
    it(`reads no message that is done when ${label}`, async () => {
      const store = await openStore({ file: ':memory:' }, testKeys);
      await migrate(store);
      const plan = await planOf(store, () => work(store));
      for (const index of indexes) expect(plan).to.contain(`USING INDEX ${index}`);
      await store.close();
    });
  }

  for (const [label, work, index] of matterCases) {
    it(`finds ${label} among matters by an index`, async () => {
      const store = await openStore({ file: ':memory:' }, testKeys);
      await migrate(store);
      const plan = await planOf(store, () => work(store));
      expect(plan).to.match(new RegExp(`USING (?:COVERING )?INDEX matters_${index}\\b`));
      expect(plan).to.not.match(/SCAN (?:m|matters)\b(?! USING)/);
      await store.close();
    });
  }
});
