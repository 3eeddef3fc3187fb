import { expect } from 'chai';
import type { Outcome } from '../../src/core/action.ts';
import type { Values } from '../../src/core/json.ts';
import type { ServiceContext } from '../../src/services/action.ts';
import { detail, search } from '../../src/services/vacancies.ts';
import type { Store } from '../../src/store/store.ts';
import type { NewVacancy } from '../../src/store/vacancies.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { fillVacancies, today } from '../helpers/vacancies.ts';

const pasirian = '35.08.04';
const tempeh = '35.08.05';
const ranuyoso = '35.08.20';

const rows: readonly Partial<NewVacancy>[] = [
  { title: 'Penjahit', areaCode: tempeh, education: 'SD' },
  { title: 'Operator jahit', areaCode: pasirian },
  { title: 'Penjahit sepatu', areaCode: ranuyoso },
  {
    title: 'Tukang las',
    areaCode: pasirian,
    employer: 'Bengkel Sumber Rejeki',
    skills: ['pengelasan'],
  },
  { title: 'Perawat', areaCode: '35.08.10', education: 'D3', employer: 'Klinik Sehat' },
  { title: 'Sopir truk', areaCode: '35.08.04.2003', employer: 'UD Pasir Jaya' },
  { title: 'Penjahit rahasia', areaCode: pasirian, status: 'draft' },
  { title: 'Penjahit ditolak', areaCode: pasirian, status: 'rejected' },
  { title: 'Penjahit tutup', areaCode: pasirian, status: 'closed' },
  { title: 'Penjahit lewat', areaCode: pasirian, closesOn: '2026-11-22' },
  { title: 'Caregiver', areaCode: null, country: 'Taiwan', scope: 'AKAN', agency: 'PT Contoh Uji' },
  {
    title: 'Operator produksi',
    areaCode: '21.71',
    scope: 'AKAD',
    employer: 'PT Elektronika Contoh',
  },
  { title: 'Kasir toko', areaCode: '35.78', officeCode: '35.78', employer: 'Toko Serba Ada' },
  { title: 'Magang operator jahit', kind: 'apprenticeship', areaCode: pasirian },
  { title: 'Juru masak', areaCode: ranuyoso, kind: 'job', employer: 'Warung Bu Contoh' },
  {
    title: 'Guru SD',
    areaCode: '35.08.15',
    education: 'S1',
    employer: 'Yayasan Cerdas',
    disabilityFriendly: true,
  },
];

const context = (db: Store): ServiceContext => ({
  db,
  now: today,
  office: '35.08',
  contact: { id: 1, userId: '+6281234567890', medium: 'sms' },
});

const ask = (store: Store, input: Values): Promise<Outcome> => search.run(input, context(store));

