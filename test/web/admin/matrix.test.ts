import { expect } from 'chai';
import { addInboundRow } from './dead-letter.ts';
import { openRoutes, routes } from '../../../src/web/admin/index.ts';
import { addAccount } from '../../../src/store/added-accounts.ts';
import { nextNumbers } from '../../../src/store/counters.ts';
import type { AttachmentFiles } from '../../../src/services/attachment-files.ts';
import { draftBroadcast } from '../../../src/services/broadcasts.ts';
import { hashPassword } from '../../../src/services/passwords.ts';
import { usualForm } from '../../helpers/broadcasts.ts';
import { onEachDatabase, type Store } from '../../helpers/databases.ts';
import { addTestOfficer, addTestPerson } from '../../helpers/matters.ts';
import { sampleFiles } from '../../helpers/sample-files.ts';
import { signIn, type Browser } from '../../helpers/sign-in.ts';
import { fillVacancies } from '../../helpers/vacancies.ts';
import { now, openOffice, type Office } from '../open-office.ts';
import { pairingChannel } from '../pairing-channel.ts';
import { vacancyForm } from './vacancy-form.ts';

/** Who may: everyone who works here; those who lead; admins. */
type Who = 'all' | 'lead' | 'admin';

type Form = Readonly<Record<string, string>>;

/** A record of an office, by the names that stand in paths and forms. */
interface Records {
  readonly number: Readonly<Record<string, string>>;
  readonly office: string;
  readonly id: string;
  readonly applicant: string;
}

interface Row {
  readonly who: Who;
  /** A form that is in order, so that only the right to the record can be in the way. */
  readonly form?: Form | ((whose: Records) => Form);
}

const all: Row = { who: 'all' };
const lead: Row = { who: 'lead' };
const admin: Row = { who: 'admin' };
const sender = {
  label: 'SMS Tempeh',
  HTTP_SMS_SEND_URL: 'http://127.0.0.1:9/kirim',
  'rahasia-HTTP_SMS_SECRET': 'rahasia-uji',
};

const readyAnswer = {
  questions: 'jam buka kantor\nkantor buka jam berapa',
  text: 'Kantor buka {jam}.',
  source: 'kantor',
  checked: '2026-11-23',
  confirmed: 'ya',
  status: 'published',
};

