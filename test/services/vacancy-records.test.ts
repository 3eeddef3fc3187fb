import { expect } from 'chai';
import type { RejectedRequest } from '../../src/core/errors.ts';
import { seedOffices } from '../../src/services/offices.ts';
import { search } from '../../src/services/vacancies.ts';
import { vacancyChange, vacancyForm } from '../../src/services/vacancy-form.ts';
import {
  createVacancy,
  getVacancy,
  listVacancies,
  updateVacancy,
} from '../../src/services/vacancy-records.ts';
import {
  closeExpired,
  closeVacancy,
  rejectVacancy,
  verifyVacancy,
} from '../../src/services/vacancy-status.ts';
import type { Store } from '../../src/store/store.ts';
import { countByStatus } from '../../src/store/vacancy-counts.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { fillVacancies, today } from '../helpers/vacancies.ts';

const officer = { id: 7, office: '35.08', role: 'officer' };
const deed = { officer, now: today };

const form = vacancyForm.parse({
  title: ' Operator  jahit ',
  employer: 'CV Busana Asri',
  kind: 'job',
  area: '35.08.04',
  education: 'SMP',
  wageMin: 2_400_000,
  openings: 5,
  closesOn: '2026-12-31',
});

async function refusal(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'no refusal',
    (error: RejectedRequest) => [error.status, error.code],
  );
}

async function found(store: Store, kata: string): Promise<readonly unknown[]> {
  const contact = { id: 1, userId: '+6281234567890', medium: 'sms' } as const;
  const { values } = await search.run(
    { kata },
    { db: store, now: today, office: '35.08', contact },
  );
  return (values['nomor'] as string[] | undefined) ?? [];
}

onEachDatabase('vacancy records', (open) => {
  let store: Store;
  beforeEach(async () => {
    store = await open();
    await seedOffices(store);
  });

  it('keeps a report unpublished until it is verified', async () => {
    const made = await createVacancy(store, form, deed);
    expect(made).to.include({
      number: 'L1001',
      title: 'Operator jahit',
      status: 'draft',
      office: '35.08',
    });
    expect(made.area).to.deep.equal({ code: '35.08.04', name: 'Pasirian' });
    expect(await found(store, 'jahit')).to.deep.equal([]);
    await verifyVacancy(store, 'L1001', deed);
    expect(await found(store, 'jahit')).to.deep.equal(['L1001']);
  });

  it('belongs to the office of the workplace, else to the officer own', async () => {
    const there = await createVacancy(store, { ...form, area: '35.09' }, deed);
    const abroad = await createVacancy(store, { ...form, area: null, country: 'Taiwan' }, deed);
    expect([there.office, abroad.office]).to.deep.equal(['35.09', '35.08']);
  });

  it('is verified only by the office of the workplace, the province or an admin', async () => {
    await createVacancy(store, { ...form, area: '35.09' }, deed);
    expect(await refusal(verifyVacancy(store, 'L1001', deed))).to.deep.equal([403, 'other-office']);
    const province = { officer: { ...officer, office: '35' }, now: today };
    expect(await verifyVacancy(store, 'L1001', province)).to.include({ status: 'verified' });
  });

  it('verifies twice as once', async () => {
    await createVacancy(store, form, deed);
    await verifyVacancy(store, 'L1001', deed);
    await verifyVacancy(store, 'L1001', { ...deed, now: new Date(today.getTime() + 1000) });
    const audits: unknown[] = await store.sql('audit').where({ action: 'vacancy.verify' });
    expect(audits).to.have.length(1);
  });

  const refused = [
    {
      label: 'an expired one',
      now: new Date('2027-01-01T00:00:00Z'),
      code: 'vacancy-expired',
      close: false,
    },
    { label: 'a closed one', now: today, code: 'vacancy-closed', close: true },
  ];
  for (const { label, now, code, close } of refused) {
    it(`does not verify ${label}`, async () => {
      await createVacancy(store, form, deed);
      if (close) await closeVacancy(store, 'L1001', deed);
      expect(await refusal(verifyVacancy(store, 'L1001', { officer, now }))).to.deep.equal([
        409,
        code,
      ]);
    });
  }

  it('hides what is rejected or closed after it was published', async () => {
    for (const hide of [
      () => rejectVacancy(store, 'L1001', 'minta uang seragam', deed),
      () => closeVacancy(store, 'L1002', deed),
    ]) {
      const { number } = await createVacancy(store, form, deed);
      await verifyVacancy(store, number, deed);
      expect(await found(store, 'jahit')).to.deep.equal([number]);
      await hide();
      expect(await found(store, 'jahit')).to.deep.equal([]);
    }
    expect(await getVacancy(store, 'L1001')).to.include({
      status: 'rejected',
      rejectReason: 'minta uang seragam',
    });
  });

  it('finds by the new words at once when it is changed', async () => {
    await createVacancy(store, form, deed);
    await verifyVacancy(store, 'L1001', deed);
    const change = vacancyChange.parse({ title: 'Sopir', area: '35.08.05', wageMax: null });
    const changed = await updateVacancy(store, 'l 1001', change, deed);
    expect(changed).to.include({
      title: 'Sopir',
      wageMin: 2_400_000,
      wageMax: null,
      status: 'verified',
    });
    expect(await found(store, 'sopir tempeh')).to.deep.equal(['L1001']);
    expect(await found(store, 'jahit')).to.deep.equal([]);
  });

  it('refuses a lowest wage above the highest', async () => {
    await createVacancy(store, form, deed);
    const change = { wageMax: 1_000_000 };
    expect(await refusal(updateVacancy(store, 'L1001', change, deed))).to.deep.equal([
      400,
      'wage-min-too-high',
    ]);
    expect(
      await refusal(createVacancy(store, { ...form, ageMin: 40, ageMax: 20 }, deed)),
    ).to.deep.equal([400, 'age-min-too-high']);
  });

  it('closes what is expired, and nothing else', async () => {
    const days = ['2026-11-22', '2026-11-23', '2026-11-01'];
    await fillVacancies(
      store,
      days.map((closesOn) => ({ closesOn })),
    );
    expect(await closeExpired(store, today)).to.equal(2);
    expect(await closeExpired(store, today)).to.equal(0);
    const { items } = await listVacancies(store, { office: '35.08', status: 'verified' });
    expect(items.map(({ number }) => number)).to.deep.equal(['L1002']);
    expect(await store.sql('vacancy_search').pluck('number')).to.deep.equal([1002]);
  });

  it('says undefined of numbers it does not know', async () => {
    expect(await getVacancy(store, 'L9999')).to.equal(undefined);
    expect(await getVacancy(store, 'D1001')).to.equal(undefined);
    expect(await verifyVacancy(store, 'L9999', deed)).to.equal(undefined);
  });

  it('writes who did what', async () => {
    await createVacancy(store, form, deed);
    await rejectVacancy(store, 'L1001', 'alamat palsu', deed);
    const rows = await store.sql('audit').select('actor', 'action', 'subject').orderBy('id');
    expect(rows).to.deep.equal([
      { actor: 'officer:7', action: 'vacancy.create', subject: 'L1001' },
      { actor: 'officer:7', action: 'vacancy.reject', subject: 'L1001' },
    ]);
  });

  it('pages through a list by status and office', async () => {
    await fillVacancies(
      store,
      Array.from({ length: 5 }, (_, at) => ({
        title: `Kasir ${at}`,
        status: at === 2 ? ('draft' as const) : ('verified' as const),
      })),
    );
    const first = await listVacancies(store, { office: '35.08', status: 'verified', limit: 3 });
    expect(first.items.map(({ number }) => number)).to.deep.equal(['L1005', 'L1004', 'L1002']);
    const cursor = first.next ?? '';
    const last = await listVacancies(store, {
      office: '35.08',
      status: 'verified',
      limit: 3,
      cursor,
    });
    expect([last.items.length, last.next]).to.deep.equal([1, null]);
    expect((await listVacancies(store, { office: '35.09' })).items).to.deep.equal([]);
    expect((await listVacancies(store, {})).items).to.deep.equal([]);
    expect((await listVacancies(store, { seesAll: true })).items).to.have.length(5);
    expect(await refusal(listVacancies(store, { seesAll: true, cursor: 'x' }))).to.deep.equal([
      400,
      'bad-cursor',
    ]);
  });
});

