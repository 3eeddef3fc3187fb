import { expect } from 'chai';
import { tendBroadcasts } from '../../../src/gateway/broadcasts.ts';
import { addSubscriber } from '../../helpers/broadcasts.ts';
import { onEachDatabase, type Store } from '../../helpers/databases.ts';
import { openTestGateway, type TestGateway } from '../../helpers/gateway.ts';
import { signIn, type Browser } from '../../helpers/sign-in.ts';
import { openWeb, type Web } from '../open-web.ts';

const form = {
  topic: 'job-fair',
  words: 'Bursa kerja Sabtu 28 Nov 08.00 di GOR Wira Bhakti, gratis.',
  lastDay: '2026-11-27',
};
const path = '/admin/siaran/1';

async function write(browser: Browser, more: Record<string, string> = {}): Promise<Response> {
  await browser.page('/admin/siaran/tambah');
  return browser.post('/admin/siaran/tambah', { ...form, ...more });
}

onEachDatabase('the page Siaran', (open) => {
  let store: Store;
  let web: Web;
  let people: TestGateway;
  let writer: Browser;
  let leader: Browser;

  beforeEach(async () => {
    store = await open();
    people = await openTestGateway(store);
    people.pass(2 * 3_600_000); // Monday, 10.00
    const { gateway, now } = people;
    const config = { dailySegments: 2, smsSegmentRupiah: 350 };
    web = await openWeb({ store, gateway, clock: now, config });
    writer = await signIn(web, { username: 'budi', now: now() });
    leader = await signIn(web, { username: 'dewi', role: 'supervisor', now: now() });
    const [accountId = 0] = [...people.accounts.keys()];
    for (let n = 0; n < 3; n += 1) {
      await addSubscriber(store, { userId: `+628123456790${n}`, accountId });
    }
  });
  afterEach(() => web.close());

  async function send(): Promise<void> {
    const { gateway, tools } = people;
    const own = { ...tools, routes: () => gateway.routes(), wake: () => undefined };
    while (await tendBroadcasts(own));
    await gateway.drain();
  }

  it('tells whom it reaches, what it costs and how long it takes, before it leaves', async () => {
    await write(writer);
    const page = await writer.page(path);
    expect(page).to.include(
      '<b class="number">3</b> orang, biaya SMS <b class="number">Rp1.050</b>',
    );
    expect(page).to.include('hari ini 10.00').and.to.include('besok 09.00'); // two SMS a day
    expect(page).to.include('Disnaker Lumajang: Bursa kerja').and.to.include('Berhenti: STOP');
    await send();
    expect(people.sent).to.deep.equal([]);
  });

  const wrong: readonly (readonly [string, Record<string, string>, string])[] = [
    ['a letter that SMS has not', { words: 'Bursa kerja 🎉' }, 'SMS tidak punya huruf ini: 🎉'],
    ['a text of three SMS', { words: 'Bursa kerja. '.repeat(25) }, 'Paling banyak 306 huruf'],
    ['no text', { words: ' ' }, 'Harus diisi'],
    ['a day that is over', { lastDay: '2026-11-22' }, 'Pilih hari ini sampai 30 hari lagi'],
    ['a far day', { lastDay: '2027-03-01' }, 'Pilih hari ini sampai 30 hari lagi'],
  ];
  for (const [label, more, says] of wrong) {
    it(`does not take ${label}, and keeps what was typed`, async () => {
      await write(writer, more);
      expect(await writer.page('/admin/siaran/tambah')).to.include(says);
      expect(await store.sql('broadcasts')).to.deep.equal([]);
    });
  }

  it('lets nobody release what they wrote themselves', async () => {
    await write(leader);
    await leader.post(`${path}/kirim`);
    expect(await leader.page(path)).to.include('Pengawas lain yang harus melepasnya');
    expect(await store.sql('broadcasts').first('state')).to.include({ state: 'draft' });
  });

  const deeds = (): Promise<string[]> =>
    store.sql('audit').where({ subject: 'broadcast:1' }).orderBy('id').pluck('action');

  it('is released by another, paused, resumed and counted; all of it is in the audit', async () => {
    await write(writer);
    for (const deed of ['kirim', 'jeda', 'lanjut']) await leader.post(`${path}/${deed}`);
    await send();
    await send();
    const page = await writer.page(path);
    expect(page).to.include('data-label="Terkirim" class="number right">3<');
    expect(page).to.include('Selesai').and.to.include('100%');
    const names = ['write', 'release', 'pause', 'resume', 'end'];
    expect(await deeds()).to.deep.equal(names.map((name) => `broadcast.${name}`));
    await leader.post(`${path}/batal`);
    expect(await leader.page(path)).to.include('Keadaan siaran ini sudah berubah');
  });

  it('is cancelled for good', async () => {
    await write(writer);
    await leader.post(`${path}/kirim`);
    await leader.post(`${path}/batal`);
    expect(await leader.page(path)).to.include('Yang sudah dikirim tidak dapat ditarik');
    await send();
    expect(people.sent).to.deep.equal([]);
    expect(await deeds()).to.include('broadcast.cancel');
    expect(await leader.page('/admin/siaran')).to.include('Dibatalkan');
  });

  it('wants to be counted on the day of its release', async () => {
    await write(writer);
    people.pass(20 * 3_600_000);
    const next = await signIn(web, { username: 'rini', role: 'supervisor', now: people.now() });
    await next.post(`${path}/kirim`);
    expect(await next.page(path)).to.include('Hitung ulang dulu');
    await next.post(`${path}/hitung`);
    await next.post(`${path}/kirim`);
    expect(await next.page(path)).to.include('Siaran dilepas');
  });
});
