import { expect } from 'chai';
import { addOfficer } from '../../../src/services/officers.ts';
import { seedOffices } from '../../../src/services/offices.ts';
import type { Store } from '../../../src/store/store.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { openWeb, type Web } from '../open-web.ts';
import { codeAt, openGuest, secretOf, type GuestBrowser } from './guest.ts';

const morning = new Date('2026-11-23T08:00:00+07:00');
const password = 'kuda baterai jepit benar';
const minute = 60_000;

interface Desk {
  readonly store: Store;
  readonly web: Web;
  /** Moves the clock; gives it. */
  pass(ms: number): Date;
}

async function openDesk(store: Store): Promise<Desk> {
  let now = morning;
  await seedOffices(store);
  const dewi = { username: 'dewi', name: 'Dewi', role: 'officer', office: '35.08', password };
  await addOfficer(store, dewi, now);
  const web = await openWeb({ store, clock: () => now });
  return {
    store,
    web,
    pass: (ms) => {
      now = new Date(now.getTime() + ms);
      return now;
    },
  };
}

/** Gives user name and password. */
async function give(browser: GuestBrowser, form: Record<string, string> = {}): Promise<Response> {
  await browser.get('/admin/masuk');
  return browser.post('/admin/masuk', { username: 'dewi', password, ...form });
}

/** The whole first sign-in. Gives the secret and the recovery codes. */
async function enrol(desk: Desk, browser: GuestBrowser) {
  await give(browser);
  await browser.get('/admin/masuk/pasang');
  const secret = secretOf(browser.html);
  const done = await browser.post('/admin/masuk/pasang', { code: codeAt(secret, desk.pass(0)) });
  const next = done.headers.get('location') ?? '';
  await browser.get(next);
  const codes = [...browser.html.matchAll(/<code>([a-z2-9-]{27})<\/code>/g)].map(
    ([, code]) => code!,
  );
  return { secret, codes, next };
}

const isIn = async (browser: GuestBrowser): Promise<boolean> =>
  (await browser.get('/admin/akun')).status === 200;

const actions = async ({ store }: Desk): Promise<string[]> =>
  (await store.sql('audit').select('action').orderBy('id')).map(({ action }) => action);

onEachDatabase('sign-in', (open) => {
  let desk: Desk;
  let browser: GuestBrowser;
  beforeEach(async () => {
    desk = await openDesk(await open());
    browser = openGuest(desk.web.url);
  });
  afterEach(() => desk.web.close());

  it('enrols a second factor at the first time and shows ten recovery codes once', async () => {
    const { codes, next } = await enrol(desk, browser);
    expect(next).to.equal('/admin/akun/kode-pemulihan');
    expect(new Set(codes)).to.have.length(10);
    expect((await browser.get(next)).status).to.equal(303);
    expect(await isIn(browser)).to.equal(true);
    expect(await actions(desk)).to.include.members(['officer.enrol', 'officer.sign-in']);
  });

  it('asks for the code from then on, and takes each code once', async () => {
    const { secret } = await enrol(desk, browser);
    const used = codeAt(secret, desk.pass(0));
    const second = openGuest(desk.web.url);
    expect((await give(second)).headers.get('location')).to.equal('/admin/masuk/kode');
    await second.get('/admin/masuk/kode');
    await second.post('/admin/masuk/kode', { code: used });
    expect(await isIn(second)).to.equal(false);
    await second.get('/admin/masuk/kode');
    await second.post('/admin/masuk/kode', { code: codeAt(secret, desk.pass(30_000)) });
    expect(await isIn(second)).to.equal(true);
  });

  it('takes a code of this half minute only', async () => {
    const { secret } = await enrol(desk, browser);
    const late = codeAt(secret, desk.pass(60_000));
    desk.pass(30_000);
    const second = openGuest(desk.web.url);
    await give(second);
    await second.get('/admin/masuk/kode');
    await second.post('/admin/masuk/kode', { code: late });
    expect(await isIn(second)).to.equal(false);
  });

  it('takes a recovery code in place of it, once', async () => {
    const { codes } = await enrol(desk, browser);
    const results: boolean[] = [];
    while (results.length < 2) {
      const second = openGuest(desk.web.url);
      await give(second);
      await second.get('/admin/masuk/kode');
      await second.post('/admin/masuk/kode', {
        code: codes[3]!.toUpperCase().replaceAll('-', ' '),
      });
      results.push(await isIn(second));
    }
    expect(results).to.deep.equal([true, false]);
  });

  it('gives the session a new name when it is signed in', async () => {
    await browser.get('/admin/masuk');
    const before = browser.cookies.get('sid');
    await enrol(desk, browser);
    expect(browser.cookies.get('sid')).to.be.a('string').and.not.equal(before);
  });

  it('keeps nothing of the cookie in the database', async () => {
    await enrol(desk, browser);
    const [, name = ''] = /^s%3A([\w-]+)\./.exec(browser.cookies.get('sid') ?? '') ?? [];
    const rows = await desk.store.sql('officer_sessions').select();
    expect(name).to.have.length.above(40);
    expect(JSON.stringify(rows)).not.to.contain(name);
  });

  it('says the same for a wrong password and an unknown name', async () => {
    const pages: string[] = [];
    for (const form of [{ password: 'salah sama sekali' }, { username: 'siapa' }]) {
      const other = openGuest(desk.web.url);
      await give(other, form);
      await other.get('/admin/masuk');
      pages.push(other.html.replaceAll(/value="[0-9a-f]{64}"/g, ''));
    }
    expect(pages[0]).to.contain('Nama pengguna atau kata sandi salah.');
    expect(pages[0]).to.equal(pages[1]);
  });

  it('ends for who was disabled, in the next moment', async () => {
    await enrol(desk, browser);
    await desk.store.sql('officers').update({ active: 0 });
    expect(await isIn(browser)).to.equal(false);
  });

  it('ends after 15 minutes without use, and after 8 hours in any case', async () => {
    await enrol(desk, browser);
    desk.pass(14 * minute);
    expect(await isIn(browser)).to.equal(true);
    desk.pass(14 * minute);
    expect(await isIn(browser)).to.equal(true);
    for (let used = 28; used < 8 * 60 - 1; used += 14) {
      desk.pass(14 * minute);
      await isIn(browser);
    }
    desk.pass(14 * minute);
    expect(await isIn(browser)).to.equal(false);
  });

  it('ends by itself when nobody was there for 15 minutes, however often it is asked then', async () => {
    await enrol(desk, browser);
    desk.pass(15 * minute);
    expect(await isIn(browser)).to.equal(false);
    expect(await isIn(browser)).to.equal(false);
  });

  it('leads back to where one was', async () => {
    const { secret } = await enrol(desk, browser);
    desk.pass(16 * minute);
    await browser.get('/admin/akun');
    await give(browser);
    await browser.get('/admin/masuk/kode');
    const done = await browser.post('/admin/masuk/kode', { code: codeAt(secret, desk.pass(0)) });
    expect(done.headers.get('location')).to.equal('/admin/akun');
  });

  it('ends where the officer signs out', async () => {
    await enrol(desk, browser);
    await browser.get('/admin/akun');
    const kept = browser.cookies.get('sid');
    expect((await browser.post('/admin/keluar')).headers.get('location')).to.equal('/admin/masuk');
    browser.cookies.set('sid', kept!);
    expect(await isIn(browser)).to.equal(false);
  });
});

