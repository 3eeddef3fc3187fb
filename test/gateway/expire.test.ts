import { expect } from 'chai';
import { expire } from '../../src/gateway/expire.ts';
import { fillDemo } from '../../src/services/demo.ts';
import { onEachDatabase } from '../helpers/databases.ts';

const demoDay = new Date('2026-11-23T08:00:00+07:00');
const nextYear = new Date('2027-11-23T08:00:00+07:00');

onEachDatabase('expire', (open) => {
  it('closes every vacancy whose last day is over, more than one batch of them, once', async () => {
    const store = await open();
    await fillDemo(store, { vacancies: 700, seekers: 0, seed: 1, now: demoDay });
    const count = async (status: string): Promise<number> => {
      const rows: { n: number }[] = await store
        .sql('vacancies')
        .where({ status })
        .count({ n: '*' });
      return rows[0]?.n ?? 0;
    };
    const published = await count('verified');
    expect(await expire(store, nextYear)).to.be.at.least(published);
    expect(await count('verified')).to.equal(0);
    expect(await expire(store, nextYear)).to.equal(0);
  });
});
