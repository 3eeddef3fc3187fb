import { expect } from 'chai';
import { openKeyring } from '../../src/core/keys.ts';
import { actions } from '../../src/services/index.ts';
import { seedOffices } from '../../src/services/offices.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openStore, type Store } from '../../src/store/store.ts';
it('seekers.register gives the first number to the first person', async () => {
  const store: Store = await openStore(
    { file: ':memory:' },
    openKeyring([{ id: 'test', key: Buffer.alloc(32, 1) }]),
  );
  await migrate(store);
  await seedOffices(store);
  const [{ id }] = await store
    .sql('contacts')
    .insert({ public_id: 'c_1', created_at: 1 })
    .returning('id');
  const out = await store.transaction((db) =>
    actions['seekers.register']!.run(
      { nik: '3508105201990001', nama: 'SITI AMINAH', pendidikan: 'SMK', keterampilan: ['jahit'] },
      {
        db,
        now: new Date('2026-11-23T00:00:00Z'),
        office: '35.08',
        contact: { id, userId: '+62812', medium: 'sms' },
      },
    ),
  );
  expect(out).to.deep.equal({ name: 'registered', values: { nomor: 'D1001' } });
  await store.close();
});
