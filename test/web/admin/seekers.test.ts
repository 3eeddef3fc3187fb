import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import type { Store } from '../../../src/store/store.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { signIn, type Browser } from '../../helpers/sign-in.ts';
import { openOffice, type Office } from '../open-office.ts';

const list = '/admin/pencari-kerja';
const nik = '3508105201990001';

/** What the text of a page says, without its tags. */
const textOf = (html: string): string => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

interface TrailLine {
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly detail: string;
}

onEachDatabase('the pages of seekers', (open) => {
  let store: Store;
  let office: Office;
  let dewi: Browser;
  let boss: Browser;
  let siti: string;

  beforeEach(async () => {
    store = await open();
    office = await openOffice({ store });
    dewi = await signIn(office);
    boss = await signIn(office, { role: 'supervisor' });
    siti = await office.register({ nik });
  });
  afterEach(() => office.close());

  const trail = (action: string): Promise<readonly TrailLine[]> =>
    store.sql('audit').select('actor', 'action', 'subject', 'detail').where({ action });
  const file = () => dewi.page(`${list}/${siti}`);
  const verify = () => dewi.post(`${list}/${siti}/periksa`);

  /** Sends a form and gives the page that it leads to. */
  async function send(path: string, form: Readonly<Record<string, string>> = {}): Promise<string> {
    const response = await dewi.post(path, form);
    expect(response.status).to.equal(303);
    return dewi.page(response.headers.get('location') ?? '');
  }

  describe('the list', () => {
    it('shows number, name, place and stage', async () => {
      const text = textOf(await dewi.page(list));
      expect(text).to.contain(siti).and.contain('SITI AMINAH').and.contain('Kec. Lumajang');
      expect(text).to.contain('Belum diperiksa').and.not.to.contain('perlu dilihat');
    });

    it('says how much is unusual until an officer has looked', async () => {
      const minor = await office.register({ nik: '3508105201100001' });
      expect(textOf(await dewi.page(list))).to.contain('1 perlu dilihat');
      await dewi.post(`${list}/${minor}/periksa`);
      expect(textOf(await dewi.page(list))).not.to.contain('perlu dilihat');
    });

    it('shows no NIK and no phone, and is noted with how many', async () => {
      const html = await dewi.page(list);
      expect(html).not.to.contain(nik).and.not.to.contain('812');
      const [line] = await trail('seeker.list');
      expect(line).to.include({ actor: `officer:${dewi.officer.id}`, detail: '{"count":1}' });
    });

    const filters = [
      { label: 'the stage', query: 'tahap=registered', there: true },
      { label: 'another stage', query: 'tahap=card', there: false },
      { label: 'the kecamatan', query: 'tempat=35.08.10', there: true },
      { label: 'another kecamatan', query: 'tempat=35.08.04', there: false },
      { label: 'the education', query: 'pendidikan=SMK', there: true },
      { label: 'another education', query: 'pendidikan=S1', there: false },
      { label: 'the village', query: 'desa=citrodiwangsan', there: false },
      { label: 'a village that nobody knows', query: 'desa=antah', there: false },
      { label: 'a skill', query: 'keahlian=menjahit', there: true },
      { label: 'another skill', query: 'keahlian=las', there: false },
      {
        label: 'three filters',
        query: 'tahap=registered&tempat=35.08.10&keahlian=jahit',
        there: true,
      },
      { label: 'a year', query: 'dari=2026-01-05&sampai=2026-12-31', there: true },
      { label: 'the year before', query: 'dari=2024-03-05&sampai=2025-12-31', there: false },
      { label: 'the day', query: 'dari=2026-11-23&sampai=2026-11-23', there: true },
      { label: 'the day before', query: 'sampai=2026-11-22', there: false },
      {
        label: 'filters left empty',
        query: 'tahap=&tempat=&pendidikan=&dari=&sampai=',
        there: true,
      },
    ];
    for (const { label, query, there } of filters) {
      it(`${there ? 'has' : 'lacks'} her by ${label}`, async () => {
        const html = await dewi.page(`${list}?${query}`);
        expect(html.includes(`${list}/${siti}`)).to.equal(there);
      });
    }

    it('tells how many there are, and of a village that nobody knows', async () => {
      expect(textOf(await dewi.page(list))).to.contain('1 orang.');
      expect(await dewi.page(`${list}?desa=antah`)).to.contain('Desa ini tidak kami kenal');
    });

    it('knows what was verified at once', async () => {
      await dewi.page(list);
      await verify();
      expect(await dewi.page(`${list}?tahap=verified`)).to.contain(siti);
      expect(await dewi.page(`${list}?tahap=registered`)).not.to.contain(siti);
    });

    it('refuses a filter that is none', async () => {
      expect((await dewi.get(`${list}?tahap=x`)).status).to.equal(400);
    });

    it('leads on behind fifty, with the filters kept', async () => {
      for (let at = 0; at < 51; at += 1) await office.register();
      const html = await dewi.page(`${list}?pendidikan=SMK`);
      const next = /href="([^"]*sesudah=\d+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '';
      expect(next).to.contain('pendidikan=SMK');
      expect(await dewi.page(next)).to.contain(siti);
    });
  });

  describe('the search', () => {
    const found = [
      { label: 'a name', text: 'aminah' },
      { label: 'a name with a typing error', text: 'siti amniah' },
      { label: 'the number', text: 'd1001' },
      { label: 'the number without its letter', text: '1001' },
      { label: 'the NIK', text: nik },
      { label: 'the NIK in groups', text: '3508 1052 0199 0001' },
    ];
    for (const { label, text } of found) {
      it(`finds by ${label}`, async () => {
        const response = await dewi.post(list, { cari: text });
        expect(response.status).to.equal(200);
        expect(await response.text()).to.contain(`${list}/${siti}`);
      });
    }

    it('finds by the number of the card', async () => {
      await verify();
      await dewi.post(`${list}/${siti}/kartu`, {
        number: 'AK1-2026-00007',
        issuedOn: '2026-11-23',
        reason: 'first',
      });
      const response = await dewi.post(list, { cari: 'ak1 2026 00007' });
      expect(await response.text()).to.contain(`${list}/${siti}`);
    });

    it('finds nobody of another office, by whatever', async () => {
      const jember = await signIn(office, { office: '35.09' });
      for (const { text } of found) {
        const html = await (await jember.post(list, { cari: text })).text();
        expect(html, text).to.contain('Tidak ada yang cocok').and.not.to.contain(`${list}/${siti}`);
      }
    });

    it('lets the province find everybody', async () => {
      const province = await signIn(office, { office: '35' });
      expect(await (await province.post(list, { cari: 'aminah' })).text()).to.contain(siti);
    });

    it('is noted with how it was searched and how many were found, never with the words', async () => {
      await dewi.post(list, { cari: nik });
      await dewi.post(list, { cari: 'aminah' });
      const details = (await trail('seeker.search')).map(({ detail }) => detail);
      expect(details).to.deep.equal(['{"by":"nik","count":1}', '{"by":"name","count":1}']);
    });

    it('stays within the filters', async () => {
      const within = await dewi.post(list, { cari: 'aminah', tempat: '35.08.10' });
      expect(await within.text())
        .to.contain(`${list}/${siti}`)
        .and.contain('Hanya dalam saringan');
      const elsewhere = await dewi.post(list, { cari: 'aminah', tempat: '35.08.04' });
      expect(await elsewhere.text()).to.contain('Tidak ada yang cocok');
    });

    it('leads on behind fifty, and says when the list is cut', async () => {
      for (let at = 0; at < 51; at += 1) await office.register();
      const first = await (await dewi.post(list, { cari: 'siti' })).text();
      expect(textOf(first)).to.contain('52 yang cocok.');
      expect(first).to.contain('name="halaman" value="2"').and.not.to.contain(`${list}/${siti}"`);
      const second = await (await dewi.post(list, { cari: 'siti', halaman: '2' })).text();
      expect(second).to.contain(`${list}/${siti}`).and.not.to.contain('name="halaman"');
    });

    it('does not take what is too short', async () => {
      expect(await send(list, { cari: 'a' })).to.contain('Terlalu pendek');
    });
  });

  describe('one seeker', () => {
    it('shows what was registered with the NIK masked, and is noted', async () => {
      const html = await file();
      expect(html).to.contain('3508********0001').and.not.to.contain(nik);
      expect(textOf(html)).to.contain('12-01-1999').and.contain('Tanggal lahir dan jenis kelamin');
      const [line] = await trail('seeker.view');
      expect(line).to.include({ subject: siti, detail: '{"page":"file"}' });
    });

    it('shows the NIK whole when asked to, once, and that is noted', async () => {
      const html = await (await dewi.post(`${list}/${siti}/nik`)).text();
      expect(html).to.contain(nik);
      expect(await file()).not.to.contain(nik);
      const lines = await trail('seeker.reveal-nik');
      expect(lines).to.deep.equal([
        {
          actor: `officer:${dewi.officer.id}`,
          action: 'seeker.reveal-nik',
          subject: siti,
          detail: '{}',
        },
      ]);
    });

    const deeds = ['nik', 'periksa', 'kartu', 'catatan', 'slip', 'ubah', 'ak2', 'salin'];
    const valid: Readonly<Record<string, string>> = {
      number: 'AK1-2026-00001',
      issuedOn: '2026-11-23',
      reason: 'first',
      heldOn: '2026-11-23',
      text: 'x',
      name: 'X Y',
      nik: '',
      gender: 'P',
      birthDate: '1999-01-12',
      education: 'SMK',
      skills: '',
      area: '',
      phone: '',
    };
    for (const deed of deeds) {
      it(`is not there for another office: ${deed}`, async () => {
        const jember = await signIn(office, { office: '35.09' });
        const response = await jember.post(`${list}/${siti}/${deed}`, valid);
        expect(response.status).to.equal(404);
        expect(await response.text()).not.to.contain('SITI');
      });
    }

    for (const page of ['', '/ubah', '/ak2', '/salin']) {
      it(`has no page for another office: ${page || 'the file'}`, async () => {
        const jember = await signIn(office, { office: '35.09' });
        expect((await jember.get(`${list}/${siti}${page}`)).status).to.equal(404);
      });
    }

    for (const number of ['D9999', 'K1001', 'x', '1e3', '%00']) {
      it(`is not there as ${number}`, async () => {
        expect((await dewi.get(`${list}/${number}`)).status).to.equal(404);
      });
    }

    it('is verified by a button', async () => {
      expect(await send(`${list}/${siti}/periksa`)).to.contain('Sudah diperiksa');
    });
  });

  describe('the card', () => {
    const card = { number: '3508000001231126', issuedOn: '2026-11-23', reason: 'first' };

    it('is noted with its days', async () => {
      await verify();
      const text = textOf(await send(`${list}/${siti}/kartu`, card));
      expect(text).to.contain('Kartu AK1 sudah dicatat').and.contain('3508 000001 231126');
      expect(text).to.contain('23-11-2026 sampai 23-11-2028').and.contain('AK1 berlaku');
    });

    it('is shown to programs', async () => {
      await verify();
      await send(`${list}/${siti}/kartu`, card);
      const response = await office.ask('officer', `/seekers/${siti}`);
      expect(await response.json()).to.deep.include({
        ak1: { number: '3508 000001 231126', issuedOn: '2026-11-23', endsOn: '2028-11-23' },
      });
    });

    it('says who has a number already, and keeps what was typed', async () => {
      const other = await office.register();
      await dewi.post(`${list}/${other}/periksa`);
      await dewi.post(`${list}/${other}/kartu`, card);
      await verify();
      const html = await send(`${list}/${siti}/kartu`, card);
      expect(textOf(html)).to.contain(`Nomor ini sudah dipakai ${other}.`);
      expect(html).to.contain('value="3508000001231126"');
    });

    it('is not noted before the papers were seen', async () => {
      const text = textOf(await send(`${list}/${siti}/kartu`, card));
      expect(text).to.contain('Belum ada kartu').and.contain('dicatat setelah data diperiksa');
    });

    it('tells of the reports that were made', async () => {
      await verify();
      await send(`${list}/${siti}/kartu`, card);
      const [{ id }] = await store.sql('ak1_cards').select('id');
      const report = { card_id: id, said: 'seeking', reported_on: '2027-05-23', at: 1 };
      await store.sql('ak1_reports').insert(report);
      expect(textOf(await file())).to.contain('23-05-2027 belum bekerja lewat pesan');
    });
  });

  describe('guidance', () => {
    it('is kept sealed with its day and officer', async () => {
      const form = { heldOn: '2026-11-20', text: 'Minat: <b>menjahit</b>\r\nSaran: BLK' };
      const text = textOf(await send(`${list}/${siti}/catatan`, form));
      expect(text).to.contain('20-11-2026').and.contain('Petugas uji-officer-3508');
      expect(text).to.contain('Minat: &lt;b&gt;menjahit&lt;/b&gt; Saran: BLK');
      const row = (await store.sql('seeker_notes').first()) as { text_sealed: string };
      expect(row.text_sealed).to.match(/^v1\./);
      expect(JSON.stringify(await trail('seeker.guidance'))).not.to.contain('menjahit');
    });

    it('has no day to come', async () => {
      const html = await send(`${list}/${siti}/catatan`, { heldOn: '2026-11-24', text: 'x' });
      expect(html).to.contain('Tanggal ini belum datang');
    });
  });

  describe('correcting', () => {
    const right = {
      name: 'Siti Aminah',
      nik: '',
      birthDate: '1999-01-13',
      gender: 'P',
      education: 'SMA',
      skills: 'menjahit, bordir',
      area: 'Jatisari, Kec. Tempeh',
      phone: '0812-3456-7890',
    };

    it('shows what is registered, the NIK masked', async () => {
      const html = await dewi.page(`${list}/${siti}/ubah`);
      expect(html).to.contain('value="SITI AMINAH"').and.contain('value="Kec. Lumajang"');
      expect(html).to.contain('3508********0001').and.not.to.contain(nik);
    });

    it('puts every field right and notes which, not what', async () => {
      const text = textOf(await send(`${list}/${siti}/ubah`, right));
      expect(text).to.contain('Siti Aminah').and.contain('13-01-1999').and.contain('SMA');
      expect(text).to.contain('menjahit, bordir').and.contain('Jatisari, Kec. Tempeh');
      expect(text).to.contain('081234567890').and.not.to.contain('diambil dari NIK');
      const [line] = await trail('seeker.correct');
      expect(line?.detail).to.equal(
        '{"fields":["name","birthDate","education","skills","area","phone"]}',
      );
    });

    it('finds her by her new name and not by the old one', async () => {
      await dewi.post(list, { cari: 'aminah' });
      await send(`${list}/${siti}/ubah`, { ...right, name: 'Siti Khotimah' });
      expect(await (await dewi.post(list, { cari: 'khotimah' })).text()).to.contain(siti);
      expect(await (await dewi.post(list, { cari: 'aminah' })).text()).not.to.contain(siti);
    });

    it('puts a NIK right that was typed wrong', async () => {
      await send(`${list}/${siti}/ubah`, { ...right, nik: '3508 1053 0199 0009' });
      expect(await file()).to.contain('3508********0009');
      const response = await dewi.post(list, { cari: '3508105301990009' });
      expect(await response.text()).to.contain(siti);
    });

    const wrong = [
      { label: 'a NIK of nobody', form: { nik: '3508102902010001' }, says: 'NIK harus 16 angka' },
      { label: 'digits in a name', form: { name: 'S1ti' }, says: 'Nama hanya huruf' },
      { label: 'no name', form: { name: ' ' }, says: 'Harus diisi' },
      { label: 'an unknown place', form: { area: 'Atlantis' }, says: 'tidak kami kenal' },
      { label: 'a name of two places', form: { area: 'Jatisari' }, says: 'Ada beberapa tempat' },
      { label: 'half a phone number', form: { phone: '0812' }, says: 'Bukan nomor telepon' },
      { label: 'a child', form: { birthDate: '2015-01-01' }, says: 'Umur harus 15' },
      { label: 'an unknown school', form: { education: 'TK' }, says: 'belum benar' },
    ];
    for (const { label, form, says } of wrong) {
      it(`does not take ${label}, and keeps what was typed`, async () => {
        const html = await send(`${list}/${siti}/ubah`, { ...right, ...form });
        expect(textOf(html)).to.contain(says);
        expect(html).to.contain('value="menjahit, bordir"');
        expect(await trail('seeker.correct')).to.deep.equal([]);
      });
    }

    it("does not take another's NIK", async () => {
      await office.register({ nik: '3508105401990044', nama: 'BUDI' });
      const html = await send(`${list}/${siti}/ubah`, { ...right, nik: '3508105401990044' });
      expect(html).to.contain('NIK ini sudah terdaftar. Cari NIK itu');
    });
  });

  describe('the AK/II sheet', () => {
    const sheet = {
      birthPlace: 'Lumajang',
      marital: 'belum',
      religion: 'islam',
      address: 'Dusun Krajan RT 02 RW 01',
      school1Level: 'SMK',
      school1Name: 'SMKN 1 Lumajang',
      school1Major: 'Tata Busana',
      school1Year: '2017',
      job1Title: 'Operator jahit',
      job1From: '2018',
      job1To: '2020',
      wantedWage: 'Rp 2.400.000',
    };

    it('is kept sealed, found again in the form and copied in order', async () => {
      await send(`${list}/${siti}/ak2`, sheet);
      const row = (await store.sql('seeker_profiles').first()) as { profile_sealed: string };
      expect(row.profile_sealed).to.match(/^v1\./);
      const form = await dewi.page(`${list}/${siti}/ak2`);
      expect(form).to.contain('value="SMKN 1 Lumajang"').and.contain('value="2400000"');
      const copy = textOf(await dewi.page(`${list}/${siti}/salin`));
      expect(copy).to.match(/Nama lengkap SITI AMINAH .*Tempat lahir Lumajang .*Agama 1 Islam/);
      expect(copy).to.contain('Jenis kelamin 2 Wanita').and.contain('Status perkawinan 2 Belum');
    });

    const wrong = [
      { label: 'a year to come', form: { school1Year: '2027' }, says: 'Tahun ini belum datang' },
      { label: 'a year of two digits', form: { school1Year: '17' }, says: '4 angka' },
      { label: 'leaving before coming', form: { job1To: '2016' }, says: 'mendahului tahun masuk' },
      { label: 'a wage in words', form: { wantedWage: 'UMK' }, says: 'Isi dengan angka' },
      { label: 'another religion', form: { religion: 'x' }, says: 'belum benar' },
    ];
    for (const { label, form, says } of wrong) {
      it(`does not take ${label}`, async () => {
        expect(textOf(await send(`${list}/${siti}/ak2`, { ...sheet, ...form }))).to.contain(says);
        expect(await store.sql('seeker_profiles').first()).to.equal(undefined);
      });
    }
  });

  describe('copying', () => {
    it('has the NIK masked until it is asked for, which is noted', async () => {
      expect(await dewi.page(`${list}/${siti}/salin`)).not.to.contain(nik);
      const html = await (await dewi.post(`${list}/${siti}/salin`, { bentuk: 'ak2' })).text();
      expect(html).to.contain(nik);
      expect(await trail('seeker.reveal-nik')).to.have.length(1);
    });

    it('follows the order of SIAPkerja too', async () => {
      const text = textOf(await dewi.page(`${list}/${siti}/salin?bentuk=siapkerja`));
      expect(text).to.match(
        /Akun NIK .*Nama lengkap .*Data diri .*Pekerjaan .*Keterampilan .*Pendidikan/,
      );
    });

    it('gives everything as one line of cells', async () => {
      const html = await dewi.page(`${list}/${siti}/salin`);
      const row = /<textarea id="row"[^>]*>\n?([^<]*)<\/textarea>/.exec(html)?.[1] ?? '';
      expect(row.split('\t').slice(0, 7)).to.deep.equal([
        siti,
        '',
        '',
        '',
        '23-11-2026',
        '3508********0001',
        'SITI AMINAH',
      ]);
    });
  });

  describe('the slip', () => {
    it('is a document, and noted without its token', async () => {
      const response = await dewi.post(`${list}/${siti}/slip`);
      expect(response.headers.get('content-type')).to.equal('application/pdf');
      expect(response.headers.get('content-disposition')).to.contain(`${siti}.pdf`);
      const body = Buffer.from(await response.arrayBuffer());
      expect(body.subarray(0, 5).toString()).to.equal('%PDF-');
      const [line] = await trail('seeker.slip');
      expect(line).to.include({ subject: siti, detail: '{}' });
    });
  });

  describe('the export', () => {
    const days = { dari: '2026-11-23', sampai: '2026-11-23', bentuk: 'ak2', jenis: 'csv' };
    const path = `${list}/ekspor`;

    async function exported(form: Readonly<Record<string, string>>): Promise<string[][]> {
      const response = await boss.post(path, form);
      expect(response.status).to.equal(200);
      return parse(Buffer.from(await response.arrayBuffer()), { bom: true });
    }

    it('has a row a person in the order of the sheet, NIK masked', async () => {
      await office.register({ nik: '3508105401990044', nama: '=HYPERLINK("http://x")' });
      await office.register({ office: '35.09' });
      const [header, ...rows] = await exported(days);
      expect(header?.slice(5, 8)).to.deep.equal(['NIK', 'Nama lengkap', 'Tempat lahir']);
      expect(rows.map((row) => row[6])).to.deep.equal([`'=HYPERLINK("http://x")`, 'SITI AMINAH']);
      expect(JSON.stringify(rows)).not.to.contain(nik);
    });

    it('has the whole NIK where that was asked for, and says so in the trail', async () => {
      const [, row] = await exported({ ...days, nik: 'ya' });
      expect(row?.[5]).to.equal(nik);
      const [line] = await trail('seeker.export');
      expect(line?.detail).to.equal(
        '{"from":"2026-11-23","to":"2026-11-23","sheet":"ak2","format":"csv","rows":1,"nik":"whole"}',
      );
    });

    it('gives a workbook', async () => {
      const response = await boss.post(path, { ...days, jenis: 'xlsx' });
      expect(response.headers.get('content-disposition')).to.contain(
        'pencari-kerja-ak2-2026-11-23-2026-11-23.xlsx',
      );
      const { readSheet } = await import('read-excel-file/node');
      const rows = await readSheet(Buffer.from(await response.arrayBuffer()));
      expect(rows[1]?.[6]).to.equal('SITI AMINAH');
    });

    it('takes no days the wrong way round', async () => {
      const response = await boss.post(path, { ...days, sampai: '2026-11-22' });
      expect(response.status).to.equal(303);
      expect(await boss.page(path)).to.contain('mendahului tanggal awal');
    });

    it('is not for every officer', async () => {
      expect((await dewi.get(path)).status).to.equal(403);
      expect((await dewi.post(path, days)).status).to.equal(403);
      expect(await dewi.page(list)).not.to.contain(path);
      expect(await boss.page(list)).to.contain(path);
    });
  });

  describe('hostile names', () => {
    const hostile = [
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      "' onmouseover='alert(1)",
      '</textarea><script>alert(1)</script>',
      '</title><svg/onload=alert(1)>',
      '{{7*7}} X <%= 7*7 %> ${7*7}',
      "=cmd|' /C calc'!A0",
      '@SUM(1+1)*cmd',
      '\u202Egnp.exe\u202C',
      'A\tB\nC',
      '&lt;b&gt;',
      'javascript:alert(1)',
    ];
    const raw = /<script>alert|<img src=x|<svg\/onload|' onmouseover='alert/;

    it('do nothing on any page, in any cell or document', async () => {
      for (const nama of hostile) {
        const number = await office.register({ nama });
        const pages = [`/${number}`, `/${number}/ubah`, `/${number}/ak2`, `/${number}/salin`];
        for (const page of pages) expect(await dewi.page(list + page), nama).not.to.match(raw);
        expect((await dewi.post(`${list}/${number}/slip`)).status, nama).to.equal(200);
      }
      expect(await dewi.page(list)).not.to.match(raw);
      const days = { dari: '2026-11-23', sampai: '2026-11-23', bentuk: 'ak2', jenis: 'csv' };
      const response = await boss.post(`${list}/ekspor`, days);
      const rows: string[][] = parse(Buffer.from(await response.arrayBuffer()), { bom: true });
      expect(rows).to.have.length(hostile.length + 2);
      for (const cell of rows.flat()) expect(cell).not.to.match(/^[=+\-@\t\r\n]/);
    });
  });
});
