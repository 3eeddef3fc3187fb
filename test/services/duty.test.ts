import { expect } from 'chai';
import { callOrder, listDuty, saveDuty, type DutyEntry } from '../../src/services/duty.ts';
import { seedOffices } from '../../src/services/offices.ts';
import { insertOfficer } from '../../src/store/officers.ts';
import type { Store } from '../../src/store/store.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { onDuty } from '../helpers/duty.ts';

const now = new Date('2026-11-23T08:00:00+07:00');

onEachDatabase('the duty list', (open) => {
  let store: Store;

  beforeEach(async () => {
    store = await open();
    await seedOffices(store);
  });

  const save = (...entries: DutyEntry[]) =>
    store.transaction((db) => saveDuty(db, '35.08', entries, { by: 1, now }));

  it('is saved whole, in the order of calling, with phones as they are dialled abroad', async () => {
    expect(await save(onDuty('0812-0000-0001'), onDuty('+6281200000002'))).to.deep.equal([]);
    expect(await save(onDuty('+6281200000002'), onDuty('081200000001'))).to.deep.equal([]);
    const list = await listDuty(store, '35.08');
    expect(list.map(({ userId }) => userId)).to.deep.equal(['+6281200000002', '+6281200000001']);
    const lines: unknown[] = await store.sql('audit').where({ action: 'duty.save' });
    expect(lines).to.have.length(2);
  });

  const wrong = [
    { label: 'a name of one letter', entry: onDuty('081200000001', { name: 'A' }), field: 'name' },
    { label: 'half a phone', entry: onDuty('0812'), field: 'userId' },
    {
      label: 'a phone for Telegram',
      entry: onDuty('+6281200000001', { medium: 'telegram' }),
      field: 'userId',
    },
    { label: 'an eighth day', entry: onDuty('081200000001', { days: '8' }), field: 'days' },
    { label: 'a day twice', entry: onDuty('081200000001', { days: '11' }), field: 'days' },
    { label: 'no hour', entry: onDuty('081200000001', { starts: '25:00' }), field: 'hours' },
    {
      label: 'no time at all',
      entry: onDuty('081200000001', { starts: '08:00', ends: '08:00' }),
      field: 'hours',
    },
    { label: 'a stranger', entry: onDuty('081200000001', { officerId: 99 }), field: 'officer' },
  ];
  for (const { label, entry, field } of wrong) {
    it(`refuses ${label} and leaves the old list`, async () => {
      await save(onDuty('081200000005'));
      expect(await save(onDuty('081200000001'), entry)).to.deep.equal([{ row: 1, field }]);
      expect(await listDuty(store, '35.08')).to.have.length(1);
    });
  }

  it('takes an officer of the office', async () => {
    const person = { username: 'dewi', name: 'Dewi', role: 'officer', office: '35.08' } as const;
    const officerId = await insertOfficer(store, { ...person, passwordHash: '-', at: 1 });
    expect(await save(onDuty('081200000001', { officerId: officerId ?? 0 }))).to.deep.equal([]);
  });

  it('calls those on duty, then supervisors at any hour, nobody twice', async () => {
    await save(
      onDuty('081200000003', { supervisor: true, days: '7' }),
      onDuty('081200000001'),
      onDuty('081200000002', { days: '67' }),
      onDuty('081200000001'),
    );
    const order = await callOrder(store, '35.08', now);
    expect(order.map(({ userId }) => userId)).to.deep.equal(['+6281200000001', '+6281200000003']);
  });
});
