import { expect } from 'chai';
import * as fc from 'fast-check';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../../src/core/errors.ts';
import { exportTable } from '../../src/services/export-tables.ts';
import { importVacancies, type ImportReport } from '../../src/services/import-vacancies.ts';
import { readTable } from '../../src/services/table-read.ts';
import { guarded, mostSheetRows, writeTable } from '../../src/services/table-write.ts';
import { search } from '../../src/services/vacancies.ts';
import { addPerson } from '../../src/store/persons.ts';
import { addSeeker } from '../../src/store/seekers.ts';
import type { Store } from '../../src/store/store.ts';
import { insertOfficer } from '../../src/store/officers.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { fillVacancies, today } from '../helpers/vacancies.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sapakerja-tables-'));
});
after(() => rm(folder, { recursive: true }));

async function fileOf(content: string | Buffer, name = 'vacancies.csv'): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, content);
  return file;
}

async function* asRows(rows: readonly (readonly string[])[]): AsyncGenerator<readonly string[]> {
  yield* rows;
}

async function read(file: string): Promise<(readonly string[])[]> {
  const rows: (readonly string[])[] = [];
  for await (const { cells } of readTable(file)) rows.push(cells);
  return rows;
}

async function refusal(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'no refusal',
    (error: unknown) => (error instanceof InputError ? error.message : error),
  );
}

const header = 'title,employer,kind,district,education,openings,closes_on,verified';
const good = 'Penjahit,CV Busana Asri,job,Pasirian,SMP,3,2026-12-31,yes';

describe('readTable', () => {
  const tables = [
    {
      label: 'commas',
      text: 'a,b\n1,2\n',
      cells: [
        ['a', 'b'],
        ['1', '2'],
      ],
    },
    {
      label: 'semicolons, as Indonesian Excel writes',
      text: 'a;b\r\n1,5;2\r\n',
      cells: [
        ['a', 'b'],
        ['1,5', '2'],
      ],
    },
    {
      label: 'tabs',
      text: 'a\tb\n1\t2',
      cells: [
        ['a', 'b'],
        ['1', '2'],
      ],
    },
    {
      label: 'a byte order mark',
      text: '\uFEFFa,b\n1,2',
      cells: [
        ['a', 'b'],
        ['1', '2'],
      ],
    },
    {
      label: 'quotes, doubled quotes and line breaks in them',
      text: 'a,b\n"x, ""y""\nz",2',
      cells: [
        ['a', 'b'],
        ['x, "y"\nz', '2'],
      ],
    },
    {
      label: 'a quote inside a cell',
      text: 'a,b\nBaju 5" x,2',
      cells: [
        ['a', 'b'],
        ['Baju 5" x', '2'],
      ],
    },
    {
      label: 'empty lines',
      text: 'a,b\n\n1,2\n\n',
      cells: [
        ['a', 'b'],
        ['1', '2'],
      ],
    },
    {
      label: 'a guarded formula',
      text: "a,b\n'=1+1,'x",
      cells: [
        ['a', 'b'],
        ['=1+1', "'x"],
      ],
    },
    { label: 'nothing', text: '', cells: [] },
  ];
  for (const { label, text, cells } of tables) {
    it(`reads ${label}`, async () => {
      expect(await read(await fileOf(text))).to.deep.equal(cells);
    });
  }

  it('reads UTF-16 as Excel writes its Unicode text', async () => {
    const file = await fileOf(Buffer.from('\uFEFFa\tb\né\t2', 'utf16le'));
    expect(await read(file)).to.deep.equal([
      ['a', 'b'],
      ['é', '2'],
    ]);
  });

  it('tells the line of a row behind cells with line breaks', async () => {
    const lines: number[] = [];
    for await (const { line } of readTable(await fileOf('a,b\n"x\ny",2\n3,4'))) lines.push(line);
    expect(lines).to.deep.equal([1, 2, 4]);
  });

  it('says where a quote is opened and not closed, after the rows before it', async () => {
    const rows: unknown[] = [];
    for await (const { line, broken } of readTable(await fileOf('a,b\n1,2\n"x,2\n3,4'))) {
      rows.push([line, broken === undefined]);
    }
    expect(rows).to.deep.equal([
      [1, true],
      [2, true],
      [3, false],
    ]);
  });

  const refused = [
    {
      label: 'what is not UTF-8',
      content: Buffer.from([0x61, 0x2c, 0xe9, 0x0a]),
      message: /UTF-8/,
    },
    { label: 'a broken XLSX', content: Buffer.from('PK not really'), message: /XLSX/ },
  ];
  for (const { label, content, message } of refused) {
    it(`refuses ${label}`, async () => {
      expect(await refusal(read(await fileOf(content)))).to.match(message);
    });
  }

  it('refuses a file that is not there', async () => {
    expect(await refusal(read(join(folder, 'none.csv')))).to.match(/cannot be read/);
  });
});

