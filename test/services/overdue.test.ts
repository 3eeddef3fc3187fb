import { expect } from 'chai';
import { retain } from '../../src/gateway/retention.ts';
import { sweepFiles } from '../../src/gateway/sweep-files.ts';
import type { AttachmentFiles } from '../../src/services/attachment-files.ts';
import { forgetUnknown } from '../../src/services/learning.ts';
import { listOverdue } from '../../src/services/overdue.ts';
import { timedTables, untimedTables, type Timed } from '../../src/store/kept-tables.ts';
import { onEachDatabase, type Store } from '../helpers/databases.ts';
import { testStart } from '../helpers/gateway.ts';
import { reached } from '../helpers/reached.ts';
import { fillSealed } from '../helpers/sealed-office.ts';

const tablesOf = {
  sqlite: `select name from sqlite_master where type = 'table' and name not like 'sqlite_%'
    and name not like '%\\_fts\\_%' escape '\\'`,
  postgres: `select table_name as name from information_schema.tables where table_schema = 'public'`,
};

const dayMs = 86_400_000;
const eager = { target: 4, rest: 0, busy: () => 0, wait: 1 };
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const noFiles = { olderThan: async () => [] } as unknown as AttachmentFiles;

/** So many days after everything was stored. */
const later = (days: number): Date => new Date(testStart.getTime() + days * dayMs);

const daysOf = ({ days }: Timed): number =>
  typeof days === 'number' ? days : { received: 30, sent: 90, searches: 400, trail: 1826 }[days];

onEachDatabase('what may not be kept any more', (open, dialect) => {
  let store: Store;

  before(async () => {
    store = await open();
    await fillSealed(store);
    const [seeker] = await store.sql('seekers').select('id');
    const [officer] = await store.sql('officers').select('id');
    const [account] = await store.sql('accounts').select('id');
    const at = testStart.getTime();
    const slip = { seeker_id: seeker.id, officer_id: officer.id, token_index: 'x' };
    await store.sql('seeker_slips').insert({ ...slip, created_at: at, expires_at: at });
    const report = { account_id: account.id, provider_id: 'p', status: 'sent', received_at: at };
    await store.sql('delivery_reports').insert(report);
    const miss = { office_code: '35.08', day: '2026-11-23', kind: 'job', words: 'las' };
    await store.sql('search_misses').insert(miss);
    await store.sql('outbound_messages').update({ status: 'sent' });
    await store.sql('attachments').update({ matter_id: null, status: 'kept' });
  });

  it('is said of every table', async () => {
    const found = await store.sql.raw(tablesOf[dialect]);
    const rows: { name: string }[] = dialect === 'postgres' ? found.rows : found;
    const listed = [...timedTables.map(({ table }) => table), ...untimedTables.keys()];
    const own = rows.map(({ name }) => name);
    expect(own.filter((name) => !listed.includes(name))).to.deep.equal([]);
    const gone = listed.filter((name) => name !== 'seeker_fts' && name !== 'vacancy_fts');
    expect(gone.filter((name) => !own.includes(name))).to.deep.equal([]);
    expect(new Set(listed).size).to.equal(listed.length);
  });

  const names = async (days: number): Promise<readonly string[]> =>
    (await listOverdue(store, later(days))).map(({ table }) => table);

  for (const timed of timedTables) {
    it(`is seen in ${timed.table}, two days after its time`, async () => {
      expect(await names(daysOf(timed))).not.to.include(timed.table);
      expect(await names(daysOf(timed) + 4)).to.include(timed.table);
    });
  }

  it('is gone after the jobs have run', async () => {
    const at = later(2000);
    const before = await listOverdue(store, at);
    expect(before).to.have.length(timedTables.length);
    await retain({ store, clock: () => at, log }, new AbortController().signal, eager);
    await forgetUnknown(store, at);
    await sweepFiles(store, noFiles, at);
    expect(await listOverdue(store, at)).to.deep.equal([]);
    reached('nothing-kept-too-long', { tables: timedTables.length, 'overdue rows': 0 });
  });
});
