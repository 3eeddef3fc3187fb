import { expect } from 'chai';
import { agencyAnswers, check } from '../../src/services/agencies.ts';
import { check as checkVacancy } from '../../src/services/vacancy-check.ts';
import type { Values } from '../../src/core/json.ts';
import type { Store } from '../../src/store/store.ts';
import { saveOfficeSettings } from '../../src/store/offices.ts';
import { seedOffices } from '../../src/services/offices.ts';
import { fillAgencies } from '../helpers/agencies.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { fillVacancies, today } from '../helpers/vacancies.ts';

const contact = { id: 1, userId: '+6281234567801', medium: 'sms' } as const;

onEachDatabase('agencies.check', (open) => {
  let store: Store;

  beforeEach(async () => {
    store = await open();
    await seedOffices(store);
  });

  const ask = (input: Values, now = today, office = '35.08') =>
    check.run(input, { db: store, now, office, contact });

  it('finds an agency with the day of the list and the end of its licence', async () => {
    await fillAgencies(store, [{ name: 'PT Contoh Uji' }]);
    expect(await ask({ nama: 'p.t. contoh uji' })).to.deep.equal({
      name: 'found',
      values: {
        nama: 'PT Contoh Uji',
        tanggal: '20-11-2026',
        izin: ', izin sampai 03-2028',
        hasil: 'ada di daftar 20-11-2026',
        calon: null,
      },
    });
  });

  const ends = [
    { label: 'ended yesterday', validUntil: '2026-11-22', name: 'ended' },
    { label: 'ends today', validUntil: '2026-11-23', name: 'found' },
    { label: 'has no end', validUntil: null, name: 'found' },
  ];
  for (const { label, validUntil, name } of ends) {
    it(`says ${name} of a licence that ${label}`, async () => {
      await fillAgencies(store, [{ validUntil }]);
      expect(await ask({ nama: 'contoh uji' })).to.have.property('name', name);
    });
  }

  it('counts the licence that ends last of one name', async () => {
    await fillAgencies(store, [{ validUntil: '2025-01-31' }, { validUntil: '2027-01-31' }]);
    expect(await ask({ nama: 'contoh uji' })).to.have.property('name', 'found');
  });

  const days = [
    { label: 'of thirty days', listDate: '2026-10-24', name: 'found' },
    { label: 'a day older', listDate: '2026-10-23', name: 'old' },
  ];
  for (const { label, listDate, name } of days) {
    it(`says ${name} by a list ${label}`, async () => {
      await fillAgencies(store, [{}], { listDate });
      expect(await ask({ nama: 'contoh uji' })).to.have.property('name', name);
    });
  }

  it('lets the office say how old a list may be', async () => {
    await fillAgencies(store, [{}], { listDate: '2026-10-23' });
    await saveOfficeSettings(store, '35.08', { agencyListDays: 60 });
    expect(await ask({ nama: 'contoh uji' })).to.have.property('name', 'found');
    expect(await agencyAnswers(store, '35.08', today)).to.include({
      age: 31,
      days: 60,
      old: false,
    });
  });

  it('says neither yes nor no without a list, or without a name', async () => {
    const unsure = await ask({ nama: 'PT Contoh Uji' });
    expect(unsure).to.deep.include({ name: 'old' });
    expect(unsure.values['keadaan']).to.equal('belum ada');
    expect(await ask({ nama: 'PT' })).to.have.property('name', 'asks');
    expect(await ask({})).to.have.property('name', 'asks');
  });

  it('answers by the list of the province when it is newer, or the only one', async () => {
    await fillAgencies(store, [{ name: 'PT Provinsi' }], { office: '35', listDate: '2026-11-21' });
    expect(await ask({ nama: 'provinsi' })).to.have.property('name', 'found');
    await fillAgencies(store, [{ name: 'PT Kabupaten' }], { listDate: '2026-11-20' });
    expect(await ask({ nama: 'provinsi' })).to.have.property('name', 'found');
    await fillAgencies(store, [{ name: 'PT Kabupaten' }], { listDate: '2026-11-22' });
    expect(await ask({ nama: 'provinsi' })).to.have.property('name', 'none');
    expect(await ask({ nama: 'provinsi' }, today, '35.09')).to.have.property('name', 'found');
  });

  it('asks back for what is only near, and takes the number that was chosen', async () => {
    await fillAgencies(store, [{ name: 'PT Anggrek Bulan' }, { name: 'PT Anggrek Bulan Abadi' }]);
    const asked = await ask({ nama: 'angrek bulan' });
    expect(asked).to.deep.include({ name: 'several' });
    expect(asked.values['mirip']).to.equal('1) PT Anggrek Bulan 2) PT Anggrek Bulan Abadi');
    const again = { nama: 'angrek bulan', calon: asked.values['calon'] ?? null };
    expect((await ask({ ...again, pilihan: 2 })).values['nama']).to.equal('PT Anggrek Bulan Abadi');
    expect(await ask({ ...again, pilihan: 3 })).to.have.property('name', 'unlisted');
    expect(await ask({ ...again, pilihan: 0 })).to.deep.include({ name: 'none' });
  });

  it('says a long name back shortened, in letters of an SMS', async () => {
    await fillAgencies(store, [{ name: 'PT Lain' }]);
    const { values } = await ask({ nama: `PT “Quux” ${'Zz '.repeat(40)}` });
    expect(values['nama']).to.be.a('string').with.lengthOf.at.most(60);
    expect(values['nama']).to.match(/^PT "Quux" Zz/);
  });
});

onEachDatabase('vacancies.check', (open) => {
  const cases = [
    { label: 'a vacancy that is open', nama: 'L1001', name: 'vacancy' },
    { label: 'its number in other spelling', nama: 'lowongan l-1001', name: 'vacancy' },
    { label: 'a vacancy abroad by an agency', nama: 'L1002', name: 'abroad' },
    { label: 'a draft', nama: 'L1003', name: 'unknown' },
    { label: 'a vacancy whose last day is over', nama: 'L1004', name: 'unknown' },
    { label: 'a number that is not there', nama: 'L1999', name: 'unknown' },
    { label: 'a number of another kind', nama: 'D1042', name: 'record' },
    { label: 'a search', nama: 'lowongan jahit', name: 'search' },
    { label: 'a company', nama: 'PT Contoh Uji', name: 'company' },
    { label: 'nothing', nama: '', name: 'company' },
  ];
  for (const { label, nama, name } of cases) {
    it(`takes ${label} for ${name}`, async () => {
      const store = await open();
      await fillVacancies(store, [
        {},
        { country: 'Taiwan', areaCode: null, agency: 'PT Contoh Uji' },
        { status: 'draft', verifiedAt: null },
        { closesOn: '2026-11-22' },
      ]);
      const context = { db: store, now: today, office: '35.08', contact };
      expect(await checkVacancy.run({ nama }, context)).to.have.property('name', name);
    });
  }
});
