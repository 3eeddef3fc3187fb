import { expect } from 'chai';
import { seedOffices } from '../../src/services/offices.ts';
import { listMatterMessages } from '../../src/store/matter-messages.ts';
import type { Store } from '../../src/store/store.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { addVillager } from '../helpers/villager.ts';

onEachDatabase('consultations.open', (open) => {
  let store: Store;

  beforeEach(async () => {
    store = await open();
    await seedOffices(store);
  });

  it('gives a number and keeps the question, sealed', async () => {
    const villager = await addVillager(store);
    const outcome = await villager.asks('consultations.open', { pertanyaan: 'Kapan job fair?' });
    expect(outcome).to.deep.equal({
      name: 'opened',
      values: { nomor: 'K1001', balas_sampai: 'Sel 24 Nov 08.00' },
    });
    const matter: Record<string, unknown> = await store.sql('matters').first();
    expect(matter).to.include({
      kind: 'K',
      number: 1001,
      status: 'open',
      office_code: '35.08',
      contact_id: villager.id,
      assignee_id: null,
    });
    const messages = await listMatterMessages(store, Number(matter['id']));
    expect(messages.map(({ direction, text }) => [direction, text])).to.deep.equal([
      ['in', 'Kapan job fair?'],
    ]);
    const row: { body_sealed: string } = await store.sql('matter_messages').first();
    expect(row.body_sealed).to.match(/^v1\./).and.not.contain('Kapan');
  });

  it('gives a number of its own to each question of many at once', async () => {
    const villagers = [];
    for (let n = 0; n < 8; n += 1) villagers.push(await addVillager(store));
    const outcomes = await Promise.all(
      villagers.map((villager) => villager.asks('consultations.open', { pertanyaan: 'x' })),
    );
    const numbers = new Set(outcomes.map(({ values }) => values['nomor']));
    expect(numbers).to.deep.equal(new Set(Array.from({ length: 8 }, (_, n) => `K${1001 + n}`)));
  });

  it('is undone with the turn that asked for it', async () => {
    const villager = await addVillager(store);
    const question = { pertanyaan: 'x' };
    const { actions } = await import('../../src/services/index.ts');
    const turn = store.transaction(async (db) => {
      const contact = { id: villager.id, userId: '+62812', medium: 'sms' as const };
      const context = { db, now: new Date(), office: '35.08', contact };
      await actions['consultations.open']?.run(question, context);
      throw new Error('the turn failed');
    });
    expect(await turn.catch(String)).to.contain('the turn failed');
    expect(await store.sql('matters')).to.deep.equal([]);
    expect((await villager.asks('consultations.open', question)).name).to.equal('opened');
  });
});