describe('writeTable', () => {
  const cell = fc.string({
    unit: fc.constantFrom('a', '=', '＝', '+', '-', '@', "'", '"', ',', ';', '\n', '\t', 'é', ' '),
  });

  it('builds no sheet that would take all memory, and leaves no file', async function () {
    this.timeout(120_000);
    const rows = Array.from({ length: mostSheetRows + 1 }, () => ['x']);
    const file = join(folder, 'many.xlsx');
    expect(await refusal(writeTable(file, ['a'], asRows(rows)))).to.contain('write CSV');
    expect(await stat(file).catch(() => 'none')).to.equal('none');
  });

  it('gives back what it wrote, for every cell, and no cell begins a formula', async () => {
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const whole = rows.filter((row) => row.join('') !== '');
        const file = join(folder, 'round.csv');
        await writeTable(file, ['a', 'b'], asRows(whole));
        expect(await read(file)).to.deep.equal([['a', 'b'], ...whole]);
        for (const text of whole.flat())
          expect(guarded(text)).not.to.match(/^[=+\-@＝＋－＠\t\r\n]/);
      }),
      { numRuns: 60 },
    );
  });

  it('writes XLSX as text cells', async () => {
    const file = join(folder, 'table.xlsx');
    await writeTable(file, ['nama', 'hp'], asRows([['=1+1', '0812']]));
    expect(await read(file)).to.deep.equal([
      ['nama', 'hp'],
      ['=1+1', '0812'],
    ]);
  });

  for (const name of ['own.csv', 'own.xlsx']) {
    it(`lets nobody else read ${name}`, async () => {
      await writeTable(join(folder, name), ['a'], asRows([['1']]));
      expect((await stat(join(folder, name))).mode & 0o777).to.equal(0o600);
    });
  }
});

/** Line breaks in a text become spaces when it is imported. */
const same = (row: Record<string, unknown>) => ({
  ...row,
  description: String(row['description']).replaceAll(/\s+/g, ' '),
});

