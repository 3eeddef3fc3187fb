import { expect } from 'chai';
import { addOfficer } from '../../../src/services/officers.ts';
import { seedOffices } from '../../../src/services/offices.ts';
import { onEachDatabase, type Store } from '../../helpers/databases.ts';
import { signIn, type Browser } from '../../helpers/sign-in.ts';
import { fillVacancies } from '../../helpers/vacancies.ts';
import { openWeb, type Web } from '../open-web.ts';
import { codeAt, openGuest, secretOf, type GuestBrowser } from './guest.ts';

const morning = new Date('2026-11-23T08:00:00+07:00');
const password = 'kuda baterai jepit benar';
const minute = 60_000;
const day = 24 * 60 * minute;

const isIn = async (browser: Pick<GuestBrowser, 'get'>): Promise<boolean> =>
  (await browser.get('/admin/akun')).status === 200;

onEachDatabase('accounts of officers', (open) => {
  let now: Date;
  let store: Store;
  let web: Web;
  let budi: Browser;

  beforeEach(async () => {
    now = morning;
    store = await open();
    await seedOffices(store);
    web = await openWeb({ store, clock: () => now });
    budi = await signIn(web, { role: 'admin', username: 'budi', now });
  });
  afterEach(() => web.close());

  const pass = (ms: number): void => {
    now = new Date(now.getTime() + ms);
  };
  const idOf = async (username: string): Promise<number> =>
    (await store.sql('officers').first('id').where({ username })).id;
  const actions = async (): Promise<string[]> =>
    (await store.sql('audit').select('action').orderBy('id')).map(({ action }) => action);

  /** Adds an officer on the page of admins. Gives the one-time password that it shows. */
  async function add(username: string): Promise<string> {
    const form = { username, name: 'Sari', role: 'officer', office: '35.08' };
    const added = await budi.post('/admin/petugas/tambah', form);
    const page = await budi.page(added.headers.get('location')!);
    return /<code class="secret">([^<]+)</.exec(page)?.[1] ?? '';
  }

  /** Signs in with the pages, enrolling on the way. Gives the secret of the second factor. */
  async function enter(browser: GuestBrowser, username: string, secret: string): Promise<string> {
    await browser.get('/admin/masuk');
    const taken = await browser.post('/admin/masuk', { username, password: secret });
    const next = taken.headers.get('location')!;
    await browser.get(next);
    const key = secretOf(browser.html);
    if (key !== '') await browser.post(next, { code: codeAt(key, now) });
    return key;
  }

  it('begin with a password that is shown once and must be changed first', async () => {
    const oneTime = await add('sari');
    expect(oneTime).to.match(/^[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}$/);
    expect(await budi.page(`/admin/petugas/${await idOf('sari')}`)).not.to.contain(oneTime);
    const sari = openGuest(web.url);
    await enter(sari, 'sari', oneTime);
    expect((await sari.get('/admin/lowongan')).headers.get('location')).to.equal('/admin/akun');
    await sari.get('/admin/akun');
    expect(sari.html).to.contain('Ganti dulu');
    await sari.post('/admin/akun/sandi', { current: oneTime, next: password, again: password });
    expect((await sari.get('/admin/lowongan')).status).to.equal(200);
    expect(await actions()).to.include.members(['officer.add', 'officer.password-change']);
  });

  it('are refused with a one-time password older than three days', async () => {
    const oneTime = await add('sari');
    pass(3 * day);
    const sari = openGuest(web.url);
    await enter(sari, 'sari', oneTime);
    expect(await isIn(sari)).to.equal(false);
  });

  it('are told when the user name is taken, and keep what was typed', async () => {
    await add('sari');
    const form = { username: 'sari', name: 'Sari Dua', role: 'officer', office: '35.08' };
    const refused = await budi.post('/admin/petugas/tambah', form);
    const page = await budi.page(refused.headers.get('location')!);
    expect(page).to.contain('Nama pengguna itu sudah dipakai.').and.to.contain('value="Sari Dua"');
  });

  for (const { label, path, form } of [
    { label: 'is disabled', path: '/nonaktif', form: {} },
    { label: 'gets a one-time password', path: '/sandi', form: {} },
    { label: 'loses the second factor', path: '/kode', form: {} },
    {
      label: 'changes role',
      path: '',
      form: { name: 'Sari', role: 'supervisor', office: '35.08' },
    },
  ]) {
    it(`end every session when the officer ${label}`, async () => {
      const sari = await signIn(web, { username: 'sari', now });
      expect(await isIn(sari)).to.equal(true);
      await budi.post(`/admin/petugas/${sari.officer.id}${path}`, form);
      expect(await isIn(sari)).to.equal(false);
    });
  }

  it('let no admin disable, demote or reset themselves', async () => {
    const page = `/admin/petugas/${budi.officer.id}`;
    const demoted = { name: 'Budi', role: 'officer', office: '35.08' };
    for (const [path, form] of [
      ['/nonaktif', {}],
      ['/kode', {}],
      ['/sandi', {}],
      ['', demoted],
    ] as const) {
      await budi.post(page + path, form);
      expect(await budi.page(page)).to.contain('hanya dapat diubah oleh admin lain');
    }
    expect(await isIn(budi)).to.equal(true);
  });

  describe('of one who signs in alone', () => {
    let dewi: GuestBrowser;
    let secret: string;
    beforeEach(async () => {
      const officer = { username: 'dewi', name: 'Dewi', role: 'officer', office: '35.08' };
      await addOfficer(store, { ...officer, password }, now);
      dewi = openGuest(web.url);
      secret = await enter(dewi, 'dewi', password);
      await dewi.get('/admin/akun');
    });

    /** As it was kept between the form and the page that shows it again. */
    let kept = '';
    const change = async (form: Record<string, string>): Promise<string> => {
      const next = 'pisang meja langit biru';
      await dewi.post('/admin/akun/sandi', { current: password, next, again: next, ...form });
      const rows = await store.sql('officer_sessions').select('hash', 'data_sealed');
      kept = rows
        .map(({ hash, data_sealed: text }) =>
          store.keys.open(text, `officer_sessions.data|${hash}`),
        )
        .join();
      await dewi.get('/admin/akun');
      return dewi.html;
    };

    it('end the sessions elsewhere with a new password', async () => {
      const other = await signIn(web, { username: 'dewi', now });
      expect(await change({})).to.contain('Kata sandi sudah diganti.');
      expect([await isIn(dewi), await isIn(other)]).to.deep.equal([true, false]);
    });

    for (const { label, form, says } of [
      { label: 'a wrong password', form: { current: 'bukan ini' }, says: 'Kata sandi salah.' },
      {
        label: 'a short one',
        form: { next: 'pendek', again: 'pendek' },
        says: 'Paling sedikit 12',
      },
      { label: 'two different ones', form: { again: 'lain lagi sama' }, says: 'Tidak sama' },
      { label: 'the same one', form: { next: password, again: password }, says: 'Sama dengan' },
    ]) {
      it(`take no change with ${label}`, async () => {
        const page = await change(form);
        expect(page).to.contain(says);
        for (const typed of [password, ...Object.values(form)]) {
          expect(page).not.to.contain(`value="${typed}"`);
        }
        expect(kept).to.contain('csrfToken').and.not.to.contain(password);
      });
    }

    it('list where one is signed in, and end one or all others', async () => {
      const others = [
        await signIn(web, { username: 'dewi', now }),
        await signIn(web, { username: 'dewi', now }),
      ];
      await dewi.get('/admin/akun');
      const [id = ''] = [...dewi.html.matchAll(/name="id" value="(\d+)"/g)].map(([, one]) => one!);
      await dewi.post('/admin/akun/perangkat', { id });
      const left = await Promise.all(others.map((one) => isIn(one)));
      expect(left.filter(Boolean)).to.have.length(1);
      await dewi.get('/admin/akun');
      await dewi.post('/admin/akun/perangkat');
      expect(await Promise.all(others.map((one) => isIn(one)))).to.deep.equal([false, false]);
      expect(await isIn(dewi)).to.equal(true);
    });

    it('end nobody else by a number that is not theirs', async () => {
      const other = await signIn(web, { username: 'rina', now });
      const { id } = await store.sql('officer_sessions').first('id').where({
        officer_id: other.officer.id,
      });
      await dewi.post('/admin/akun/perangkat', { id: String(id) });
      expect(await isIn(other)).to.equal(true);
    });

    it('find what was typed when the session had fallen idle, and only they', async () => {
      await fillVacancies(store, [{}]);
      await dewi.get('/admin/lowongan/tambah');
      pass(16 * minute);
      const form = { title: 'Penjahit kebaya', openings: 'lima' };
      const sent = await dewi.post('/admin/lowongan/tambah', form);
      expect(sent.headers.get('location')).to.equal('/admin/masuk');
      await dewi.get('/admin/masuk');
      await dewi.post('/admin/masuk', { username: 'dewi', password });
      await dewi.get('/admin/masuk/kode');
      const done = await dewi.post('/admin/masuk/kode', { code: codeAt(secret, now) });
      expect(done.headers.get('location')).to.equal('/admin/lowongan/tambah');
      await dewi.get('/admin/lowongan/tambah');
      expect(dewi.html).to.contain('value="Penjahit kebaya"');
    });
  });

  describe('in the audit', () => {
    it('show a supervisor the deeds of the own office, an admin all', async () => {
      const { id: near } = (await signIn(web, { username: 'dewi', now })).officer;
      const { id: far } = (await signIn(web, { username: 'joko', office: '35.09', now })).officer;
      for (const [actor, subject] of [
        [near, 'L1001'],
        [far, 'L1002'],
      ] as const) {
        const line = { at: 1, actor: `officer:${actor}`, action: 'vacancy.verify', subject };
        await store.sql('audit').insert(line);
      }
      const rina = await signIn(web, { role: 'supervisor', username: 'rina', now });
      const own = await rina.page('/admin/audit');
      expect(own).to.contain('L1001').and.not.to.contain('L1002');
      expect(await budi.page('/admin/audit'))
        .to.contain('L1001')
        .and.to.contain('L1002');
      expect(await budi.page('/admin/audit?tentang=l1002')).not.to.contain('L1001<');
    });
  });
});

describe('stylesheet and script of the pages', () => {
  for (const { file, most } of [
    { file: 'css', most: 30_000 },
    { file: 'js', most: 15_000 },
  ]) {
    it(`are small and kept by the browser: ${file}`, async () => {
      const web = await openWeb({});
      const page = await (await fetch(`${web.url}/admin/masuk`)).text();
      const path = new RegExp(`/admin/aset/[\\w-]+\\.${file}`).exec(page)?.[0] ?? '';
      const answer = await fetch(web.url + path);
      expect(answer.headers.get('cache-control')).to.contain('immutable');
      expect((await answer.text()).length).to.be.within(1, most);
      expect((await fetch(`${web.url}/admin/aset/admin-other.${file}`)).status).to.equal(404);
      await web.close();
    });
  }
});
