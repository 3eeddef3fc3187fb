import { expect } from 'chai';
import { seedOffices } from '../../src/services/offices.ts';
import { insertOfficer } from '../../src/store/officers.ts';
import {
  endPresence,
  forgetPresence,
  listPresent,
  markPresent,
  presenceLife,
} from '../../src/store/presence.ts';
import { onEachDatabase, type Store } from '../helpers/databases.ts';
import { addVillager } from '../helpers/villager.ts';

const now = Date.parse('2026-11-23T08:00:00+07:00');

onEachDatabase('presence', (open) => {
  let store: Store;
  let dewi: number;
  let budi: number;
  beforeEach(async () => {
    store = await open();
    await seedOffices(store);
    const villager = await addVillager(store);
    await villager.asks('consultations.open', { pertanyaan: 'Kapan job fair?' });
    const officer = { role: 'officer', office: '35.08', passwordHash: 'x', at: 1 } as const;
    dewi = (await insertOfficer(store, { ...officer, username: 'dewi', name: 'Dewi Lestari' }))!;
    budi = (await insertOfficer(store, { ...officer, username: 'budi', name: 'Budi' }))!;
  });

  const matter = async (): Promise<number> => {
    const row: { id: number } = await store.sql('matters').first('id');
    return row.id;
  };

  it('is a new look only when the page was not open a moment before', async () => {
    const key = { officerId: dewi, matterId: await matter() };
    expect(await markPresent(store, key, now)).to.equal(true);
    expect(await markPresent(store, key, now + 20_000)).to.equal(false);
    expect(await markPresent(store, key, now + 20_000 + presenceLife)).to.equal(true);
  });

  it('lists who has it open, by name, until they leave or go silent', async () => {
    const matterId = await matter();
    await markPresent(store, { officerId: budi, matterId }, now);
    await markPresent(store, { officerId: dewi, matterId }, now + 10_000);
    const names = async (at: number) => (await listPresent(store, at)).map(({ name }) => name);
    expect(await names(now + 10_000)).to.deep.equal(['Dewi Lestari', 'Budi']);
    expect(await names(now + presenceLife)).to.deep.equal(['Dewi Lestari']);
    await endPresence(store, { officerId: dewi, matterId }, now + presenceLife);
    expect(await names(now + presenceLife + 3_000)).to.deep.equal([]);
  });

  it('takes a page that is read anew for the same look', async () => {
    const key = { officerId: dewi, matterId: await matter() };
    await markPresent(store, key, now);
    await endPresence(store, key, now + 1_000);
    expect(await markPresent(store, key, now + 2_000)).to.equal(false);
    await endPresence(store, key, now + 3_000);
    expect(await markPresent(store, key, now + 6_001)).to.equal(true);
  });

  it('forgets who was there long ago', async () => {
    await markPresent(store, { officerId: budi, matterId: await matter() }, now);
    await forgetPresence(store, now + presenceLife);
    expect(await store.sql('presence')).to.deep.equal([]);
  });
});
