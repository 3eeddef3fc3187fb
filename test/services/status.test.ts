import { expect } from 'chai';
import type { Values } from '../../src/core/json.ts';
import { seedOffices } from '../../src/services/offices.ts';
import { openMatter } from '../../src/services/matters.ts';
import type { Store } from '../../src/store/store.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { addVillager, type Villager } from '../helpers/villager.ts';

const now = new Date('2026-11-23T08:00:00+07:00');

const register = (villager: Villager, nik: string, nama: string): Promise<unknown> =>
  villager.asks('seekers.register', { nik, nama, pendidikan: 'SMK', keterampilan: ['jahit'] });

/** An urgent complaint of this phone. */
const inDanger = (
  store: Store,
  { id }: Villager,
  category: string,
): Promise<{ readonly number: string }> =>
  store.transaction((db) => {
    const contact = { id, userId: '+62812', medium: 'sms' } as const;
    const form = { kind: 'A', text: 'Saya disekap.', urgent: true, category } as const;
    return openMatter({ db, now, office: '35.08', contact }, form);
  });

onEachDatabase('status.show', (open) => {
  let store: Store;
  let siti: Villager;
  let stranger: Villager;
  let family: Villager;

  beforeEach(async () => {
    store = await open();
    await seedOffices(store);
    siti = await addVillager(store, { userId: '+6281200000001' });
    stranger = await addVillager(store, { userId: '+6281200000002' });
    family = await addVillager(store, { userId: '+6281200000003' });
    await register(siti, '3508105201990001', 'SITI AMINAH'); // D1001, born 1999
    await register(family, '3508101202900002', 'BUDI SANTOSO'); // D1002, born 1990
    await register(family, '3508106202950003', 'RINI WATI'); // D1003, born 1995
    await siti.asks('consultations.open', { pertanyaan: 'Ada kursus bahasa Korea?' }); // K1001
    await family.asks('consultations.open', { pertanyaan: 'Ada bantuan modal?' }); // K1002
  });

  const people = (who: string): Villager =>
    ({ siti, stranger, family })[who as 'siti' | 'stranger' | 'family'];

  const cases: readonly {
    readonly label: string;
    readonly who: string;
    readonly input: Values;
    readonly expected: string;
  }[] = [
    { label: 'the own number', who: 'siti', input: { nomor: 'D1001' }, expected: 'registered' },
    {
      label: 'digits alone as a D number',
      who: 'siti',
      input: { nomor: '1001' },
      expected: 'registered',
    },
    { label: 'the own question', who: 'siti', input: { nomor: 'K1001' }, expected: 'waiting' },
    { label: 'all that is the own', who: 'siti', input: {}, expected: 'list' },
    { label: 'nothing at all', who: 'stranger', input: {}, expected: 'nothing' },
    { label: "another's number", who: 'stranger', input: { nomor: 'D1001' }, expected: 'year' },
    { label: 'an unknown number', who: 'stranger', input: { nomor: 'D1999' }, expected: 'year' },
    {
      label: "another's number with a wrong year",
      who: 'stranger',
      input: { nomor: 'D1001', tahun: '1990' },
      expected: 'unknown',
    },
    {
      label: 'an unknown number with any year',
      who: 'stranger',
      input: { nomor: 'D1999', tahun: '1990' },
      expected: 'unknown',
    },
    {
      label: 'the own number from another phone',
      who: 'stranger',
      input: { nomor: 'D1001', tahun: '1999' },
      expected: 'registered',
    },
    {
      label: "another's question",
      who: 'stranger',
      input: { nomor: 'K1001' },
      expected: 'unknown',
    },
    {
      label: 'an unknown question',
      who: 'stranger',
      input: { nomor: 'K1999' },
      expected: 'unknown',
    },
    { label: 'nothing on a shared phone', who: 'family', input: {}, expected: 'which' },
    {
      label: 'a number on a shared phone',
      who: 'family',
      input: { nomor: 'D1003' },
      expected: 'year',
    },
    {
      label: 'the year of the other person of the phone',
      who: 'family',
      input: { nomor: 'D1003', tahun: '1990' },
      expected: 'unknown',
    },
    {
      label: 'the right year on a shared phone',
      who: 'family',
      input: { nomor: 'D1003', tahun: '1995' },
      expected: 'registered',
    },
    {
      label: 'a question on a shared phone',
      who: 'family',
      input: { nomor: 'K1002' },
      expected: 'year',
    },
    {
      label: "another's question there",
      who: 'family',
      input: { nomor: 'K1001' },
      expected: 'year',
    },
    {
      label: "another's question with a year of the phone",
      who: 'family',
      input: { nomor: 'K1001', tahun: '1990' },
      expected: 'unknown',
    },
    {
      label: 'a question with a year of the phone',
      who: 'family',
      input: { nomor: 'K1002', tahun: '1990' },
      expected: 'waiting',
    },
  ];
  for (const { label, who, input, expected } of cases) {
    it(`answers ${label}: ${expected}`, async () => {
      expect((await people(who).asks('status.show', input)).name).to.equal(expected);
    });
  }

  it("gives word for word the same for another's and for an unknown number", async () => {
    for (const tahun of ['', '1985']) {
      const [foreign, none] = await Promise.all(
        ['D1002', 'D1999'].map((nomor) => stranger.asks('status.show', { nomor, tahun })),
      );
      expect(JSON.stringify(foreign).replace('D1002', '')).to.equal(
        JSON.stringify(none).replace('D1999', ''),
      );
    }
  });

  it('lets nobody try all years of birth, except on the own phone', async () => {
    for (const tahun of ['1990', '1991', '1992', '1993', '1994']) {
      await stranger.asks('status.show', { nomor: 'D1003', tahun });
    }
    const right = { nomor: 'D1003', tahun: '1995' };
    expect((await stranger.asks('status.show', right)).name).to.equal('unknown');
    expect((await family.asks('status.show', right)).name).to.equal('registered');
  });

  it('never tells of a person in danger', async () => {
    const { number } = await inDanger(store, siti, 'danger');
    expect((await siti.asks('status.show', { nomor: number })).name).to.equal('unknown');
    const list = await siti.asks('status.show');
    expect(list.values['baris_status']).to.contain('K1001').and.not.contain(number);
  });

  it('tells family here of their complaint about trouble abroad', async () => {
    const { number } = await inDanger(store, siti, 'abroad');
    expect((await siti.asks('status.show', { nomor: number })).name).to.equal('waiting');
  });
});
