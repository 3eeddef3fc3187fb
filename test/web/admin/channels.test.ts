import { expect } from 'chai';
import { openAdded, openChannels } from '../../../src/channels/index.ts';
import { sign } from '../../../src/channels/http.ts';
import { openGateway, type Gateway } from '../../../src/gateway/gateway.ts';
import { openBook } from '../../../src/open.ts';
import { channelForms } from '../../../src/gateway/channel-forms.ts';
import { settingWords } from '../../../src/services/channel-words.ts';
import { actions } from '../../../src/services/index.ts';
import { seedOffices } from '../../../src/services/offices.ts';
import { writeActivity, writeHealth } from '../../../src/store/account-health.ts';
import { onEachDatabase, type Store } from '../../helpers/databases.ts';
import { signIn, type Browser } from '../../helpers/sign-in.ts';
import { openWeb, type Web } from '../open-web.ts';

const now = new Date('2026-11-23T08:00:00+07:00');
const publicUrl = 'https://sapakerja.example';
const book = openBook();
const secret = 'kunci-rahasia-uji-49';
const tempeh = {
  label: 'SMS Tempeh',
  name: 'tempeh',
  office: '35.08',
  HTTP_SMS_SEND_URL: 'http://provider.example/kirim',
  'rahasia-HTTP_SMS_SECRET': secret,
};

describe('the words of senders', () => {
  for (const { channel, settings } of channelForms) {
    it(`are there for each setting of ${channel}`, () => {
      const bare = settings.filter((name) => settingWords(channel, name).label === name);
      expect(bare).to.deep.equal([]);
    });

    it(`call secret what is secret of ${channel}`, () => {
      const loose = settings
        .filter((name) => /SECRET|TOKEN|PASSWORD|KEY|DATABASE/.test(name))
        .filter((name) => !settingWords(channel, name).secret);
      expect(loose).to.deep.equal([]);
    });
  }
});

