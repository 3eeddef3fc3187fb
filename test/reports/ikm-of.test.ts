import { expect } from 'chai';
import { ikmOf } from '../../src/reports/ikm-of.ts';
import { seedOffices } from '../../src/services/offices.ts';
import { addSurvey, rateSurvey } from '../../src/store/ratings.ts';
import { readRatings } from '../../src/core/survey.ts';
import { onEachDatabase, type Store } from '../helpers/databases.ts';

onEachDatabase('ikmOf', (open) => {
  let store: Store;

  beforeEach(async () => {
    store = await open();
    await seedOffices(store);
  });

  async function rated(id: string, digits: string, answeredOn: string, officeCode = '35.08') {
    await addSurvey(store, { id, officeCode, service: 'own', medium: 'sms', answeredOn });
    await rateSurvey(store, id, readRatings(digits, 1));
  }

  it('is of one office and the days that were asked for, both included', async () => {
    await rated('a', '444444444', '2026-11-01');
    await rated('b', '222222222', '2026-11-30');
    await rated('c', '111111111', '2026-12-01');
    await rated('d', '111111111', '2026-11-15', '35.09');
    const november = { from: '2026-11-01', to: '2026-11-30' };
    const report = await ikmOf(store, { office: '35.08', ...november });
    expect(report).to.include({
      respondents: 2,
      index: 75,
      grade: 'C',
      table: 'Permenpan RB 14/2017',
    });
    expect(await ikmOf(store, november)).to.include({ respondents: 3, index: 58.33, grade: 'D' });
  });

  it('counts one who stopped half way where there are ratings', async () => {
    await rated('a', '444444444', '2026-11-01');
    await rated('b', '222', '2026-11-01');
    const report = await ikmOf(store, { from: '2026-11-01', to: '2026-11-30' });
    expect(report.elements.map(({ n, average }) => [n, average])).to.deep.equal([
      ...Array.from({ length: 3 }, () => [2, 3]),
      ...Array.from({ length: 6 }, () => [1, 4]),
    ]);
    expect(report).to.include({ blanks: 6, index: 91.67, grade: 'A' });
  });

  it('says how many should have answered', async () => {
    const report = await ikmOf(store, { from: '2026-11-01', to: '2026-11-30' });
    expect(report).to.include({ population: 0, sample: 0, index: null });
  });
});