onEachDatabase('sign-in: too many tries', (open) => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await openDesk(await open());
  });
  afterEach(() => desk.web.close());

  /** Tries at once, one after the other, as the clock allows; gives the statuses. */
  async function tries(count: number, form: Record<string, string>): Promise<number[]> {
    const statuses: number[] = [];
    for (let made = 0; made < count; made += 1) {
      const browser = openGuest(desk.web.url);
      statuses.push((await give(browser, form)).status);
      desk.pass(10_000);
    }
    return statuses;
  }

  it('takes five in 15 minutes, then none, then again', async () => {
    expect(await tries(6, { password: 'salah sama sekali' })).to.deep.equal([
      303, 303, 303, 303, 303, 429,
    ]);
    const browser = openGuest(desk.web.url);
    const refused = await give(browser);
    expect(refused.status).to.equal(429);
    expect(Number(refused.headers.get('retry-after'))).to.be.within(1, 15 * 60);
    desk.pass(15 * minute);
    expect((await give(browser)).headers.get('location')).to.equal('/admin/masuk/pasang');
  });

  it('counts wrong codes too, of an officer wherever they are tried', async () => {
    const browser = openGuest(desk.web.url);
    await enrol(desk, browser);
    const statuses: number[] = [];
    const second = openGuest(desk.web.url);
    await give(second);
    for (let made = 0; made < 6; made += 1) {
      await second.get('/admin/masuk/kode');
      statuses.push((await second.post('/admin/masuk/kode', { code: '000000' })).status);
      desk.pass(30_000);
    }
    expect(statuses).to.deep.equal([303, 303, 303, 303, 303, 429]);
  });
});

describe('sign-in: over HTTPS', () => {
  it('names the cookie __Host-sid, Secure, HttpOnly and SameSite behind a proxy', async () => {
    const web = await openWeb({ config: { trustProxy: true } });
    const response = await fetch(`${web.url}/admin/masuk`, {
      headers: { 'x-forwarded-proto': 'https' },
    });
    const cookie = response.headers.getSetCookie().join('\n');
    expect(cookie).to.match(/^__Host-sid=[^;]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    expect(await response.text()).not.to.contain('tidak dienkripsi');
    await web.close();
  });

  it('warns on plain HTTP and believes no header without a proxy', async () => {
    const web = await openWeb({});
    const headers = { 'x-forwarded-proto': 'https' };
    const response = await fetch(`${web.url}/admin/masuk`, { headers });
    expect(response.headers.getSetCookie().join()).to.match(
      /^sid=[^;]+; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect(await response.text()).to.contain('tidak dienkripsi');
    await web.close();
  });
});
