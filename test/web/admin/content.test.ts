import { expect } from 'chai';
import { officeFacts } from '../../../src/services/offices.ts';
import { getCalendar } from '../../../src/services/calendars.ts';
import { currentAgencyList } from '../../../src/store/agencies.ts';
import { fillAgencies } from '../../helpers/agencies.ts';
import { signIn, type Browser } from '../../helpers/sign-in.ts';
import { openOffice, type Office } from '../open-office.ts';

const base = '/admin/isi/35.08';
const fact = `${base}/fakta/hotline_pmi`;

/** Sends a file as the form for lists does. */
function sendList(browser: Browser, lines: string, more = {}): Promise<Response> {
  const form = new FormData();
  const fields: Record<string, string> = { aksi: 'ganti', tanggal: '', ...more };
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  if (lines !== '') form.set('berkas', new Blob([lines]), 'p3mi.csv');
  return browser.post(`${base}/p3mi`, form);
}

const locationOf = async (response: Promise<Response>): Promise<string | null> =>
  (await response).headers.get('location');

describe('the content pages', () => {
  let office: Office;
  let sri: Browser;
  before(async () => {
    office = await openOffice();
    sri = await signIn(office, { role: 'supervisor' });
  });
  after(() => office.close());

  it('lead to the own office', async () => {
    expect(await locationOf(sri.get('/admin/isi'))).to.equal(base);
  });

  const barred = [
    { label: 'an officer', choice: { role: 'officer' as const }, path: base, status: 403 },
    {
      label: 'a supervisor of another office',
      choice: { role: 'supervisor' as const, office: '35.09' },
      path: base,
      status: 404,
    },
    {
      label: 'a supervisor of the province',
      choice: { role: 'supervisor' as const, office: '35' },
      path: base,
      status: 200,
    },
    {
      label: 'an admin of another office',
      choice: { role: 'admin' as const, office: '35.09' },
      path: base,
      status: 200,
    },
    {
      label: 'an admin, for an office that is none',
      choice: { role: 'admin' as const, office: '35.09' },
      path: '/admin/isi/99.99',
      status: 404,
    },
  ];
  for (const { label, choice, path, status } of barred) {
    it(`answer ${status} to ${label}`, async () => {
      const browser = await signIn(office, choice);
      expect((await browser.get(path)).status).to.equal(status);
      expect((await browser.post(`${path}/fakta/hotline_pmi/periksa`)).status).to.equal(
        status === 200 ? 303 : status,
      );
    });
  }

  describe('of facts', () => {
    const good = { text: '0800 1001', source: 'telepon', checked: '2026-11-23', confirmed: 'ya' };

    it('list every fact with its age, but not the hours, which the calendar makes', async () => {
      const html = await sri.page(base);
      expect(html).to.contain('Pelindungan pekerja migran, dari Indonesia').and.contain('0800 100');
      expect(html).not.to.contain('/fakta/jam"');
    });

    it('keep what is saved, at once told to people', async () => {
      expect(await locationOf(sri.post(fact, good))).to.equal(fact);
      expect((await officeFacts(office.store, '35.08'))['hotline_pmi']).to.equal('0800 1001');
      const html = await sri.page(fact);
      expect(html).to.contain('Tersimpan.').and.contain('kantor ini').and.contain('telepon');
    });

    const wrong = [
      { label: 'no text', change: { text: ' ' }, error: 'Harus diisi.' },
      { label: 'a long text', change: { text: 'x'.repeat(200) }, error: 'Paling banyak 20 huruf' },
      { label: 'an emoji', change: { text: '0800 😀' }, error: 'SMS tidak punya huruf ini' },
      { label: 'braces', change: { text: '{nama}' }, error: 'kurung kurawal' },
      { label: 'no source', change: { source: '' }, error: 'Harus diisi.' },
      { label: 'no date', change: { checked: 'kemarin' }, error: 'Isi tanggal yang benar' },
      { label: 'tomorrow', change: { checked: '2026-11-24' }, error: 'belum terjadi' },
    ];
    for (const { label, change, error } of wrong) {
      it(`say beside the field what is wrong with ${label}, and lose nothing`, async () => {
        const typed = { ...good, source: 'sumber <b>lain</b>', ...change };
        await sri.post(fact, typed);
        const html = await sri.page(fact);
        expect(html).to.contain(error);
        if (change.source !== '') expect(html).to.contain('sumber &lt;b&gt;lain&lt;/b&gt;');
        expect((await officeFacts(office.store, '35.08'))['hotline_pmi']).to.equal('0800 1001');
      });
    }

    it('take the words of the files back', async () => {
      await sri.post(`${fact}/pulihkan`);
      expect((await officeFacts(office.store, '35.08'))['hotline_pmi']).to.equal('0800 1000');
    });

    it('note that a fact was checked today', async () => {
      await sri.post(`${base}/fakta/alamat/periksa`);
      expect(await sri.page(`${base}/fakta/alamat`))
        .to.contain('hari ini')
        .and.contain('>ya<');
    });

    it('keep a list line by line', async () => {
      const list = { ...good, text: 'KTP\r\n\r\n KK \r\n' };
      await sri.post(`${base}/fakta/daftar_id`, list);
      expect((await officeFacts(office.store, '35.08'))['daftar_id']).to.equal('1) KTP 2) KK');
    });

    it('answer 404 for a fact that is none', async () => {
      expect((await sri.get(`${base}/fakta/lain`)).status).to.equal(404);
      expect((await sri.post(`${base}/fakta/lain`, good)).status).to.equal(404);
    });
  });

  describe('of licensed agencies', () => {
    it('say that there is no list yet', async () => {
      expect(await sri.page(`${base}/p3mi`)).to.contain('Belum ada daftar P3MI');
    });

    it('check a file without storing it, and tell rows by line and column', async () => {
      const response = await sendList(
        sri,
        'nama,berlaku sampai\nPT Contoh Uji,2028-01-01\nPT B,lama',
        {
          aksi: 'periksa',
          tanggal: '2026-11-20',
        },
      );
      const html = await response.text();
      expect(html).to.contain('belum disimpan').and.contain('bukan tanggal');
      expect(await currentAgencyList(office.store, ['35.08'])).to.equal(undefined);
    });

    it('replace the list, and show it', async () => {
      const response = await sendList(sri, 'nama,tanggal data\nPT <i>Miring</i>,2026-11-20');
      expect(await response.text()).to.contain('Daftar sudah diganti');
      const html = await sri.page(`${base}/p3mi?q=miring`);
      expect(html).to.contain('PT &lt;i&gt;Miring&lt;/i&gt;').and.contain('masih baru');
    });

    const refused = [
      { label: 'no file', lines: '', error: 'Harus diisi.' },
      { label: 'a file of other columns', lines: 'x,y\n1,2', error: 'tidak terbaca' },
      { label: 'a list without a day', lines: 'nama\nPT B', error: 'Data tanggal berapa?' },
      { label: 'no right row', lines: 'nama,izin\n,1', error: 'Daftar lama tetap dipakai' },
    ];
    for (const { label, lines, error } of refused) {
      it(`say what is wrong with ${label}, the former list stays`, async () => {
        expect(await locationOf(sendList(sri, lines))).to.equal(`${base}/p3mi`);
        expect(await sri.page(`${base}/p3mi`))
          .to.contain(error)
          .and.contain('Miring');
      });
    }

    it('show pages of a long list, a borrowed one and its age', async () => {
      const names = Array.from({ length: 60 }, (_, at) => ({ name: `PT Nomor ${at + 10}` }));
      await fillAgencies(office.store, names, { office: '35.09', listDate: '2026-10-01' });
      const admin = await signIn(office, { role: 'admin', office: '35.09' });
      const html = await admin.page('/admin/isi/35.09/p3mi?halaman=2');
      expect(html).to.contain('PT Nomor 69').and.contain('sudah lama').and.not.contain('Nomor 11');
    });

    it('let the office say how old a list may be', async () => {
      await sri.post(`${base}/p3mi/batas`, { hari: '45' });
      expect(await sri.page(`${base}/p3mi`)).to.contain('value="45"');
      await sri.post(`${base}/p3mi/batas`, { hari: '0' });
      expect(await sri.page(`${base}/p3mi`)).to.contain('Isi 1 sampai 366');
    });
  });

  describe('of how long things are kept', () => {
    const kept = { masuk: '14', keluar: '60', pencarian: '400', audit: '1826' };

    it('keep the days that the office chose', async () => {
      const page = await sri.page(`${base}/simpan`);
      expect(page).to.contain('7 sampai 90, biasanya 30').and.contain('Masa simpan');
      await sri.post(`${base}/simpan`, kept);
      expect(await sri.page(`${base}/simpan`)).to.contain('value="14"');
    });

    it('refuse days beyond what is sane, and keep what was typed', async () => {
      await sri.post(`${base}/simpan`, { ...kept, masuk: '1', keluar: 'lama' });
      const page = await sri.page(`${base}/simpan`);
      expect(page).to.contain('Isi 7 sampai 90 hari').and.contain('Isi 30 sampai 400 hari');
      expect(page).to.contain('value="1"').and.contain('value="lama"');
    });
  });

  describe('of hours and holidays', () => {
    const week = {
      senin: '08:00-12:00, 13.00-15.00',
      selasa: '08.00-12.00, 13.00-15.00',
      libur: '24-12-2026 Cuti bersama\n2026-12-31 Akhir tahun',
      masuk: '',
    };

    it('keep hours and days off', async () => {
      await sri.post(`${base}/jam`, week);
      const calendar = await getCalendar(office.store, '35.08');
      expect(calendar.week).to.have.keys('Sen', 'Sel');
      const own = calendar.holidays.filter(({ from }) => from === 'office');
      expect(own.map(({ date, name }) => `${date} ${name}`)).to.deep.equal([
        '2026-12-24 Cuti bersama',
        '2026-12-31 Akhir tahun',
      ]);
      expect(await sri.page(`${base}/jam`)).to.contain('24-12-2026 Cuti bersama');
    });

    const wrong = [
      { label: 'hours that are none', change: { senin: 'pagi' }, error: 'Ada jam yang salah' },
      { label: 'no day open', change: { senin: '', selasa: '' }, error: 'Ada jam yang salah' },
      {
        label: 'a day that is none',
        change: { libur: '31-02-2026 X' },
        error: 'tanggal yang salah',
      },
      { label: 'a day without a name', change: { libur: '24-12-2026' }, error: 'perlu nama' },
      { label: 'no days for an answer', change: { 'standar-question': '0' }, error: 'mulai 1' },
    ];
    for (const { label, change, error } of wrong) {
      it(`say what is wrong with ${label}, and lose nothing`, async () => {
        await sri.post(`${base}/jam`, { ...week, selasa: '09.00-10.00', ...change });
        const html = await sri.page(`${base}/jam`);
        expect(html).to.contain(error);
        if (!('selasa' in change)) expect(html).to.contain('value="09.00-10.00"');
        expect((await getCalendar(office.store, '35.08')).week.Sel).to.have.length(2);
      });
    }
  });
});