/** Every page and deed of officers' pages. A route that is not here fails. */
const table: Readonly<Record<string, Row>> = {
  'GET /admin': all,
  'GET /admin/antrean': all,
  'GET /admin/antrean/kabar': all,
  'POST /admin/antrean/gagal/:id/jadikan': all,
  'POST /admin/antrean/gagal/:id/selesai': all,
  'GET /admin/perkara': all,
  'GET /admin/perkara/:number': all,
  'GET /admin/perkara/:number/kabar': all,
  'GET /admin/perkara/:number/berkas/:id': all,
  'POST /admin/perkara/:number/ambil': all,
  'POST /admin/perkara/:number/jawab': { who: 'all', form: { teks: 'Ya, masih.', aksi: 'kirim' } },
  'POST /admin/perkara/:number/catatan': { who: 'all', form: { catatan: 'sudah ditelepon' } },
  'POST /admin/perkara/:number/simpan': { who: 'all', form: { jenis: 'reply', teks: 'Ya' } },
  'POST /admin/perkara/:number/nomor': all,
  'POST /admin/perkara/:number/serahkan': { who: 'all', form: { kepada: 'uji-officer-3508' } },
  'POST /admin/perkara/:number/teruskan': {
    who: 'all',
    form: { badan: 'Pengawas', rujukan: '12' },
  },
  'POST /admin/perkara/:number/lepas': all,
  'POST /admin/perkara/:number/tutup': all,
  'POST /admin/perkara/:number/buka': all,
  'GET /admin/pencari-kerja': all,
  'POST /admin/pencari-kerja': { who: 'all', form: { cari: 'siti' } },
  'GET /admin/pencari-kerja/ekspor': lead,
  'POST /admin/pencari-kerja/ekspor': {
    who: 'lead',
    form: { dari: '2026-11-01', sampai: '2026-11-30', bentuk: 'ak2', jenis: 'csv' },
  },
  'POST /admin/pencari-kerja/:number/salinan': { who: 'lead', form: { jenis: 'json' } },
  'GET /admin/pencari-kerja/:number': all,
  'POST /admin/pencari-kerja/:number/nik': all,
  'POST /admin/pencari-kerja/:number/periksa': all,
  'POST /admin/pencari-kerja/:number/kartu': {
    who: 'all',
    form: { number: '3508/123/2026', issuedOn: '2026-11-23', reason: 'first' },
  },
  'POST /admin/pencari-kerja/:number/catatan': {
    who: 'all',
    form: { text: 'cocok di garmen', heldOn: '2026-11-23' },
  },
  'POST /admin/pencari-kerja/:number/slip': all,
  'GET /admin/pencari-kerja/:number/ubah': all,
  'POST /admin/pencari-kerja/:number/ubah': {
    who: 'all',
    form: {
      name: 'Siti Aminah',
      nik: '',
      gender: 'P',
      birthDate: '1999-01-12',
      education: 'SMK',
      skills: 'jahit',
      area: '',
      phone: '',
    },
  },
  'GET /admin/pencari-kerja/:number/ak2': all,
  'POST /admin/pencari-kerja/:number/ak2': all,
  'GET /admin/pencari-kerja/:number/salin': all,
  'POST /admin/pencari-kerja/:number/salin': { who: 'all', form: { bentuk: 'ak2' } },
  'GET /admin/lowongan': all,
  'GET /admin/lowongan/tambah': all,
  'POST /admin/lowongan/tambah': { who: 'all', form: vacancyForm },
  'GET /admin/lowongan/impor': all,
  'POST /admin/lowongan/impor': all,
  'POST /admin/lowongan/ekspor': all,
  'GET /admin/lowongan/:number': all,
  'GET /admin/lowongan/:number/ubah': all,
  'POST /admin/lowongan/:number/ubah': {
    who: 'all',
    form: ({ office }) => ({ ...vacancyForm, district: `${office}.04` }),
  },
  'POST /admin/lowongan/:number/terbit': all,
  'POST /admin/lowongan/:number/tolak': { who: 'all', form: { reason: 'palsu' } },
  'POST /admin/lowongan/:number/tutup': all,
  'GET /admin/lowongan/:number/pelamar': all,
  'POST /admin/lowongan/:number/pelamar/keadaan': {
    who: 'all',
    form: ({ applicant }) => ({ id: applicant, state: 'came' }),
  },
  'POST /admin/lowongan/:number/pelamar/ekspor': all,
  'GET /admin/siaran': all,
  'GET /admin/siaran/tambah': all,
  'POST /admin/siaran/tambah': {
    who: 'all',
    form: { topic: 'job-fair', words: 'Bursa kerja di GOR, gratis.', lastDay: '2026-11-27' },
  },
  'GET /admin/siaran/:number': all,
  'POST /admin/siaran/:number/hitung': all,
  'POST /admin/siaran/:number/buang': all,
  'POST /admin/siaran/:number/kirim': lead,
  'POST /admin/siaran/:number/jeda': lead,
  'POST /admin/siaran/:number/lanjut': lead,
  'POST /admin/siaran/:number/batal': lead,
  'GET /admin/isi': lead,
  'GET /admin/isi/:office': lead,
  'GET /admin/isi/:office/fakta/:name': lead,
  'POST /admin/isi/:office/fakta/:name': {
    who: 'lead',
    form: { text: 'Disnaker', source: 'kantor', checked: '2026-11-23', confirmed: 'ya' },
  },
  'POST /admin/isi/:office/fakta/:name/periksa': lead,
  'POST /admin/isi/:office/fakta/:name/pulihkan': lead,
  'GET /admin/isi/:office/p3mi': lead,
  'POST /admin/isi/:office/p3mi': { who: 'lead', form: { aksi: 'periksa' } },
  'POST /admin/isi/:office/p3mi/batas': { who: 'lead', form: { hari: '30' } },
  'GET /admin/isi/:office/simpan': lead,
  'POST /admin/isi/:office/simpan': {
    who: 'lead',
    form: { masuk: '30', keluar: '90', pencarian: '400', audit: '1826' },
  },
  'GET /admin/isi/:office/jam': lead,
  'POST /admin/isi/:office/jam': lead,
  'GET /admin/isi/:office/kabari': lead,
  'POST /admin/isi/:office/kabari': { who: 'lead', form: { persen: '10' } },
  'GET /admin/kalimat': all,
  'POST /admin/kalimat/tetapkan': { who: 'all', form: { ids: '', layanan: 'daftar' } },
  'POST /admin/kalimat/buang': { who: 'all', form: { ids: '', dari: 'new' } },
  'POST /admin/kalimat/terima': { who: 'lead', form: { ids: '' } },
  'GET /admin/kalimat/contoh.txt': lead,
  'GET /admin/ringkasan': all,
  'GET /admin/isi/:office/jawaban': all,
  'GET /admin/isi/:office/jawaban/:key': all,
  'POST /admin/isi/:office/jawaban/:key': { who: 'all', form: readyAnswer },
  'POST /admin/isi/:office/jawaban/:key/pulihkan': lead,
  'GET /admin/isi/:office/balasan': lead,
  'GET /admin/isi/:office/balasan/:key': lead,
  'POST /admin/isi/:office/balasan/:key': {
    who: 'lead',
    form: { title: 'Diperiksa', text: 'Kami periksa dulu.', status: 'published' },
  },
  'POST /admin/isi/:office/balasan/:key/pulihkan': lead,
  'GET /admin/isi/:office/jaga': lead,
  'POST /admin/isi/:office/jaga': lead,
  'GET /admin/audit': lead,
  'GET /admin/petugas': admin,
  'GET /admin/petugas/tambah': admin,
  'POST /admin/petugas/tambah': {
    who: 'admin',
    form: { username: 'baru', name: 'Baru', role: 'officer', office: '35.08' },
  },
  'GET /admin/petugas/:id': admin,
  'POST /admin/petugas/:id': {
    who: 'admin',
    form: { name: 'Agus', role: 'officer', office: '35.08' },
  },
  'POST /admin/petugas/:id/nonaktif': admin,
  'POST /admin/petugas/:id/aktif': admin,
  'POST /admin/petugas/:id/kode': admin,
  'POST /admin/petugas/:id/sandi': admin,
  'GET /admin/saluran/:name/tautan': admin,
  'POST /admin/saluran/:name/tautan': { who: 'admin', form: { baca: 'ya' } },
  'POST /admin/saluran/:name/tautan/akhiri': admin,
  'GET /admin/saluran': admin,
  'GET /admin/saluran/tambah/:kind': admin,
  'POST /admin/saluran/tambah/:kind': {
    who: 'admin',
    form: { ...sender, name: 'baru', office: '35.08' },
  },
  'GET /admin/saluran/:id': admin,
  'POST /admin/saluran/:id': { who: 'admin', form: sender },
  'POST /admin/saluran/:id/nonaktif': admin,
  'POST /admin/saluran/:id/aktif': admin,
  'GET /admin/akun': all,
  'POST /admin/akun/sandi': all,
  'GET /admin/akun/kode-pemulihan': all,
  'POST /admin/akun/kode-pemulihan': all,
  'POST /admin/akun/perangkat': all,
};

