import { expect } from 'chai';
import { searchVacancies } from '../../src/services/vacancy-search.ts';
import { readWish } from '../../src/services/wish.ts';
import type { Db } from '../../src/store/store.ts';
import {
  indexVacancies,
  unindexVacancies,
  type IndexEntry,
} from '../../src/store/vacancy-index.ts';
import { onEachDatabase, type Store } from '../helpers/databases.ts';
import { fillVacancies, today } from '../helpers/vacancies.ts';

const office = '35.08';
const asked = {
  words: 'jahit',
  place: null,
  education: null,
  kind: 'job',
  everything: false,
} as const;

async function titles(db: Db): Promise<readonly string[]> {
  const result = await searchVacancies(db, { wanted: readWish(asked, office), office, now: today });
  return result.kind === 'found' ? result.vacancies.map(({ title }) => title) : [];
}

async function entryOf({ sql }: Store): Promise<IndexEntry> {
  const row: { vacancy_id: number; number: number; verified_at: number } =
    await sql('vacancy_search').first();
  return {
    vacancyId: row.vacancy_id,
    number: row.number,
    kind: 'job',
    officeCode: office,
    regencyCode: office,
    districtCode: null,
    country: null,
    level: 0,
    scope: 'AKL',
    disabilityFriendly: false,
    closesOn: '2027-01-31',
    verifiedAt: row.verified_at,
    wageMin: null,
    wageMax: null,
    title: 'Penjahit',
    titleRoots: ['jahit'],
    otherRoots: [],
  };
}

class Undone extends Error {}

onEachDatabase('what a search remembers of vacancies', (open) => {
  let store: Store;

  beforeEach(async () => {
    store = await open();
    await fillVacancies(store, [{ title: 'Penjahit', officeCode: office }]);
    expect(await titles(store)).to.deep.equal(['Penjahit']);
  });

  it('is never shown once the vacancy was changed', async () => {
    await indexVacancies(store, [{ ...(await entryOf(store)), title: 'Penjahit kebaya' }]);
    expect(await titles(store)).to.deep.equal(['Penjahit kebaya']);
  });

  it('is never shown once the vacancy was closed', async () => {
    await unindexVacancies(store, [(await entryOf(store)).vacancyId]);
    expect(await titles(store)).to.deep.equal([]);
  });

  it('does not outlive a transaction that was undone', async () => {
    const entry = await entryOf(store);
    const undone = store.transaction(async (db) => {
      await indexVacancies(db, [{ ...entry, title: 'Penjahit kebaya' }]);
      expect(await titles(db)).to.deep.equal(['Penjahit kebaya']);
      throw new Undone();
    });
    await undone.catch((error: unknown) => expect(error).to.be.instanceOf(Undone));
    expect(await titles(store)).to.deep.equal(['Penjahit']);
  });
});