onEachDatabase('vacancies.search', (open) => {
  let store: Store;
  before(async () => {
    store = await open();
    await fillVacancies(store, rows);
  });

  const found = [
    {
      label: 'a trade in a kecamatan, that one first, then by distance',
      kata: 'JAHIT PASIRIAN',
      first: 'L1002',
      count: '3',
    },
    {
      label: 'another word of the same root',
      kata: 'menjahit di tempeh',
      first: 'L1001',
      count: '3',
    },
    {
      label: 'everyday words around it',
      kata: 'pak ada lowongan kerja utk tukang las g?',
      first: 'L1004',
      count: '1',
    },
    { label: 'a skill', kata: 'pengelasan', first: 'L1004', count: '1' },
    { label: 'a synonym', kata: 'driver', first: 'L1006', count: '1' },
    {
      label: 'a village of the kecamatan',
      kata: 'sopir selok awar awar',
      first: 'L1006',
      count: '1',
    },
    { label: 'an employer', kata: 'klinik sehat', first: 'L1005', count: '1' },
    { label: 'a letter left out', kata: 'jahi', first: 'L1003', count: '3' },
    { label: 'neighbours swapped', kata: 'pejnahit', first: 'L1003', count: '3' },
    { label: 'a letter too much', kata: 'soopir', first: 'L1006', count: '1' },
    { label: 'another letter', kata: 'prrawat', first: 'L1005', count: '1' },
    { label: 'a mistyped kecamatan', kata: 'jahit pasirain', first: 'L1002', count: '3' },
    { label: 'a country as a word', kata: 'taiwan', first: 'L1011', count: '1' },
    { label: 'a city elsewhere as a word', kata: 'kerja di batam', first: 'L1012', count: '1' },
    { label: 'a place alone', kata: 'pasirian', first: 'L1006', count: '3' },
    {
      label: 'the district itself is no kecamatan',
      kata: 'jahit lumajang',
      first: 'L1002',
      count: '3',
    },
    { label: 'a school narrows', kata: 'jahit sd', first: 'L1001', count: '1' },
    { label: 'a teacher of a school', kata: 'guru sd', first: 'L1016', count: '1' },
    {
      label: 'any of the words when none has all',
      kata: 'jahit batako',
      first: 'L1002',
      count: '3',
    },
    {
      label: 'work open to the disabled',
      kata: 'loker utk disabilitas',
      first: 'L1016',
      count: '1',
    },
    { label: 'everything', kata: 'semua', first: 'L1016', count: '11' },
    { label: 'whatever there is', kata: 'kerja apa saja', first: 'L1016', count: '11' },
    {
      label: 'apprenticeships by their own word',
      kata: 'magang jahit',
      first: 'L1014',
      count: '1',
    },
  ];
  for (const { label, kata, first, count } of found) {
    it(`finds by ${label}`, async () => {
      const { values } = await ask(store, { kata });
      expect({ first: (values['nomor'] as string[])?.[0], count: values['jumlah'] }).to.deep.equal({
        first,
        count,
      });
    });
  }

  const outcomes = [
    { label: 'nothing said', input: {}, name: 'vague' },
    {
      label: 'nothing that can be searched',
      input: { kata: 'ada lowongan kerja pak?' },
      name: 'vague',
    },
    { label: 'none anywhere', input: { kata: 'astronot' }, name: 'none' },
    { label: 'another district has it', input: { kata: 'kasir' }, name: 'nearby' },
    { label: 'another kecamatan has it', input: { kata: 'las klakah' }, name: 'nearby' },
    { label: 'for another school', input: { kata: 'perawat', pendidikan: 'SMP' }, name: 'nearby' },
    { label: 'a well spelt word is not bent to another', input: { kata: 'kopi' }, name: 'none' },
    { label: 'a place given by code', input: { kata: 'las', tempat: '35.08.19' }, name: 'nearby' },
    {
      label: 'a place in another regency by code',
      input: { kata: 'kasir', tempat: '35.78' },
      name: 'all',
    },
    { label: 'widened', input: { kata: 'las klakah', semua: true }, name: 'all' },
    { label: 'a page behind the last', input: { kata: 'las', halaman: 2 }, name: 'over' },
    { label: 'apprenticeships alone', input: { kata: 'las', jenis: 'magang' }, name: 'none' },
  ];
  for (const { label, input, name } of outcomes) {
    it(`says ${name}: ${label}`, async () => {
      expect((await ask(store, input)).name).to.equal(name);
    });
  }

  it('never shows what is unverified, rejected, closed or expired', async () => {
    const numbers: unknown[] = [];
    for (const halaman of [1, 2, 3, 4]) {
      const { values } = await ask(store, { kata: 'semua', halaman });
      numbers.push(...(values['nomor'] as string[]));
    }
    expect(numbers).to.include('L1001').and.not.include.members(['L1007']);
    for (const hidden of ['L1007', 'L1008', 'L1009', 'L1010'])
      expect(numbers).not.to.include(hidden);
  });

  it('tells how many there are elsewhere, and what was sought', async () => {
    const { values } = await ask(store, { kata: 'tukang las di klakah' });
    expect(values).to.include({ jumlah: '1', dicari: 'las di Klakah' });
  });

  it('numbers the lines on over the pages and keeps the numbers of all', async () => {
    const { name, values } = await ask(store, { kata: 'semua', halaman: 4 });
    expect(name).to.equal('all');
    expect(values['baris']).to.match(/^10\) /);
    expect(values['nomor']).to.have.length(11);
  });

  it('writes a line as title, place and wage', async () => {
    const { values } = await ask(store, { kata: 'las' });
    expect(values['baris']).to.equal('1) Tukang las, Pasirian, Rp2,4 jt');
  });
});

onEachDatabase('vacancies.detail', (open) => {
  let store: Store;
  before(async () => {
    store = await open();
    await fillVacancies(store, rows);
  });
  const nomor = ['L1002', 'L1004', 'L1007'];
  const cases = [
    { label: 'a number of the list', pilihan: 2, name: 'detail' },
    { label: 'the same as text', pilihan: '2', name: 'detail' },
    { label: 'an L number', pilihan: 'l 1001', name: 'detail' },
    { label: 'an L number without its letter', pilihan: '1001', name: 'detail' },
    { label: 'one that has become unpublished', pilihan: 3, name: 'gone' },
    { label: 'an expired one', pilihan: 'L1010', name: 'gone' },
    { label: 'an unknown one', pilihan: 'L9999', name: 'gone' },
    { label: 'a number that is not in the list', pilihan: 4, name: 'unlisted' },
    { label: 'other words', pilihan: 'sopir tempeh', name: 'other' },
  ];
  for (const { label, pilihan, name } of cases) {
    it(`says ${name}: ${label}`, async () => {
      const outcome = await detail.run({ pilihan, nomor }, context(store));
      expect(outcome.name).to.equal(name);
    });
  }

  it('tells everything in words', async () => {
    const { values } = await detail.run({ pilihan: 'L1011' }, context(store));
    expect(values).to.deep.equal({
      nomor_lowongan: 'L1011',
      jabatan: 'Caregiver',
      perusahaan: 'CV Busana Asri',
      lokasi: 'Taiwan',
      upah: 'Rp2,4 jt',
      syarat: 'SMP, lewat PT Contoh Uji',
      orang: '5',
      tutup: 'Kam 31 Des',
      cara: 'antar lamaran ke pabrik',
      pilihan: null,
    });
  });
});
