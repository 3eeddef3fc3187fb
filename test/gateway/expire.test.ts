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

  it('is done and noted once by several processes', async () => {
    const store = await open();
    await fillDemo(store, { vacancies: 300, seekers: 0, seed: 1, now: demoDay });
    const published: number[] = await store
      .sql('vacancies')
      .where({ status: 'verified' })
      .pluck('number');
    const closed = await Promise.all([1, 2, 3, 4].map(() => expire(store, nextYear)));
    expect(closed.reduce((sum, n) => sum + n, 0)).to.equal(published.length);
    const details: string[] = await store
      .sql('audit')
      .where({ action: 'vacancies.expire' })
      .pluck('detail');
    const noted = details.flatMap(
      (detail) => (JSON.parse(detail) as { numbers: number[] }).numbers,
    );
    expect(noted.toSorted((a, b) => a - b)).to.deep.equal(published.toSorted((a, b) => a - b));
  });
});