onEachDatabase('the page Saluran', (open) => {
  let store: Store;
  let gateway: Gateway;
  let web: Web;
  let admin: Browser;
  const asked: { url: string; body: string }[] = [];

  beforeEach(async () => {
    store = await open();
    await seedOffices(store);
    asked.length = 0;
    const world = {
      publicUrl,
      clock: () => now,
      fetch: async (...request: Parameters<typeof fetch>) => {
        const question = new Request(...request);
        asked.push({ url: question.url, body: await question.text() });
        return new Response('{}', { status: 200 });
      },
    };
    const env = { HTTP_SMS_SEND_URL: 'http://main.example/kirim', HTTP_SMS_SECRET: 'utama' };
    gateway = await openGateway({
      store,
      book,
      actions,
      clock: () => now,
      log: { info: () => {}, warn: () => {}, error: () => {} },
      channels: await openChannels(env, world),
      office: '35.08',
      openAdded: ({ settings = {}, ...account }) => openAdded({ ...account, settings }, world),
    });
    web = await openWeb({ store, gateway, channels: () => gateway.channels(), clock: () => now });
    admin = await signIn(web, { role: 'admin' });
  });
  afterEach(() => web.close());

  const add = (form: object = {}, by = admin): Promise<Response> =>
    by.post('/admin/saluran/tambah/http', { ...tempeh, ...form });

  /** A villager writes to a sender as its provider would tell. */
  async function write(path: string, text: string, key = secret): Promise<number> {
    const body = JSON.stringify({ id: `m-${text}`, from: '+6281234567890', text });
    const headers = { 'x-signature': sign(key, body) };
    const { status } = await fetch(`${web.url}${path}`, { method: 'POST', body, headers });
    return status;
  }

  it('adds a sender that works at once, under an address of its own', async () => {
    const added = await add({ office: '35.08' });
    const path = added.headers.get('location')!;
    expect(path).to.match(/^\/admin\/saluran\/\d+$/);
    const page = await admin.page(path);
    expect(page)
      .to.include(`${publicUrl}/webhooks/http/tempeh`)
      .and.include('Pengirim ditambahkan');
    expect(await write('/webhooks/http/tempeh', 'MENU')).to.equal(200);
    await gateway.drain();
    expect(asked.map(({ url }) => url)).to.deep.equal(['http://provider.example/kirim']);
    expect(await write('/webhooks/http/tempeh', 'MENU', 'utama')).to.equal(403);
    expect(await write('/webhooks/http', 'MENU', 'utama')).to.equal(200);
  });

  it('gives what comes in to the office of the sender', async () => {
    const province = await signIn(web, { role: 'admin', office: '35' });
    await add({ office: '35.09', name: 'jember' }, province);
    await write('/webhooks/http/jember', 'TANYA apa syarat kartu kuning utk lulusan paket B');
    const [matter] = await store.sql('matters').select('office_code');
    expect(matter).to.deep.equal({ office_code: '35.09' });
    await gateway.drain();
    expect(JSON.parse(asked[0]!.body).text).to.include('K1001');
    expect(await admin.page('/admin/saluran')).not.to.include('SMS Tempeh');
    expect(await province.page('/admin/saluran')).to.include('SMS Tempeh');
  });

  it('never shows a secret again, keeps it when it is left empty, and seals it', async () => {
    const path = (await add()).headers.get('location')!;
    const changed = { label: 'SMS Baru', HTTP_SMS_SEND_URL: 'http://other.example/kirim' };
    await admin.post(path, changed);
    const page = await admin.page(path);
    expect(page).to.include('Tersimpan. Kosongkan').and.include('http://other.example/kirim');
    expect(page).not.to.include(secret);
    expect(await write('/webhooks/http/tempeh', 'MENU')).to.equal(200);
    await gateway.drain();
    expect(asked.map(({ url }) => url)).to.deep.equal(['http://other.example/kirim']);
    const dump = JSON.stringify([await store.sql('accounts'), await store.sql('audit')]);
    expect(dump).not.to.include(secret).and.not.to.include('other.example');
    const audit = await store.sql('audit').select('action', 'subject', 'detail').orderBy('id');
    expect(audit).to.deep.equal([
      {
        action: 'channel.add',
        subject: 'channel:http/tempeh',
        detail: '{"settings":"HTTP_SMS_SEND_URL HTTP_SMS_SECRET"}',
      },
      {
        action: 'channel.change',
        subject: 'channel:http/tempeh',
        detail: '{"settings":"HTTP_SMS_SEND_URL"}',
      },
    ]);
  });

  it('names a secret that stands in an address, and shows none', async () => {
    const key = 'abcdefgh12345678';
    const answer = await admin.post('/admin/saluran/tambah/kannel', {
      label: 'Kannel',
      name: 'kannel-satu',
      office: '35.08',
      KANNEL_SENDSMS_URL: 'http://127.0.0.1:1/cgi-bin/sendsms',
      KANNEL_USER: 'a',
      'rahasia-KANNEL_PASSWORD': 'b', // stands in many words
      KANNEL_FROM: '+6281100000001',
      'rahasia-KANNEL_SECRET': key,
    });
    const page = await admin.page(answer.headers.get('location')!);
    expect(page).to.include(`${publicUrl}/webhooks/kannel/kannel-satu/KATA-RAHASIA<`);
    expect(page).not.to.include(key);
  });

  const wrong = [
    { label: 'a setting missing', form: { 'rahasia-HTTP_SMS_SECRET': '' }, says: 'Harus diisi' },
    { label: 'a wrong address', form: { HTTP_SMS_SEND_URL: 'sms.id' }, says: 'belum benar' },
    { label: 'a name with a space', form: { name: 'sms tempeh' }, says: 'huruf kecil' },
    { label: "a name of the environment's", form: { name: 'sms' }, says: 'sudah dipakai' },
    {
      label: 'an office that is not ours',
      form: { office: '35.09' },
      says: 'Kantor itu tidak ada',
    },
  ];
  for (const { label, form, says } of wrong) {
    it(`says what is wrong: ${label}`, async () => {
      const answer = await add(form);
      expect(answer.headers.get('location')).to.equal('/admin/saluran/tambah/http');
      const page = await admin.page('/admin/saluran/tambah/http');
      expect(page).to.include(says).and.include('value="SMS Tempeh"').and.not.to.include(secret);
      expect(gateway.routes()).to.have.length(1);
    });
  }

  it('refuses a name that the channel has already', async () => {
    await add();
    await add();
    expect(await admin.page('/admin/saluran/tambah/http')).to.include('sudah dipakai');
  });

  it('switches a sender off and on', async () => {
    const path = (await add()).headers.get('location')!;
    await admin.post(`${path}/nonaktif`);
    expect(await admin.page(path)).to.include('nonaktif');
    expect(await write('/webhooks/http/tempeh', 'MENU')).to.equal(404);
    await admin.post(`${path}/aktif`);
    expect(await write('/webhooks/http/tempeh', 'MENU')).to.equal(200);
  });

  it('says how each sender is, since when, and how to mend it, also on the other pages', async () => {
    const id = Number((await add()).headers.get('location')!.split('/').at(-1));
    const officer = await signIn(web);
    const neighbour = await signIn(web, { office: '35.09' });
    expect(await officer.page('/admin/lowongan')).not.to.include('Saluran bermasalah');
    const told = { state: 'down', code: 'silent', signal: 40, battery: 7 } as const;
    await writeHealth(store, id, told, now.getTime());
    const page = await admin.page('/admin/saluran');
    for (const words of [
      'mati',
      'HP tidak memberi kabar',
      'Periksa listrik',
      'Sinyal 40%',
      'Baterai 7%',
      'Sejak hari ini 08.00',
    ])
      expect(page).to.include(words);
    expect(await officer.page('/admin/lowongan')).to.include(
      'Saluran bermasalah: SMS Tempeh. HP tidak memberi kabar.',
    );
    expect(await neighbour.page('/admin/lowongan')).not.to.include('Saluran bermasalah');
  });

  it('is told to /metrics too', async () => {
    const id = Number((await add()).headers.get('location')!.split('/').at(-1));
    const told = { state: 'down', code: 'silent', signal: 40, battery: 7 } as const;
    await writeHealth(store, id, told, now.getTime());
    await write('/webhooks/http/tempeh', 'MENU');
    await writeActivity(store, { accountId: id, lastInAt: now.getTime() - 90_000 }, now.getTime());
    const metrics = await (await fetch(`${web.url}/metrics`)).text();
    const labels = '{channel="http",account="tempeh"}';
    const lines = metrics.split('\n').filter((line) => line.includes(labels));
    expect(lines.map((line) => line.replace(labels, ''))).to.deep.equal([
      'sapakerja_channel_up 0',
      'sapakerja_channel_queue 1',
      'sapakerja_channel_inbound_age_seconds 90',
      'sapakerja_channel_signal_percent 40',
      'sapakerja_channel_battery_percent 7',
    ]);
  });

  it('knows when a sender last heard and sent, and how much waits', async () => {
    const path = (await add()).headers.get('location')!;
    await write('/webhooks/http/tempeh', 'MENU');
    expect(await admin.page(path)).to.match(/Antre<\/dt><dd class="number">1</);
    await gateway.drain();
    await gateway.stop(); // writes what was noted
    const page = await admin.page(path);
    expect(page).to.match(/Antre<\/dt><dd class="number">0</);
    expect(page).to.match(/Pesan masuk<\/dt><dd>hari ini 08.00</);
    expect(page).to.match(/Pesan keluar<\/dt><dd>hari ini 08.00</);
  });
});
