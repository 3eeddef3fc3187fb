import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from 'playwright-core';
import { localDate } from '../../src/core/format.ts';
import { saveDuty } from '../../src/services/duty.ts';
import { addSubscriber } from '../helpers/broadcasts.ts';
import { makePlace, openPlace, spawnCommand, startServer } from '../helpers/server.ts';
import { signIn, type Browser } from '../helpers/sign-in.ts';
import type { Store } from '../../src/store/store.ts';
import { openBrowser, until } from './office.ts';
import { palettePng } from './palette.ts';

/*
 * Fills an office with invented people and makes the pictures of docs/. Run: npm run screenshots
 */

const docs = fileURLToPath(new URL('../../../docs/', import.meta.url));
const hour = 3_600_000;

const siti = '+6281234560101';
const rudi = '+6281234560202';

/** What people send: the phone, the account, the texts one after the other. */
const talks: readonly (readonly [from: string, account: string, texts: readonly string[]])[] = [
  [
    siti,
    'sms',
    [
      'DAFTAR#3508105201990017#SITI AMINAH#SMK#JAHIT',
      'ya',
      'TANYA job fair bulan ini masih dibuka? syaratnya apa',
    ],
  ],
  [rudi, 'whatsapp', ['TANYA paspor saya hilang padahal sudah dapat job di Taiwan, gimana pak']],
  [
    '+6281234560303',
    'sms',
    [
      'ADUAN upah saya 2 bulan belum dibayar, di pabrik CV Maju Pasirian, sejak September',
      'tdk tahu',
      'tdk tahu',
      'ya',
    ],
  ],
  [
    '+6281234560404',
    'sms',
    [
      'ADUAN calo minta 3 juta biar diterima kerja di Taiwan, minggu lalu di Yosowilangun',
      'tdk tahu',
      'tdk tahu',
      'rahasia',
    ],
  ],
  ['+60123456789', 'sms', ['tolong pak saya dikurung majikan, paspor diambil']],
  ['+6281234560505', 'sms', ['TANYA pelatihan las kapan dibuka lagi?']],
  ['+6281234560606', 'whatsapp', ['TANYA kartu kuning saya hilang, cetak ulang bayar tidak?']],
  ['+6281234560707', 'sms', ['TANYA magang jepang umur berapa']],
];

/** Hours ago that each matter was opened, and hours from now to its reply-by; by number. */
const ages: readonly (readonly [string, number, number])[] = [
  ['K1001', 1.2, 3],
  ['K1002', 27, -2],
  ['A1001', 4, 46],
  ['A1002', 22, 30],
  ['K1003', 0.6, 4],
  ['K1004', 21, 26],
  ['K1005', 0.2, 5],
];

async function say(url: string, from: string, account: string, text: string): Promise<void> {
  const body = JSON.stringify({ account, from, text, key: randomBytes(16).toString('hex') });
  const headers = { 'content-type': 'application/json' };
  const { status } = await fetch(`${url}/simulator/messages`, { method: 'POST', headers, body });
  if (status !== 204) throw new Error(`the simulator answered ${status} to ${text}`);
}

/** Moves a matter into the past, with all that was said. */
async function age({ sql }: Store, [shown, ago, due]: (typeof ages)[number]): Promise<void> {
  const number = { kind: shown.slice(0, 1), number: Number(shown.slice(1)) };
  const matter: { id: number; contact_id: number } | undefined = await sql('matters')
    .first('id', 'contact_id')
    .where(number);
  if (!matter) throw new Error(`${shown} was not opened`);
  const back = ago * hour;
  const reply_by = Math.ceil((Date.now() + due * hour) / hour) * hour;
  await sql('matters')
    .where({ id: matter.id })
    .update({ opened_at: Date.now() - back, reply_by });
  await sql('matter_messages')
    .where({ matter_id: matter.id })
    .update({ at: Date.now() - back });
  const of = { contact_id: matter.contact_id };
  await sql('inbound_messages')
    .where(of)
    .update({ received_at: sql.raw('received_at - ?', back) });
  await sql('outbound_messages')
    .where(of)
    .update({ created_at: sql.raw('created_at - ?', back) });
}