/** Pages of the sign-in, which are open to everybody. */
const openTable = [
  'GET /admin/masuk',
  'POST /admin/masuk',
  'POST /admin/keluar',
  'GET /admin/masuk/kode',
  'POST /admin/masuk/kode',
  'GET /admin/masuk/pasang',
  'GET /admin/masuk/qr.svg',
  'POST /admin/masuk/pasang',
];

/** Who of the office, of another and of the province asks for records of the office. */
const ofRole: Readonly<Record<Who, readonly [string, string, string]>> = {
  all: ['officer', 'neighbour', 'province'],
  lead: ['supervisor', 'leading neighbour', 'leading province'],
  admin: ['admin', 'neighbouring admin', 'provincial admin'],
};

const nameOf = ({ method, path }: { readonly method: string; readonly path: string }): string =>
  `${method.toUpperCase()} ${path}`;

const mayOf: Readonly<Record<Who, readonly string[]>> = {
  all: ['officer', 'supervisor', 'admin'],
  lead: ['supervisor', 'admin'],
  admin: ['admin'],
};

const records = (last: string, office: string): Omit<Records, 'id'> => ({
  applicant: last,
  number: {
    perkara: `K100${last}`,
    'pencari-kerja': `D100${last}`,
    lowongan: `L100${last}`,
    siaran: last,
  },
  office,
});

