import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { toGsm } from '../../src/core/sms.ts';
import {
  officeCentroids,
  officeFact,
  officeFacts,
  seedOffices,
} from '../../src/services/offices.ts';
import { saveOfficeSettings } from '../../src/store/offices.ts';
import type { Store } from '../../src/store/store.ts';
import { onEachDatabase } from '../helpers/databases.ts';

onEachDatabase('offices', (open) => {
  let store: Store;

  beforeEach(async () => {
    store = await open();
    await seedOffices(store);
  });

  it('are the province and its 38 regencies, however often they are seeded', async () => {
    await seedOffices(store);
    const rows: { kind: string }[] = await store.sql('offices').select('kind');
    expect(rows.filter(({ kind }) => kind === 'regency')).to.have.length(38);
    expect(rows).to.have.length(39);
  });

  const cases = [
    { label: 'of Lumajang', code: '35.08', fact: 'alamat', text: 'Jl. Veteran 53' },
    { label: 'of Lumajang, its name', code: '35.08', fact: 'kantor', text: 'Disnaker Lumajang' },
    {
      label: 'of an office without file',
      code: '35.13',
      fact: 'kantor',
      text: 'Disnaker Kab. Probolinggo',
    },
    { label: 'of a city', code: '35.74', fact: 'kantor', text: 'Disnaker Kota Probolinggo' },
    { label: 'of the province', code: '35', fact: 'kantor', text: 'Disnakertrans Jawa Timur' },
    { label: 'general ones', code: '35.08', fact: 'darurat', text: '110 atau 112' },
  ];
  for (const { label, code, fact, text } of cases) {
    it(`facts ${label}`, async () => {
      expect((await officeFacts(store, code))[fact]).to.equal(text);
    });
  }

  it('are read once in a transaction, and anew when it changes them', async () => {
    const asked: string[] = [];
    store.sql.on('query', ({ sql }: { sql: string }) => asked.push(sql));
    const reads = (): number => asked.filter((sql) => sql.includes('from offices')).length;
    const told = await store.transaction(async (db) => {
      const first = await officeFact(db, '35.08', 'alamat');
      await officeFacts(db, '35.08');
      expect(reads()).to.equal(1);
      await saveOfficeSettings(db, '35.08', { facts: { alamat: 'Jl. Baru 1' } });
      return [first, await officeFact(db, '35.08', 'alamat')];
    });
    expect(told).to.deep.equal(['Jl. Veteran 53', 'Jl. Baru 1']);
  });

  it('facts and places that an officer changed win over the file at once', async () => {
    await saveOfficeSettings(store, '35.08', {
      facts: { alamat: 'Jl. Baru 1' },
      hours: { Sen: ['07.30-15.00'], Sel: ['07.30-15.00'] },
      centroids: { '35.08.10': [-8.134, 113.224] },
    });
    expect(await officeFacts(store, '35.08')).to.include({
      alamat: 'Jl. Baru 1',
      jam: 'Sen-Sel 07.30-15.00',
    });
    const places = await officeCentroids(store, '35.08');
    expect(places.get('35.08.10')).to.deep.equal([-8.134, 113.224]);
    expect(places).to.have.property('size', 21);
  });

  it('facts of every office are GSM-7 and no longer than what texts are measured with', async () => {
    const file = new URL('../../../templates/replies/samples.yaml', import.meta.url);
    const samples: Record<string, [string, string]> = parse(readFileSync(file, 'utf8'));
    const offices: { code: string }[] = await store.sql('offices').select('code');
    for (const { code } of offices) {
      for (const [name, text] of Object.entries(await officeFacts(store, code))) {
        const longest = samples[name]?.[1].length ?? 160;
        expect(toGsm(text), `${name} of ${code}`).to.equal(text).and.have.length.at.most(longest);
      }
    }
  });

  it('have a short name of at most 27 letters (WORDS rule 2)', async () => {
    const offices: { code: string }[] = await store.sql('offices').select('code');
    for (const { code } of offices)
      expect((await officeFacts(store, code))['kantor']).to.have.length.within(1, 27);
  });
});