onEachDatabase('importVacancies', (open) => {
  let store: Store;
  beforeEach(async () => {
    store = await open();
  });

  async function take(lines: readonly string[], more: object = {}): Promise<ImportReport> {
    return importVacancies(store, { file: await fileOf(lines.join('\n')), now: today, ...more });
  }

  async function found(kata: string): Promise<unknown> {
    const contact = { id: 1, userId: '+6281234567890', medium: 'sms' } as const;
    const { values } = await search.run(
      { kata },
      { db: store, now: today, office: '35.08', contact },
    );
    return values['nomor'] ?? [];
  }

  const rows = async (): Promise<Record<string, unknown>[]> => store.sql('vacancies').orderBy('id');

  it('stores a row and publishes it when it says verified', async () => {
    const report = await take([
      header,
      good,
      good.replace('Penjahit', 'Sopir').replace('yes', 'no'),
    ]);
    expect(report).to.include({ rows: 2, added: 2, updated: 0, rejected: 0, expired: 0 });
    expect(await found('jahit')).to.deep.equal(['L1001']);
    expect(await found('sopir')).to.deep.equal([]);
  });

  it('knows Indonesian headers and words, in any order', async () => {
    const report = await take(
      [
        'Tgl. Tutup;Nama Jabatan;Nama Perusahaan;Jenis;Kecamatan;Desa;Pendidikan Minimal;Jumlah;Gaji Min;Gaji Maks;Difabel;Jenis Kelamin;Umur Min;Keahlian;Terverifikasi;Catatan kami',
        '31/12/2026;Tukang Las;CV Besi;Lowongan;kec. tempeh;Tempeh Lor;SMA/SMK sederajat;2;Rp 2.400.000;2.800.000,00;ya;Pria;18;las listrik; gerinda;ya;x',
      ].map((line) => line.replace('las listrik; gerinda', '"las listrik; gerinda"')),
    );
    expect(report).to.deep.include({ added: 1, rejected: 0, ignored: ['Catatan kami'] });
    const [row] = await rows();
    expect(row).to.include({
      title: 'Tukang Las',
      kind: 'job',
      area_code: '35.08.05.2007',
      education: 'SMA',
      openings: 2,
      wage_min: 2_400_000,
      wage_max: 2_800_000,
      disability_friendly: 1,
      gender: 'L',
      age_min: 18,
      skills: '["las listrik","gerinda"]',
      closes_on: '2026-12-31',
      status: 'verified',
    });
  });

  const wrong = [
    { label: 'a title that is missing', line: good.replace('Penjahit', ''), column: 'title' },
    { label: 'a kind of no list', line: good.replace('job', 'gig'), column: 'kind' },
    {
      label: 'an unknown kecamatan',
      line: good.replace('Pasirian', 'Atlantis'),
      column: 'district',
    },
    {
      label: 'a mistyped kecamatan',
      line: good.replace('Pasirian', 'Pasiran'),
      column: 'district',
    },
    { label: 'an unknown code', line: good.replace('Pasirian', '35.08.99'), column: 'district' },
    { label: 'an unknown school', line: good.replace('SMP', 'TK'), column: 'education' },
    {
      label: 'openings that are no number',
      line: good.replace(',3,', ',banyak,'),
      column: 'openings',
    },
    { label: 'no openings', line: good.replace(',3,', ',0,'), column: 'openings' },
    {
      label: 'a day that does not exist',
      line: good.replace('2026-12-31', '2026-02-30'),
      column: 'closes_on',
    },
    {
      label: 'verified that is neither yes nor no',
      line: good.replace('yes', 'maybe'),
      column: 'verified',
    },
  ];
  for (const { label, line, column } of wrong) {
    it(`reports ${label} by line and column, and takes the others`, async () => {
      const report = await take([header, good, line, good.replace('Penjahit', 'Kasir')]);
      expect(report).to.include({ added: 2, rejected: 1 });
      expect(report.mistakes.map((one) => [one.line, one.column])).to.deep.equal([[3, column]]);
    });
  }

  it('reports every mistake of a row', async () => {
    const { mistakes, rejected } = await take([header, 'Penjahit,,gig,Atlantis,SMP,x,2026-12-31,']);
    expect(rejected).to.equal(1);
    expect(mistakes.map(({ column }) => column)).to.have.members([
      'employer',
      'kind',
      'district',
      'openings',
    ]);
  });

  it('stores an expired row closed, and never shows it', async () => {
    const report = await take([header, good.replace('2026-12-31', '2026-11-22')]);
    expect(report).to.include({ added: 1, expired: 1 });
    expect((await rows())[0]).to.include({ status: 'closed' });
    expect(await found('jahit')).to.deep.equal([]);
  });

  it('updates the same row instead of doubling it', async () => {
    await take([header, good]);
    const again = await take([
      header,
      good.replace(',3,', ',9,'),
      good.replace('Pasirian', 'Tempeh'),
    ]);
    expect(again).to.include({ added: 1, updated: 1 });
    expect((await rows()).map(({ number, openings }) => [number, openings])).to.deep.equal([
      [1001, 9],
      [1002, 3],
    ]);
  });

  it('takes the later of two equal rows of one file', async () => {
    expect(await take([header, good, good.replace(',3,', ',9,')])).to.include({
      added: 1,
      updated: 1,
    });
    expect((await rows())[0]).to.include({ openings: 9 });
  });

  it('leaves what an officer has decided', async () => {
    await take([header, good]);
    await store.sql('vacancies').update({ status: 'rejected' });
    await take([header, good]);
    expect((await rows())[0]).to.include({ status: 'rejected' });
    expect(await found('jahit')).to.deep.equal([]);
  });

  it('stores nothing in a dry run, and tells the same', async () => {
    const lines = [header, good, good, good.replace('job', 'gig')];
    const dry = await take(lines, { dryRun: true });
    expect(await rows()).to.deep.equal([]);
    expect(dry).to.deep.equal(await take(lines));
  });

  it('lets an officer publish in the own district alone', async () => {
    await fillVacancies(store, []);
    await insertOfficer(store, {
      username: 'dewi',
      name: 'Dewi',
      role: 'officer',
      office: '35.08',
      passwordHash: 'x',
      at: 0,
    });
    const elsewhere = good.replace('Pasirian', '35.09').replace('Penjahit', 'Kasir');
    const report = await take([header, good, elsewhere, elsewhere.replace('yes', 'no')], {
      by: 'dewi',
    });
    expect(report).to.include({ added: 2, rejected: 1 });
    expect(report.mistakes).to.have.length(1);
    expect(report.mistakes[0]).to.include({ line: 3, column: 'verified' });
    expect(await store.sql('audit').first('actor', 'action')).to.deep.equal({
      actor: 'officer:1',
      action: 'vacancies.import',
    });
  });

  it('brings vacancies abroad without a district', async () => {
    const report = await take([
      `${header},country,scope,agency`,
      'Caregiver,PT Contoh,job,,SMP,2,2026-12-31,yes,Taiwan,AKAN,PT Contoh Uji',
    ]);
    expect(report).to.include({ added: 1, rejected: 0 });
    expect(await found('taiwan')).to.deep.equal(['L1001']);
  });

  const refused = [
    {
      label: 'a needed column that is missing',
      lines: ['title,employer'],
      message: /no column kind, district/,
    },
    {
      label: 'a column that stands twice',
      lines: [`${header},Jabatan`, good],
      message: /title stands twice/,
    },
    { label: 'an empty file', lines: [''], message: /is empty/ },
  ];
  for (const { label, lines, message } of refused) {
    it(`refuses ${label}`, async () => {
      expect(await refusal(take(lines))).to.match(message);
    });
  }

  it('refuses an officer that is not known', async () => {
    expect(await refusal(take([header, good], { by: 'siapa' }))).to.match(/no officer siapa/);
  });

  it('imports what it has exported, CSV and XLSX, without a change', async () => {
    await fillVacancies(store, [
      {
        title: '=Penjahit',
        skills: ['jahit', 'obras'],
        wageMax: 3_000_000,
        description: 'baris 1\nbaris 2; "kutip"',
      },
      {
        title: 'Sopir',
        areaCode: '35.08.04.2003',
        gender: 'L',
        ageMin: 20,
        ageMax: 45,
        disabilityFriendly: true,
      },
      {
        title: 'Magang',
        kind: 'apprenticeship',
        status: 'draft',
        verifiedAt: null,
        contact: '+62 812',
      },
    ]);
    const before = await rows();
    for (const name of ['all.csv', 'all.xlsx']) {
      const file = join(folder, name);
      expect(await exportTable(store, { table: 'vacancies', file })).to.equal(3);
      const report = await importVacancies(store, { file, now: today });
      expect(report).to.include({ added: 0, updated: 3, rejected: 0 });
      expect((await rows()).map(same)).to.deep.equal(before.map(same));
    }
  });
});