/** The path with the record that it is about. */
function pathOf(path: string, { number, office, id }: Records): string {
  const place = path.split('/')[2] ?? '';
  return path
    .replace(':number', number[place] ?? '')
    .replace(':office', office)
    .replace(':name', 'kantor')
    .replace(':kind', 'http')
    .replace(':key', path.includes('balasan') ? 'sedang-diperiksa' : 'ak1-biaya')
    .replace(':id', path.includes('berkas') ? `f_${office}` : id);
}

/** Every file is the same photo. */
const files: AttachmentFiles = {
  write: () => Promise.reject(new Error('nothing is sent here')),
  read: async () => sampleFiles.jpeg,
  remove: async () => {},
  olderThan: async () => [],
};

/** A photo to each matter, named after its office. */
async function addPhotos({ sql }: Store): Promise<void> {
  const [account] = await sql('accounts').select('id');
  const matters: { id: number; office_code: string }[] = await sql('matters').orderBy('id');
  const entries: { id: number; matter_id: number }[] = await sql('matter_messages');
  for (const { id, office_code: office } of matters) {
    await sql('attachments').insert({
      public_id: `f_${office}`,
      account_id: account.id,
      matter_id: id,
      entry_id: entries.find(({ matter_id: of }) => of === id)?.id,
      kind: 'photo',
      status: 'kept',
      type: 'image/jpeg',
      file: 'photo',
      attempts: 1,
      next_at: 0,
      received_at: 0,
    });
  }
}

/** A broadcast of each office: the first of 35.08, the second of 35.09. */
async function addDrafts(store: Store): Promise<void> {
  for (const officeCode of ['35.08', '35.09']) {
    const { id } = await addTestOfficer(store, `penulis-${officeCode}`);
    await draftBroadcast(
      store,
      { ...usualForm, officeCode },
      { officer: { id, role: 'officer' }, now },
    );
  }
}

/** A kind of channel is no record. */
const isAbout = (path: string): boolean => path.replace(':kind', '').includes(':');

function formOf(route: string, whose: Records): Form {
  const form = table[route]?.form ?? {};
  return typeof form === 'function' ? form(whose) : form;
}

async function ask(browser: Browser, route: string, whose: Records): Promise<Response> {
  const path = pathOf(route.split(' ')[1] ?? '', whose);
  const answer = route.startsWith('GET')
    ? await browser.get(path)
    : await browser.post(path, { ...formOf(route, whose) });
  // A stream of news never ends by itself.
  await (answer.headers.get('content-type')?.startsWith('text/event-stream')
    ? answer.body?.cancel()
    : answer.arrayBuffer());
  return answer;
}

describe("the table of officers' pages", () => {
  it('has an entry for every route, and no other', () => {
    expect(routes.map(nameOf).toSorted()).to.deep.equal(Object.keys(table).toSorted());
    expect(openRoutes.map(nameOf).toSorted()).to.deep.equal(openTable.toSorted());
  });

  for (const route of routes) {
    it(`agrees on who may: ${nameOf(route)}`, () => {
      const row = table[nameOf(route)];
      expect(row && mayOf[row.who]).to.have.members([...route.roles]);
    });
  }

  it('lets no route about a record be without a scope', () => {
    const loose = routes.filter(({ path, scope }) => isAbout(path) && scope === 'none');
    expect(loose.map(nameOf)).to.deep.equal([]);
  });
});

