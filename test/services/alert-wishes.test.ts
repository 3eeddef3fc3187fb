import { expect } from 'chai';
import { keepWish, wantedBy, wishesFor } from '../../src/services/alert-wishes.ts';
import { searchVacancies } from '../../src/services/vacancy-search.ts';
import { forgetWishes, openWishes } from '../../src/store/alert-wishes.ts';
import { dropNews, listNews, readFresh } from '../../src/store/vacancy-news.ts';
import type { NewVacancy } from '../../src/store/vacancies.ts';
import { onEachDatabase, type Store } from '../helpers/databases.ts';
import { fillVacancies, today } from '../helpers/vacancies.ts';

const words =
  'jahit; penjahit; menjahit baju; jahit bordir payet; jahit pasirian; jahti; sopir; supir truk; driver; sopir smp; sopir s1; admin toko; kasir toko smk; semua; apa saja pasirian; pasirian; smk; lulusan sd; tempeh sma; magang; magang jahit; luar negeri; operator produksi jember; difabel'.split(
    '; ',
  );
const offices = ['35.08', '35.09', '35'];

const published: readonly (readonly Partial<NewVacancy>[])[] = [
  [{ title: 'Penjahit gorden' }],
  [{ title: 'Operator produksi', description: 'menjahit dan bordir', areaCode: '35.08.05' }],
  [{ title: 'Sopir truk', education: 'SMA', officeCode: '35.09', areaCode: '35.09.01' }],
  [
    { title: 'Sopir pribadi', education: 'SD' },
    { title: 'Kasir', skills: ['jaga toko'] },
  ],
  [{ title: 'Admin gudang', education: 'SMK', disabilityFriendly: true }],
  [{ title: 'Pemagangan jahit', kind: 'apprenticeship' }],
  [{ title: 'Perawat lansia', country: 'Taiwan', areaCode: null, scope: 'AKAN' }],
];

const breathe = async (): Promise<void> => {};

onEachDatabase('wishesFor', (open) => {
  let store: Store;
  let number = 1001;

  async function publish(rows: readonly Partial<NewVacancy>[]): Promise<readonly number[]> {
    const added = await fillVacancies(
      store,
      rows.map((row) => ({ ...row, number: number++ })),
    );
    return added.map(({ id }) => id);
  }

  const keep = (kata: string, office = '35.08'): Promise<number> =>
    store.transaction((db) => keepWish(db, { words: kata, office }, today));

  async function found(ids: readonly number[]): Promise<readonly number[]> {
    const fresh = await readFresh(store, ids);
    const wishes: number[] = [];
    for await (const { id } of wishesFor(store, fresh, { now: today, breathe })) wishes.push(id);
    return wishes.toSorted((a, b) => a - b);
  }

  beforeEach(async () => {
    store = await open();
    number = 1001;
    await fillVacancies(store, []);
  });

  it('finds for each new vacancy just those wishes whose search gives it', async () => {
    const kept: number[] = [];
    for (const office of offices) for (const one of words) kept.push(await keep(one, office));
    const wishes = await openWishes(store, kept);
    for (const rows of published) {
      const ids = await publish(rows);
      const searched: number[] = [];
      for (const wish of wishes.values()) {
        const search = { wanted: wantedBy(wish), office: wish.officeCode, now: today };
        const result = await searchVacancies(store, search);
        const all = result.kind === 'found' ? result.vacancies : [];
        if (all.some(({ id }) => ids.includes(id))) searched.push(wish.id);
      }
      expect(await found(ids), JSON.stringify(rows)).to.deep.equal(
        searched.toSorted((a, b) => a - b),
      );
    }
  });

  it('keeps equal wishes once, each office its own', async () => {
    const first = await keep('jahit pasirian');
    expect(await keep('JAHIT, di Pasirian')).to.equal(first);
    expect(await keep('jahit pasirian', '35.09')).not.to.equal(first);
    expect(await store.sql('job_alert_wishes')).to.have.length(2);
  });

  it('writes no word that could be read', async () => {
    await keep('jahit bordir pasirian');
    const rows = JSON.stringify([
      await store.sql('job_alert_wishes'),
      await store.sql('job_alert_words'),
    ]);
    expect(rows).not.to.match(/jahit|bordir|pasirian/i);
    for (const { token } of await store.sql('job_alert_words')) {
      expect(Number.isSafeInteger(token)).to.equal(true);
    }
  });

  it('notes each published vacancy until it was looked through', async () => {
    const ids = await publish([{ title: 'Penjahit' }, { title: 'Sopir', status: 'draft' }]);
    expect(await listNews(store, 10)).to.deep.equal(ids.slice(0, 1));
    await dropNews(store, ids);
    expect(await listNews(store, 10)).to.deep.equal([]);
  });

  it('forgets wishes that nobody has, not those of the last day', async () => {
    await keep('jahit');
    const day = 86_400_000;
    const step = { after: 0, limit: 10 };
    await forgetWishes(store, { ...step, before: today.getTime() });
    expect(await store.sql('job_alert_wishes')).to.have.length(1);
    await forgetWishes(store, { ...step, before: today.getTime() + day });
    expect(await store.sql('job_alert_wishes')).to.deep.equal([]);
    expect(await store.sql('job_alert_words')).to.deep.equal([]);
  });
});
