import { expect } from 'chai';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../../src/core/errors.ts';
import { importAgencies, type AgencyImport } from '../../src/services/import-agencies.ts';
import { seedOffices } from '../../src/services/offices.ts';
import { currentAgencyList, listAgencies } from '../../src/store/agencies.ts';
import { insertOfficer } from '../../src/store/officers.ts';
import type { Store } from '../../src/store/store.ts';
import { onEachDatabase } from '../helpers/databases.ts';

const now = new Date('2026-11-23T08:00:00+07:00');
const header = 'name,licence,valid_until,address,phone,list_date';
const good = 'PT Contoh Uji,S-1,2028-03-31,Jl. Contoh 1,(031) 000111,2026-11-20';

async function refusal(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'no refusal',
    (error: unknown) => (error instanceof InputError ? error.message : error),
  );
}

onEachDatabase('importAgencies', (open) => {
  let store: Store;

  beforeEach(async () => {
    store = await open();
    await seedOffices(store);
  });

  const take = (lines: readonly string[], request: Partial<AgencyImport> = {}) =>
    importAgencies(store, { file: Buffer.from(lines.join('\n')), now, ...request });

  const kept = async (office = '35.08') => {
    const list = await currentAgencyList(store, [office]);
    const agencies = list ? await listAgencies(store, list.id) : [];
    return { day: list?.listDate, names: agencies.map(({ name }) => name) };
  };

  it('stores the agencies of a file with the day of the list', async () => {
    const report = await take([header, good]);
    expect(report).to.deep.include({ rows: 1, taken: 1, rejected: 0, listDate: '2026-11-20' });
    const list = await currentAgencyList(store, ['35.08']);
    const [agency] = await listAgencies(store, list?.id ?? 0);
    expect(agency).to.deep.include({
      name: 'PT Contoh Uji',
      nameKey: 'contohuji',
      licence: 'S-1',
      validUntil: '2028-03-31',
      address: 'Jl. Contoh 1',
      phone: '(031) 000111',
    });
  });

  it('knows Indonesian headers, dates in words and semicolons', async () => {
    const report = await take([
      'Nama P3MI;Nomor Izin;Berlaku Sampai;Alamat;Telp;Tanggal Data;Direktur',
      'PT Satu;S-1;31 Desember 2027;;;20/11/2026;X',
      'PT Dua;S-2;1-5-2028;;;19-11-2026;Y',
    ]);
    expect(report).to.deep.include({ taken: 2, listDate: '2026-11-19', ignored: ['Direktur'] });
    const ends = await store.sql('agencies').orderBy('id').pluck('valid_until');
    expect(ends).to.deep.equal(['2027-12-31', '2028-05-01']);
  });

  const wrong = [
    { label: 'no name', row: ',S-1,2028-03-31,,,', column: 'name', problem: 'missing' },
    { label: 'no name but a form', row: 'PT,,,,,', column: 'name', problem: 'no-name' },
    {
      label: 'a day that is none',
      row: 'PT B,,31-02-2028,,,',
      column: 'valid_until',
      problem: 'no-date',
    },
    {
      label: 'words for a day',
      row: 'PT B,,seumur hidup,,,',
      column: 'valid_until',
      problem: 'no-date',
    },
    {
      label: 'a list of tomorrow',
      row: 'PT B,,,,,2026-11-24',
      column: 'list_date',
      problem: 'future',
    },
    {
      label: 'a name that stood before',
      row: 'P.T. CONTOH UJI,S-1,,,,',
      column: 'name',
      problem: 'repeated',
    },
    {
      label: 'a name without end',
      row: `PT ${'x'.repeat(120)},,,,,`,
      column: 'name',
      problem: 'too-long',
    },
  ];
  for (const { label, row, column, problem } of wrong) {
    it(`tells line and column of ${label}, and takes the others`, async () => {
      const report = await take([header, good, row, 'PT Lain,,,,,']);
      expect(report).to.include({ rows: 3, taken: 2, rejected: 1 });
      expect(report.mistakes).to.have.length(1);
      expect(report.mistakes[0]).to.include({ line: 3, column, problem });
    });
  }

  it('replaces the former list as a whole and keeps it with its end', async () => {
    await take([header, good, 'PT Lama,,,,,']);
    const report = await take(['name', 'PT Baru'], { listDate: '2026-11-22' });
    expect(report.former).to.deep.equal({ listDate: '2026-11-20', agencies: 2 });
    expect(await kept()).to.deep.equal({ day: '2026-11-22', names: ['PT Baru'] });
    const lists = await store.sql('agency_lists').orderBy('id').pluck('replaced_at');
    expect(lists).to.deep.equal([now.getTime(), null]);
    expect(await store.sql('agencies').pluck('name')).to.include('PT Lama');
  });

  it('leaves one list when two come at once', async () => {
    await Promise.all([1, 2, 3].map((n) => take(['name', `PT ${n}x`], { listDate: '2026-11-20' })));
    expect(await store.sql('agency_lists').whereNull('replaced_at')).to.have.length(1);
    expect(await store.sql('agency_lists')).to.have.length(3);
  });

  it('stores nothing in a dry run, but tells the same', async () => {
    await take([header, good]);
    const report = await take([header, 'PT Baru,,,,,2026-11-21'], { dryRun: true });
    expect(report).to.deep.include({
      taken: 1,
      former: { listDate: '2026-11-20', agencies: 1 },
    });
    expect(await kept()).to.deep.equal({ day: '2026-11-20', names: ['PT Contoh Uji'] });
  });

  it('is the list of the office of who brings it, and is audited', async () => {
    await insertOfficer(store, {
      username: 'budi',
      name: 'Budi',
      role: 'supervisor',
      office: '35.09',
      passwordHash: 'x',
      at: 0,
    });
    await take([header, good], { by: 'budi' });
    expect(await kept('35.09')).to.deep.equal({ day: '2026-11-20', names: ['PT Contoh Uji'] });
    expect(await kept()).to.deep.equal({ day: undefined, names: [] });
    expect(await store.sql('audit').first('actor', 'action')).to.deep.equal({
      actor: 'officer:1',
      action: 'agencies.import',
    });
  });

  const refused = [
    { label: 'a file without names', lines: ['licence', 'S-1'], message: /no column name/ },
    { label: 'an empty file', lines: [''], message: /empty/ },
    {
      label: 'a file of wrong rows',
      lines: [header, ',,,,,'.replace(',', 'PT,')],
      message: /former list stays/,
    },
    { label: 'a list without a day', lines: ['name', 'PT B'], message: /of which day/ },
    {
      label: 'two columns of one name',
      lines: ['name,Nama P3MI', 'PT B,PT B'],
      message: /stands twice/,
    },
  ];
  for (const { label, lines, message } of refused) {
    it(`refuses ${label} and keeps the former list`, async () => {
      await take([header, good]);
      expect(await refusal(take(lines))).to.match(message);
      expect((await kept()).names).to.deep.equal(['PT Contoh Uji']);
    });
  }

  const days = ['24-11-2026', '2026-11-24', 'kemarin'];
  for (const listDate of days) {
    it(`refuses ${listDate} as the day of the list`, async () => {
      expect(await refusal(take(['name', 'PT B'], { listDate }))).to.match(/not in the future/);
    });
  }

  it('refuses an officer that is not known', async () => {
    expect(await refusal(take([header, good], { by: 'siapa' }))).to.match(/no officer siapa/);
  });

  it('reads a file by its path, of many rows', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sapakerja-agencies-'));
    try {
      const file = join(folder, 'p3mi.csv');
      const rows = Array.from({ length: 1200 }, (_, at) => `PT Nomor ${at},,,,,2026-11-20`);
      await writeFile(file, [header, ...rows].join('\n'));
      expect(await importAgencies(store, { file, now })).to.include({ taken: 1200, rejected: 0 });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