/** Spreads the registrations over a month, so that the overview has something to draw. */
async function spread({ sql }: Store): Promise<void> {
  const seekers: { id: number }[] = await sql('seekers').select('id').orderBy('id');
  for (const { id } of seekers) {
    const days = (id * 7 + (id % 5)) % 29;
    const registered_at = Date.now() - days * 24 * hour;
    await sql('seekers').where({ id }).update({ registered_at });
  }
}

async function fill(url: string, store: Store, officer: Browser): Promise<void> {
  const phone = { medium: 'sms', userId: '+6281234569999', supervisor: false } as const;
  const always = { name: 'Dewi Lestari', days: '1234567', starts: '00:00', ends: '24:00' };
  const entry = { ...phone, ...always, officerId: officer.officer.id };
  const deed = { by: officer.officer.id, now: new Date() };
  await store.transaction((db) => saveDuty(db, '35.08', [entry], deed));
  for (const [from, account, texts] of talks) {
    for (const text of texts) await say(url, from, account, text);
  }
  for (const matter of ages) await age(store, matter);
  await spread(store);
}

async function work(url: string, store: Store, dewi: Browser, budi: Browser): Promise<void> {
  await budi.post('/admin/perkara/A1001/ambil');
  await dewi.post('/admin/perkara/K1001/ambil');
  await dewi.post('/admin/perkara/K1001/catatan', {
    catatan: 'Sudah saya tanyakan ke panitia: pendaftaran sampai 30 Nov.',
  });
  await dewi.post('/admin/perkara/K1001/simpan', {
    jenis: 'reply',
    teks: 'Masih dibuka sampai 30 Nov. Syaratnya KTP dan ijazah SMP, daftar di aula kantor',
  });
  await dewi.post('/admin/perkara/K1004/jawab', { teks: 'Tidak, cetak ulang gratis. Bawa KTP.' });
  await until(async () => {
    const row: { status: string } | undefined = await store
      .sql('outbound_messages')
      .first('status')
      .orderBy('id', 'desc');
    return row?.status !== 'queued' && row?.status !== 'sending';
  });
  await say(url, '+6281234560606', 'whatsapp', 'kalau KTP juga hilang gimana?');
}

/** Subscribers, and what Budi has written for them; Dewi is to release it. */
async function announce(store: Store, budi: Browser): Promise<void> {
  const accounts: { id: number; channel: string; medium: string }[] = await store.sql('accounts');
  const idOf = (channel: string, medium: string): number =>
    accounts.find((one) => one.channel === channel && one.medium === medium)?.id ?? 0;
  const [sms, telegram] = [idOf('http', 'sms'), idOf('simulator', 'telegram')];
  for (let n = 0; n < 240; n += 1) {
    const [accountId, userId] =
      n % 4 === 0 ? [telegram, `${9_000 + n}`] : [sms, `+62812${70_000_000 + n}`];
    await addSubscriber(store, { accountId, userId });
  }
  await budi.page('/admin/siaran/tambah');
  const friday = localDate(new Date(Date.now() + 6 * 24 * hour));
  await budi.post('/admin/siaran/tambah', {
    topic: 'job-fair',
    words:
      'Bursa kerja Sabtu 28 Nov, 08.00-14.00, GOR Wira Bhakti Lumajang. 34 perusahaan, bawa KTP & ijazah. Gratis.',
    lastDay: friday,
  });
}

interface Shot {
  readonly name: string;
  readonly path: string;
  readonly before?: (page: Page) => Promise<void>;
}

const shots: readonly Shot[] = [
  { name: 'antrean', path: '/admin/antrean' },
  { name: 'percakapan', path: '/admin/perkara/K1001' },
  { name: 'bahaya', path: '/admin/perkara/A1003' },
  { name: 'pencari-kerja', path: '/admin/pencari-kerja' },
  { name: 'lowongan', path: '/admin/lowongan' },
  { name: 'siaran', path: '/admin/siaran/1' },
  { name: 'siaran-daftar', path: '/admin/siaran' },
  { name: 'siaran-tulis', path: '/admin/siaran/tambah' },
  { name: 'ringkasan', path: '/admin/ringkasan' },
];

const sizes = [
  { width: 1366, height: 860 },
  { width: 390, height: 844 },
] as const;

