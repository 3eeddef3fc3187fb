import { expect } from 'chai';
import { saveFact } from '../../src/services/content-edit.ts';
import { contentLines, contentOf, shownFact } from '../../src/services/content.ts';
import { officeFacts, seedOffices } from '../../src/services/offices.ts';
import { saveOfficeSettings } from '../../src/store/offices.ts';
import type { Store } from '../../src/store/store.ts';
import { onEachDatabase } from '../helpers/databases.ts';

const now = new Date('2026-11-23T08:00:00+07:00');

const edit = {
  name: 'hotline_pmi',
  text: '0800 1001',
  source: 'ditelepon petugas',
  checked: '2026-11-23',
  confirmed: true,
};

onEachDatabase('contentOf', (open) => {
  let store: Store;

  beforeEach(async () => {
    store = await open();
    await seedOffices(store);
  });

  const find = async (name: string, at = now, office = '35.08') =>
    (await contentOf(store, office, at)).find((fact) => fact.name === name);

  const change = (form: typeof edit) =>
    store.transaction((db) => saveFact(db, form, { officerId: 1, office: '35.08', now }));

  it('gives each fact with its source, its date and whether it is sure', async () => {
    expect(await find('hotline_pmi')).to.deep.include({
      group: 'Nomor penting',
      about: 'Pelindungan pekerja migran, dari Indonesia',
      text: '0800 1000',
      checked: '2026-11-22',
      confirmed: false,
      age: 1,
      old: false,
      changed: false,
    });
  });

  it('gives the facts of the office too, its own over those of all offices', async () => {
    expect(await find('alamat')).to.include({ text: 'Jl. Veteran 53', about: 'Alamat kantor' });
    expect(await find('alamat', now, '35.13')).to.include({ text: 'kantor kami' });
    expect(await find('kantor', now, '35.13')).to.include({ text: 'Disnaker Kab. Probolinggo' });
  });

  const ages = [
    { label: 'as old as it may be', at: '2027-02-20T08:00:00+07:00', age: 90, old: false },
    { label: 'a day older', at: '2027-02-21T08:00:00+07:00', age: 91, old: true },
    { label: 'checked tomorrow', at: '2026-11-21T08:00:00+07:00', age: 0, old: false },
    {
      label: 'checked today, where the office is',
      at: '2026-11-22T23:59:00+07:00',
      age: 0,
      old: false,
    },
  ];
  for (const { label, at, age, old } of ages) {
    it(`tells the age of a number ${label}`, async () => {
      expect(await find('hotline_pmi', new Date(at))).to.include({ age, old });
    });
  }

  it('takes what an officer writes, at once and for this office only', async () => {
    await change(edit);
    expect(await find('hotline_pmi')).to.include({
      text: '0800 1001',
      source: 'ditelepon petugas',
      confirmed: true,
      age: 0,
      changed: true,
    });
    expect((await officeFacts(store, '35.08'))['hotline_pmi']).to.equal('0800 1001');
    expect((await officeFacts(store, '35.09'))['hotline_pmi']).to.equal('0800 1000');
    expect(await store.sql('audit').first('actor', 'action', 'subject')).to.deep.equal({
      actor: 'officer:1',
      action: 'content.change',
      subject: 'content:hotline_pmi',
    });
  });

  it('keeps what else the office has set', async () => {
    await saveOfficeSettings(store, '35.08', { facts: { alamat: 'Jl. Baru 1' } });
    await change(edit);
    expect(await officeFacts(store, '35.08')).to.include({
      alamat: 'Jl. Baru 1',
      hotline_pmi: '0800 1001',
    });
  });

  it('refuses a fact that no flow knows', async () => {
    const wrong = await change({ ...edit, name: 'nomor_pribadi' }).catch((error: Error) => error);
    expect(wrong).to.be.an('error');
  });

  it('gives a list line by line, and numbered in a message', async () => {
    expect((await contentLines(store, '35.08', 'daftar_id')).slice(0, 2)).to.deep.equal([
      'KTP',
      'KK',
    ]);
    await change({ ...edit, name: 'daftar_id', text: 'KTP\n\n akta lahir ' });
    expect(await contentLines(store, '35.08', 'daftar_id')).to.deep.equal(['KTP', 'akta lahir']);
    expect((await officeFacts(store, '35.08'))['daftar_id']).to.equal('1) KTP 2) akta lahir');
  });

  it('gives no lines of a list that is not there', async () => {
    expect(await contentLines(store, '35.08', 'tidak_ada')).to.deep.equal([]);
  });

  it('leaves a text that is no list as it is', () => {
    expect(shownFact({ text: 'a\nb' })).to.equal('a\nb');
  });

  it('has a label for every fact', async () => {
    const facts = await contentOf(store, '35.08', now);
    expect(facts.filter(({ about, name }) => about === name)).to.deep.equal([]);
  });
});
