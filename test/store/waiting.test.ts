import { expect } from 'chai';
import { seedOffices } from '../../src/services/offices.ts';
import { insertRows } from '../../src/store/insert.ts';
import type { Store } from '../../src/store/store.ts';
import { countWaiting } from '../../src/store/waiting.ts';
import { onEachDatabase } from '../helpers/databases.ts';

const minute = 60_000;
let number = 1_000;

/** Opens so many questions of an office. */
async function ask(store: Store, count: number): Promise<void> {
  const contact = { public_id: `c_${number}`, created_at: 1 };
  const [added] = await insertRows<{ id: number }>(store, 'contacts', [contact], 'returning id');
  const rows = Array.from({ length: count }, () => ({
    kind: 'K',
    number: (number += 1),
    office_code: '35.08',
    contact_id: added?.id ?? 0,
    status: 'open',
    opened_at: 1,
    updated_at: 1,
  }));
  await insertRows(store, 'matters', rows);
}

onEachDatabase('countWaiting', (open) => {
  let store: Store;

  beforeEach(async () => {
    store = await open();
    await seedOffices(store);
  });

  it('counts few anew each time', async () => {
    await ask(store, 3);
    expect(await countWaiting(store, '35.08', 0)).to.equal(3);
    await ask(store, 1);
    expect(await countWaiting(store, '35.08', 0)).to.equal(4);
    expect(await countWaiting(store, '35.09', 0)).to.equal(0);
  });

  it('counts many once a minute, within transactions too', async () => {
    await ask(store, 600);
    expect(await countWaiting(store, '35.08', 0)).to.equal(600);
    await ask(store, 1);
    const inside = await store.transaction((db) => countWaiting(db, '35.08', minute - 1));
    expect(inside).to.equal(600);
    expect(await countWaiting(store, '35.08', minute)).to.equal(601);
  });
});
