import { expect } from 'chai';
import { InputError } from '../../src/core/errors.ts';
import { localDate } from '../../src/core/format.ts';
import { readNik } from '../../src/core/nik.ts';
import { chanceOf } from '../../src/services/chance.ts';
import { fillDemo } from '../../src/services/demo.ts';
import { demoVacancy } from '../../src/services/demo-vacancies.ts';
import { toFields, vacancyForm } from '../../src/services/vacancy-form.ts';
import { selectSeekers } from '../../src/store/registered-seekers.ts';
import type { Store } from '../../src/store/store.ts';
import { selectVacancies } from '../../src/store/vacancy-lists.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { today } from '../helpers/vacancies.ts';

const request = { vacancies: 600, seekers: 300, seed: 5, now: today };

onEachDatabase('fillDemo', (open) => {
  let store: Store;
  before(async () => {
    store = await open();
    await fillDemo(store, request);
  });

  const all = (): Promise<readonly { status: string; closesOn: string; kind: string }[]> =>
    selectVacancies(store, { limit: 1_000 });

  it('makes as many as were asked for', async () => {
    expect(await all()).to.have.length(600);
    expect(await selectSeekers(store, { limit: 1_000 })).to.have.length(300);
  });

  it('has vacancies of every status and kind', async () => {
    const vacancies = await all();
    expect(new Set(vacancies.map(({ status }) => status))).to.deep.equal(
      new Set(['verified', 'draft', 'rejected', 'closed']),
    );
    expect(new Set(vacancies.map(({ kind }) => kind)).size).to.equal(2);
  });

  it('lets search find what is verified, and only that', async () => {
    const indexed: number[] = await store
      .sql('vacancy_search')
      .orderBy('vacancy_id')
      .pluck('vacancy_id');
    const verified: number[] = await store
      .sql('vacancies')
      .where({ status: 'verified' })
      .orderBy('id')
      .pluck('id');
    expect(indexed).to.deep.equal(verified);
  });

  it('gives each seeker an own NIK that is in order, with a serial from 9001', async () => {
    const seekers = await selectSeekers(store, { limit: 1_000 });
    for (const { nik, gender, birthDate } of seekers) {
      expect(readNik(nik, localDate(today)), nik).to.include({ kind: 'nik', gender, birthDate });
      expect(Number(nik.slice(-4))).to.be.within(9001, 9999);
    }
    expect(new Set(seekers.map(({ nik }) => nik)).size).to.equal(300);
  });

  it('refuses a database that is not empty', async () => {
    const refused = await fillDemo(store, request).catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(InputError);
  });
});

function make(seed: number): unknown[] {
  const chance = chanceOf(seed);
  return Array.from({ length: 50 }, () => demoVacancy(chance, today));
}

describe('demoVacancy', () => {
  it('is the same for the same seed, another for another', () => {
    expect(make(1)).to.deep.equal(make(1));
    expect(make(1)).not.to.deep.equal(make(2));
  });

  it('is what an employer could have reported', () => {
    const chance = chanceOf(3);
    for (let count = 0; count < 500; count += 1) {
      const {
        officeCode: _office,
        status: _status,
        rejectReason: _reason,
        verifiedBy: _by,
        verifiedAt: _at,
        areaCode,
        ...fields
      } = demoVacancy(chance, today);
      const { data: form } = vacancyForm.safeParse({ ...fields, area: areaCode });
      expect(form && toFields(form)).to.deep.equal({ ...fields, areaCode });
    }
  });
});