onEachDatabase('words in a long list', (open) => {
  it('are looked for in parts, so that none takes long, and found in the last', async () => {
    const store = await open();
    await fillVacancies(store, [
      { title: 'Penyelam mutiara', status: 'closed' },
      ...Array.from({ length: 5_000 }, () => ({ title: 'Kasir', status: 'closed' as const })),
    ]);
    const query = { office: '35.08', words: 'mutiara' };
    const first = await listVacancies(store, query);
    expect([first.items.length, first.partly]).to.deep.equal([0, true]);
    const { items, next, partly } = await listVacancies(store, {
      ...query,
      cursor: first.next ?? '',
    });
    expect(items.map(({ number }) => number)).to.deep.equal(['L1001']);
    expect([next, partly]).to.deep.equal([null, false]);
  });
});

onEachDatabase('countByStatus', (open) => {
  it('counts each status so far and no further', async () => {
    const store = await open();
    await fillVacancies(store, [{}, {}, {}, { status: 'draft' }, { officeCode: '35.09' }]);
    const office = await countByStatus(store, '35.08', 2);
    expect([...office]).to.deep.equal([
      ['draft', 1],
      ['verified', 2],
      ['rejected', 0],
      ['closed', 0],
    ]);
    expect((await countByStatus(store, undefined, 100)).get('verified')).to.equal(4);
  });
});

describe('vacancyForm', () => {
  const wrong = [
    { label: 'an unknown area', field: { area: '99.99' } },
    { label: 'a kind of no list', field: { kind: 'gig' } },
    { label: 'a school of no list', field: { education: 'STM' } },
    { label: 'no openings', field: { openings: 0 } },
    { label: 'a date that is none', field: { closesOn: '2026-02-30' } },
    { label: 'an empty title', field: { title: '  ' } },
    { label: 'a field it does not know', field: { pangkat: 'x' } },
  ];
  for (const { label, field } of wrong) {
    it(`refuses ${label}`, () => {
      expect(vacancyForm.safeParse({ ...form, ...field }).success).to.equal(false);
    });
  }
});