onEachDatabase("officers' pages: roles, and whose records", (open) => {
  let office: Office;
  let own: Records;
  let foreign: Records;
  let browsers: Readonly<Record<string, Browser>>;
  let senders = 0;

  async function fill(store: Store): Promise<void> {
    await fillVacancies(store, [{}, { officeCode: '35.09', areaCode: '35.09.01' }]);
    await nextNumbers(store, 'L', 2); // those of the vacancies above
    await office.register();
    await office.register({ office: '35.09' });
    const near = await addTestPerson(store);
    const far = await addTestPerson(store, { userId: '+628111111111', office: '35.09' });
    await near.asks(now);
    await far.asks(now);
    await addPhotos(store);
    await addDrafts(store);
    for (const vacancy of [1, 2]) {
      await store.sql('applicants').insert({
        vacancy_id: vacancy,
        contact_id: near.contactId,
        name: 'Siti',
        state: 'interested',
        created_at: 1,
        updated_at: 1,
      });
    }
  }

  before(async () => {
    const channels = [pairingChannel({ name: 'kantor' }).channel];
    office = await openOffice({ store: await open(), files, channels });
    const { store } = office;
    await fill(store);
    browsers = {
      officer: await signIn(office),
      supervisor: await signIn(office, { role: 'supervisor' }),
      admin: await signIn(office, { role: 'admin' }),
      neighbour: await signIn(office, { office: '35.09' }),
      'leading neighbour': await signIn(office, { role: 'supervisor', office: '35.09' }),
      province: await signIn(office, { office: '35' }),
      'leading province': await signIn(office, { role: 'supervisor', office: '35' }),
      'neighbouring admin': await signIn(office, { role: 'admin', office: '35.09' }),
      'provincial admin': await signIn(office, { role: 'admin', office: '35' }),
    };
    const target = await addTestOfficer(store, 'agus');
    await store.sql('officers').update({ password_hash: await hashPassword('kuda baterai jepit') });
    own = { ...records('1', '35.08'), id: String(target.id) };
    foreign = { ...records('2', '35.09'), id: String(target.id) };
  });
  after(() => office.close());

  /** Failed messages and senders are named by numbers that the database gives. */
  async function withLetters(route: string, whose: Records): Promise<Records> {
    if (route.includes('/saluran/:id')) {
      const { store } = office;
      senders += 1;
      const key = { channel: 'http', name: `uji-${senders}`, officeCode: whose.office };
      const settings = { label: 'SMS', medium: 'sms', enabled: true, settings: {} } as const;
      return { ...whose, id: String(await addAccount(store, { ...key, ...settings }, 1)) };
    }
    if (!route.includes('/gagal/')) return whose;
    const id = await addInboundRow(office.store, whose.office);
    return { ...whose, id: String(id) };
  }

  function testDoor(route: string, { who }: Row): void {
    const [method = '', path = ''] = route.split(' ');

    it(`${route}: nobody who has not signed in`, async () => {
      const answer = await fetch(office.url + pathOf(path, own), { method, redirect: 'manual' });
      expect(answer.status).to.be.oneOf(method === 'GET' ? [303] : [403, 415]);
      if (method === 'GET') expect(answer.headers.get('location')).to.equal('/admin/masuk');
    });

    if (method === 'POST') {
      it(`${route}: not without the token of the session`, async () => {
        const form = { ...formOf(route, own), _csrf: 'a'.repeat(32) };
        const answer = await browsers['admin']!.post(pathOf(path, own), form);
        expect(answer.status).to.equal(403);
      });
    }

    for (const role of ['officer', 'supervisor'].filter((one) => !mayOf[who].includes(one))) {
      it(`${route}: no ${role}`, async () => {
        const answer = await ask(browsers[role]!, route, own);
        expect(answer.status).to.equal(403);
      });
    }
  }

  function testOffices(route: string, { who }: Row): void {
    const path = route.split(' ')[1] ?? '';
    const scope = routes.find((one) => nameOf(one) === route)?.scope;
    if (scope !== 'office' || !isAbout(path)) return;

    const [asker, stranger, provincial] = ofRole[who];

    it(`${route}: nobody of another office`, async () => {
      const whose = await withLetters(route, own);
      const answer = await ask(browsers[stranger]!, route, whose);
      expect(answer.status).to.equal(404);
    });

    it(`${route}: nobody the records of another office`, async () => {
      const whose = await withLetters(route, foreign);
      const answer = await ask(browsers[asker]!, route, whose);
      expect(answer.status).to.equal(404);
    });

    it(`${route}: the province every office's`, async () => {
      const whose = await withLetters(route, foreign);
      const answer = await ask(browsers[provincial]!, route, whose);
      expect(answer.status).to.be.oneOf([200, 303]);
    });
  }

  function testRoles(route: string, { who }: Row): void {
    for (const role of mayOf[who]) {
      it(`${route}: ${role}`, async () => {
        const whose = await withLetters(route, own);
        const answer = await ask(browsers[role]!, route, whose);
        expect(answer.status).to.be.oneOf([200, 204, 303]);
        expect(answer.headers.get('location')).not.to.equal('/admin/masuk');
        const policy = answer.headers.get('content-security-policy') ?? '';
        expect(policy).to.contain("default-src 'none'").and.not.to.contain('unsafe');
        expect(answer.headers.get('cache-control')).to.equal('no-store');
      });
    }
  }

  for (const [route, row] of Object.entries(table)) {
    testDoor(route, row);
    testOffices(route, row);
    testRoles(route, row);
  }
});