/** A browser of an office; styles of ours may be added to the pages. */
const usual = {
  reducedMotion: 'reduce',
  locale: 'id-ID',
  timezoneId: 'Asia/Jakarta',
  bypassCSP: true,
} as const;

/** An office serves over HTTPS, where there is nothing to warn of. */
const overHttps = '.insecure { display: none }';

/** Types the talk of docs on a phone of the simulator. */
async function talkToSimulator(page: Page): Promise<void> {
  for (const [place, texts] of [
    [0, ['DAFTAR#3508105201990025#SRI WAHYUNI#SMK#JAHIT', 'ya']],
    [1, ['golek gawean operator', '1']],
  ] as const) {
    const phone = page.locator('.phone').nth(place);
    if (!(await phone.isVisible())) continue;
    for (const text of texts) {
      const replies = await phone.locator('.theirs .text').count();
      await phone.locator('textarea').fill(text);
      await phone.locator('textarea').press('Enter');
      await phone.locator('.theirs .text').nth(replies).waitFor();
    }
  }
  await page.locator('.phone:visible').getByText('sampai').first().waitFor();
}

/** The bytes of a picture, read by the browser. */
const readPixels = (picture: string): string => `(async () => {
  const image = new Image();
  image.src = 'data:image/png;base64,${picture}';
  await image.decode();
  const { width, height } = image;
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const pen = canvas.getContext('2d');
  pen.drawImage(image, 0, 0);
  const bytes = pen.getImageData(0, 0, width, height).data;
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return { width, height, text: btoa(text) };
})()`;

async function keep(page: Page, name: string): Promise<void> {
  const picture = await page.screenshot();
  const read = await page.evaluate(readPixels(picture.toString('base64')));
  const { width, height, text } = read as { width: number; height: number; text: string };
  const data = Buffer.from(text, 'base64');
  await writeFile(`${docs}${name}.png`, palettePng({ width, height, data }));
}

/** Pictures named on the command line, else all. */
function isWanted(name: string): boolean {
  const wanted = process.argv.slice(2);
  return wanted.length === 0 || wanted.includes(name);
}

async function take(context: BrowserContext, url: string, width: number): Promise<void> {
  const page = await context.newPage();
  for (const { name, path } of shots.filter((shot) => isWanted(shot.name))) {
    const answer = await page.goto(url + path);
    if (answer?.status() !== 200) throw new Error(`${path} answered ${answer?.status()}`);
    await page.addStyleTag({ content: overHttps });
    await keep(page, `${name}-${width}`);
  }
  if (!isWanted('simulator')) return;
  await page.goto(`${url}/simulator`);
  await talkToSimulator(page);
  await keep(page, `simulator-${width}`);
}

function cookieOf({ cookie }: Browser, url: string) {
  const [name = '', value = ''] = cookie.split('=');
  return { name, value, url };
}

async function main(): Promise<void> {
  const place = await makePlace('sqlite');
  const demo = spawnCommand(
    ['demo', '--vacancies', '60', '--seekers', '40'],
    place.env,
    place.folder,
  );
  await once(demo, 'exit');
  const server = await startServer(place, {
    SIMULATOR: 'on',
    HTTP_SMS_SEND_URL: 'http://127.0.0.1:9/kirim',
    HTTP_SMS_SECRET: 'rahasia-contoh',
  });
  const store = await openPlace(place);
  const browser = await openBrowser();
  try {
    const web = { url: server.url, store };
    const now = new Date();
    const dewi = await signIn(web, { username: 'dewi', role: 'supervisor', now });
    const budi = await signIn(web, { username: 'budi', now });
    await store.sql('officers').where({ username: 'dewi' }).update({ name: 'Dewi Lestari' });
    await store.sql('officers').where({ username: 'budi' }).update({ name: 'Budi Santoso' });
    await fill(server.url, store, dewi);
    await work(server.url, store, dewi, budi);
    await announce(store, budi);
    await budi.page('/admin/perkara/K1005');
    await dewi.page('/admin/antrean'); // says once what was done
    for (const viewport of sizes) {
      const context = await browser.newContext({ ...usual, viewport });
      await context.addCookies([cookieOf(dewi, server.url)]);
      await take(context, server.url, viewport.width);
      await context.close();
    }
  } finally {
    await browser.close();
    await store.close();
    await server.stop();
    await place.clear();
  }
}

await main();
