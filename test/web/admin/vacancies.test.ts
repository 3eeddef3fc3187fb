import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import { giveConsent, withdrawConsent } from '../../../src/services/consents.ts';
import { addApplicant } from '../../../src/store/applicants.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { signIn, type Browser } from '../../helpers/sign-in.ts';
import { fillVacancies } from '../../helpers/vacancies.ts';
import { now, openOffice, type Office } from '../open-office.ts';

const list = '/admin/lowongan';
const entry = {
  title: 'Penjahit',
  employer: 'CV Busana Asri',
  kind: 'job',
  district: 'Pasirian',
  education: 'SMP',
  openings: '5',
  closes_on: '2026-12-31',
  wage_min: '2.400.000',
  skills: 'jahit, bordir',
};

/** The texts of the first column of a list: numbers as they are shown. */
const numbersIn = (html: string): string[] =>
  [...html.matchAll(/<td[^>]*><a [^>]*>(L\d+)<\/a>/g)].map(([, number]) => number!);

onEachDatabase('the pages of vacancies', (open) => {
  let office: Office;
  let dewi: Browser;

  beforeEach(async () => {
    office = await openOffice({ store: await open() });
    dewi = await signIn(office);
  });
  afterEach(() => office.close());

  const actions = async (): Promise<string[]> =>
    (await office.store.sql('audit').select('action').orderBy('id'))
      .map(({ action }) => action as string)
      .filter((action) => /^(vacanc|applic)/.test(action));

  async function send(text: string | Buffer, more: Record<string, string> = {}, name = 'a.csv') {
    const form = new FormData();
    for (const [field, value] of Object.entries(more)) form.set(field, value);
    form.set('berkas', new Blob([text]), name);
    return dewi.post(`${list}/impor`, form);
  }
  const count = async (): Promise<number> =>
    (await office.store.sql('vacancies').select('id')).length;

  async function apply(name: string, phone: string): Promise<{ id: number; contact: number }> {
    const { sql } = office.store;
    const [contact] = await sql('contacts')
      .insert({ public_id: `c_${name}`, created_at: 1 })
      .returning('id');
    const [account] = await sql('accounts')
      .insert({ channel: 'x', name: phone, medium: 'sms', office_code: '35.08', created_at: 1 })
      .returning('id');
    await sql('addresses').insert({
      account_id: account.id,
      user_id: phone,
      contact_id: contact.id,
      created_at: 1,
    });
    const consent = {
      contactId: contact.id,
      purpose: 'employer',
      text: 'Boleh?',
      version: '1',
    } as const;
    const consentId = await giveConsent(office.store, consent, now);
    const applicant = { vacancyId: 1, contactId: contact.id, personId: null, name, consentId };
    await addApplicant(office.store, applicant, now.getTime());
    const [row] = await sql('applicants').select('id').where({ name });
    return { id: row.id, contact: contact.id };
  }

  describe('the list', () => {
    beforeEach(() =>
      fillVacancies(office.store, [
        { title: 'Operator jahit' },
        { title: 'Sopir truk', status: 'draft', employer: 'PT Angkut 100%' },
        { title: 'Magang las', kind: 'apprenticeship' },
        { title: 'Kasir', officeCode: '35.09', areaCode: '35.09.01' },
      ]),
    );

    for (const { label, query, expected } of [
      {
        label: 'of the own office, the newest first',
        query: '',
        expected: ['L1003', 'L1002', 'L1001'],
      },
      { label: 'by status', query: '?keadaan=draft', expected: ['L1002'] },
      { label: 'by kind', query: '?jenis=apprenticeship', expected: ['L1003'] },
      { label: 'by a word of the title', query: '?kata=JAHIT', expected: ['L1001'] },
      { label: 'by a word of the employer', query: '?kata=angkut', expected: ['L1002'] },
      { label: 'by a sign that means anything to SQL', query: '?kata=%25', expected: ['L1002'] },
      {
        label: 'with empty filters',
        query: '?kata=&jenis=&keadaan=',
        expected: ['L1003', 'L1002', 'L1001'],
      },
      { label: 'with nothing', query: '?kata=astronaut', expected: [] },
    ]) {
      it(label, async () => {
        expect(numbersIn(await dewi.page(list + query))).to.deep.equal(expected);
      });
    }

    it('refuses a filter that is none', async () => {
      expect((await dewi.get(`${list}?keadaan=apa`)).status).to.equal(400);
    });

    it('of all offices for the province, or of the one it asks for', async () => {
      const province = await signIn(office, { office: '35' });
      expect(numbersIn(await province.page(list))).to.have.length(4);
      expect(numbersIn(await province.page(`${list}?kantor=35.09`))).to.deep.equal(['L1004']);
      expect((await dewi.get(`${list}?kantor=35.09`)).status).to.equal(404);
    });
  });

  it('adds what was typed as people type it, and leads to it', async () => {
    const added = await dewi.post(`${list}/tambah`, entry);
    expect(added.headers.get('location')).to.equal(`${list}/L1001`);
    const page = await dewi.page(`${list}/L1001`);
    expect(page).to.contain('Lowongan ditambahkan dan menunggu diperiksa.');
    for (const text of ['Penjahit', 'mulai Rp2.400.000', 'jahit, bordir', 'Pasirian']) {
      expect(page).to.contain(text);
    }
    expect(await dewi.page(`${list}/L1001`)).not.to.contain('Lowongan ditambahkan');
    expect(await actions()).to.deep.equal(['vacancy.create']);
  });

  it('says what is wrong with which field, and keeps what was typed', async () => {
    const refused = await dewi.post(`${list}/tambah`, {
      ...entry,
      district: 'Atlantis',
      openings: 'lima',
    });
    expect(refused.status).to.equal(303);
    const page = await dewi.page(refused.headers.get('location')!);
    expect(page).to.contain('value="Atlantis"').and.to.contain('value="lima"');
    expect(page).to.contain('2 isian perlu dibetulkan');
    expect(page).to.match(/id="f-district-error">Isi kecamatan/);
    expect(page).to.match(
      /aria-describedby="f-district-hint f-district-error" aria-invalid="true"/,
    );
    expect(await actions()).to.deep.equal([]);
  });

  it('edits what is there and empties what was emptied', async () => {
    await dewi.post(`${list}/tambah`, { ...entry, contact: 'Bu Ani' });
    const form = await dewi.page(`${list}/L1001/ubah`);
    expect(form).to.contain('value="Bu Ani"').and.to.contain('value="35.08.04 Pasirian"');
    await dewi.post(`${list}/L1001/ubah`, { ...entry, title: 'Penjahit baju', contact: '' });
    const page = await dewi.page(`${list}/L1001`);
    expect(page).to.contain('Penjahit baju').and.not.to.contain('Bu Ani');
    expect(await actions()).to.deep.equal(['vacancy.create', 'vacancy.update']);
  });

  it('gives a vacancy of another district to its office', async () => {
    const added = await dewi.post(`${list}/tambah`, { ...entry, district: '35.09.01' });
    expect(added.headers.get('location')).to.equal(list);
    expect((await dewi.get(`${list}/L1001`)).status).to.equal(404);
  });

  it('publishes, rejects with a reason, closes, and tells the history', async () => {
    await dewi.post(`${list}/tambah`, entry);
    await dewi.post(`${list}/L1001/terbit`);
    expect(await dewi.page(`${list}/L1001`)).to.contain('Warga sudah dapat menemukannya');
    await dewi.post(`${list}/L1001/tolak`, { reason: '' });
    expect(await dewi.page(`${list}/L1001`)).to.contain('Harus diisi.');
    await dewi.post(`${list}/L1001/tolak`, { reason: 'alamat <b>tidak</b> ada' });
    expect(await dewi.page(`${list}/L1001`)).to.contain('alamat &lt;b&gt;tidak&lt;/b&gt; ada');
    await dewi.post(`${list}/L1001/tutup`);
    const page = await dewi.page(`${list}/L1001`);
    for (const word of ['ditambahkan', 'diterbitkan', 'ditolak', 'ditutup', dewi.officer.name]) {
      expect(page).to.contain(word);
    }
    await dewi.post(`${list}/L1001/terbit`);
    expect(await dewi.page(`${list}/L1001`)).to.contain('Lowongan sudah ditutup.');
  });

  describe('the import', () => {
    const header = 'title,employer,kind,district,education,openings,closes_on,verified';
    const good = 'Penjahit,CV Maju,job,Pasirian,SMP,3,2026-12-31,yes';
    const bad = 'Sopir,PT Jaya,job,Atlantis,SMA,dua,2026-12-31,no';

    it('first only looks, and tells by line and column', async () => {
      const page = await (await send([header, good, bad].join('\n'))).text();
      expect(page).to.contain('belum disimpan');
      expect(page).to.match(/<td data-label="Baris"[^>]*>3<\/td><td data-label="Kolom">Kecamatan/);
      expect(page).to.match(/<td data-label="Baris"[^>]*>3<\/td><td data-label="Kolom">Jumlah/);
      expect(await count()).to.equal(0);
    });

    it('stores when asked to', async () => {
      const page = await (await send([header, good, bad].join('\n'), { simpan: 'ya' })).text();
      expect(page).to.contain('Tersimpan');
      expect(numbersIn(await dewi.page(list))).to.deep.equal(['L1001']);
      expect(await actions()).to.deep.equal(['vacancies.import']);
    });

    it('publishes nothing of another district', async () => {
      const page = await (
        await send([header, good.replace('Pasirian', '35.09.01')].join('\n'))
      ).text();
      expect(page).to.contain('ya hanya untuk tempat kerja di daerah kantor Anda');
    });

    for (const { label, content, name } of [
      { label: 'an empty file', content: '', name: 'a.csv' },
      {
        label: 'a picture that calls itself a table',
        content: Buffer.from('ffd8ffe000104a464946', 'hex'),
        name: 'a.csv',
      },
      { label: 'a ZIP that is no sheet', content: 'PK\u0003\u0004nothing', name: 'a.xlsx' },
      { label: 'a table of something else', content: 'a,b\n1,2', name: 'a.csv' },
      { label: 'an odd name', content: 'a,b', name: '../../<img src=x onerror=alert(1)>.csv' },
    ]) {
      it(`says that it cannot read ${label}`, async () => {
        const refused = await send(content, {}, name);
        expect(refused.status).to.equal(303);
        const page = await dewi.page(refused.headers.get('location')!);
        expect(page)
          .to.match(/id="f-berkas-error"/)
          .and.not.to.contain('onerror');
        expect(await count()).to.equal(0);
      });
    }

    it('takes no file larger than 5 MB', async () => {
      const answer = await send(Buffer.alloc(5 * 1024 * 1024 + 1)).catch(() => undefined);
      expect(answer?.status ?? 413).to.equal(413);
      expect(await count()).to.equal(0);
    });
  });

  it('exports what the office sees, as text that no spreadsheet takes for a formula', async () => {
    await fillVacancies(office.store, [
      { title: '=1+1' },
      { officeCode: '35.09', areaCode: '35.09.01' },
    ]);
    const answer = await dewi.post(`${list}/ekspor`, { format: 'csv' });
    expect(answer.headers.get('content-disposition')).to.equal(
      'attachment; filename=lowongan-2026-11-23.csv',
    );
    const rows: string[][] = parse(await answer.text(), { bom: true });
    expect(rows.map(([number, , , title]) => [number, title])).to.deep.equal([
      ['number', 'title'],
      ['L1001', "'=1+1"],
    ]);
    const sheet = await (await dewi.post(`${list}/ekspor`, { format: 'xlsx' })).arrayBuffer();
    expect(Buffer.from(sheet).subarray(0, 2).toString()).to.equal('PK');
    expect(await actions()).to.deep.equal(['vacancies.export', 'vacancies.export']);
  });

  it('exports no more than 20 times an hour', async () => {
    await fillVacancies(office.store, [{}]);
    for (let made = 0; made < 20; made += 1) {
      expect((await dewi.post(`${list}/ekspor`, { format: 'csv' })).status).to.equal(200);
    }
    expect((await dewi.post(`${list}/ekspor`, { format: 'csv' })).status).to.equal(303);
    expect(await dewi.page(list)).to.contain('Sudah 20 kali mengekspor');
  });

  describe('the applicants', () => {
    const path = `${list}/L1001/pelamar`;

    beforeEach(async () => {
      await fillVacancies(office.store, [{}, { officeCode: '35.09', areaCode: '35.09.01' }]);
    });

    it('are told when there is none', async () => {
      expect(await dewi.page(path)).to.contain('Belum ada yang membalas MINAT.');
    });

    it('are shown, their state is changed with one click, and both are noted', async () => {
      const { id } = await apply('Siti Aminah', '+6281234567890');
      await dewi.page(path);
      const changed = await dewi.post(`${path}/keadaan`, { id: String(id), state: 'summoned' });
      expect(changed.headers.get('location')).to.equal(path);
      expect(await dewi.page(path)).to.match(/aria-current="true">Dipanggil/);
      expect(await actions()).to.deep.equal([
        'applicants.view',
        'applicant.state',
        'applicants.view',
      ]);
      const [line] = await office.store.sql('audit').where({ action: 'applicant.state' });
      expect(line.subject).to.equal('L1001');
      expect(JSON.stringify(line)).not.to.match(/Siti|8123/);
    });

    it('of another vacancy are out of reach', async () => {
      const { id } = await apply('Siti Aminah', '+6281234567890');
      await office.store.sql('applicants').where({ id }).update({ vacancy_id: 2 });
      expect(
        (await dewi.post(`${path}/keadaan`, { id: String(id), state: 'placed' })).status,
      ).to.equal(404);
    });

    it('go to the employer only while their consent stands', async () => {
      await apply('Siti Aminah', '+6281234567890');
      const { contact } = await apply('Joko Susilo', '+6281234567891');
      await apply('=HYPERLINK("http://x")', '+6281234567892');
      await withdrawConsent(office.store, { contactId: contact, purpose: 'employer' }, now);
      const answer = await dewi.post(`${path}/ekspor`, { format: 'csv' });
      expect(answer.headers.get('content-disposition')).to.contain('pelamar-L1001.csv');
      const rows: string[][] = parse(await answer.text(), { bom: true });
      expect(rows).to.deep.equal([
        ['Nama', 'Telepon', 'Keadaan', 'Mendaftar'],
        ['Siti Aminah', "'+6281234567890", 'berminat', '2026-11-23'],
        [`'=HYPERLINK("http://x")`, "'+6281234567892", 'berminat', '2026-11-23'],
      ]);
      expect(await dewi.page(path)).to.contain('izin dicabut');
      expect(await actions()).to.deep.equal(['applicants.export', 'applicants.view']);
    });
  });
});