onEachDatabase('exportTable', (open) => {
  it('masks the NIK of seekers and gives no phone', async () => {
    const store = await open();
    await fillVacancies(store, []);
    const person = {
      nik: '3508105201990001',
      name: 'SITI',
      gender: 'P',
      birthDate: '1999-01-12',
    } as const;
    const personId = (await addPerson(store, person, 0)) ?? 0;
    const contacts: { id: number }[] = await store
      .sql('contacts')
      .insert({ public_id: 'c', created_at: 0 })
      .returning('id');
    const seeker = {
      number: 1001,
      personId,
      officeCode: '35.08',
      education: 'SMK',
      skills: ['jahit'],
      areaCode: '35.08.04',
      flags: [],
      phone: '+6281234567890',
      noticeVersion: 'x',
      registeredBy: contacts[0]?.id ?? 0,
    };
    await addSeeker(store, seeker, today.getTime());
    const file = join(folder, 'seekers.csv');
    expect(await exportTable(store, { table: 'seekers', file })).to.equal(1);
    const text = await readFile(file, 'utf8');
    expect(text).to.include('D1001,SITI,3508********0001,1999-01-12,P,SMK,jahit,35.08.04,Pasirian');
    expect(text).not.to.match(/3508105201990001|81234567890/);
  });

  it('gives the phone of an applicant only while the consent stands', async () => {
    const store = await open();
    const [vacancy] = await fillVacancies(store, [{}]);
    const { sql } = store;
    await sql('accounts').insert({
      id: 1,
      channel: 'http',
      name: 'sms',
      medium: 'sms',
      office_code: '35.08',
      created_at: 0,
    });
    for (const [id, withdrawn] of [
      [1, null],
      [2, 5],
    ] as const) {
      await sql('contacts').insert({ id, public_id: `c${id}`, created_at: 0 });
      await sql('addresses').insert({
        account_id: 1,
        user_id: `+6281${id}`,
        contact_id: id,
        created_at: 0,
      });
      await sql('consents').insert({
        id,
        contact_id: id,
        purpose: 'employer',
        text: 'x',
        version: '1',
        given_at: 1,
        withdrawn_at: withdrawn,
      });
      await sql('applicants').insert({
        vacancy_id: vacancy?.id,
        contact_id: id,
        name: `Siti ${id}`,
        state: 'interested',
        consent_id: id,
        created_at: today.getTime(),
        updated_at: 0,
      });
    }
    const file = join(folder, 'applicants.csv');
    expect(await exportTable(store, { table: 'applicants', file, office: '35.08' })).to.equal(2);
    const rows = await read(file);
    expect(rows.slice(1)).to.deep.equal([
      ['L1001', 'Operator jahit', 'CV Busana Asri', 'Siti 2', '', 'interested', '', '2026-11-23'],
      [
        'L1001',
        'Operator jahit',
        'CV Busana Asri',
        'Siti 1',
        '+62811',
        'interested',
        '',
        '2026-11-23',
      ],
    ]);
    expect(await readFile(file, 'utf8')).to.include("'+62811");
    expect(await exportTable(store, { table: 'applicants', file, office: '35.09' })).to.equal(0);
  });

  it('refuses another table', async () => {
    const store = await open();
    expect(
      await refusal(exportTable(store, { table: 'officers', file: join(folder, 'x') })),
    ).to.match(/can be exported/);
  });
});
