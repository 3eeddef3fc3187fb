import { expect } from 'chai';
import {
  listen,
  openBrowser,
  openSystemOffice,
  signInFirst,
  until,
  type Browser,
  type BrowserContext,
  type Page,
  type SystemOffice,
} from './office.ts';

const officers = { dewi: 'Dewi Lestari', budi: 'Budi Santoso' };
const questionTaken = /No\. (K\d{4})/;

const row = (page: Page, number: string) => page.locator('tr[data-row]', { hasText: number });
const thread = (page: Page) => page.locator('.thread');

/** Writes an answer and sends it. */
async function answer(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Jawaban' }).fill(text);
  await page.getByRole('button', { name: /^Kirim(?! dan)/ }).click();
  await page.getByText('Jawaban dikirim.').waitFor();
}

describe('officers answer in a real browser', function () {
  this.timeout(60_000);
  let office: SystemOffice;
  let browser: Browser;
  let dewi: Page;
  let budi: Page;
  let complaints: string[];

  async function open(context: BrowserContext, username: string): Promise<Page> {
    const page = await context.newPage();
    listen(page, complaints);
    await signInFirst(page, office.server.url, username);
    return page;
  }

  before(async () => {
    complaints = [];
    office = await openSystemOffice(officers);
    browser = await openBrowser();
    dewi = await open(await browser.newContext(), 'dewi');
    budi = await open(await browser.newContext(), 'budi');
  });
  after(async () => {
    await browser?.close();
    await office?.close();
  });
  beforeEach(() => dewi.goto(`${office.server.url}/admin/antrean`));
  afterEach('the browser had nothing to complain about', () => {
    expect(complaints.splice(0)).to.deep.equal([]);
  });

  let people = 0;
  /** A person with a phone of their own. */
  const someone = (): string => `+62812340000${String((people += 1)).padStart(2, '0')}`;

  /** Asks by SMS; gives the number of the question. */
  async function ask(from: string, text: string): Promise<string> {
    await office.sms(from, text);
    const { body } = await office.reply(from);
    return questionTaken.exec(body)?.[1] ?? `no number in: ${body}`;
  }

  const show = (page: Page, number: string) =>
    page.goto(`${office.server.url}/admin/perkara/${number}`);
  it('takes a signed SMS question and brings the answer back as SMS', async () => {
    const siti = someone();
    const number = await ask(siti, 'TANYA job fair bulan ini masih dibuka pak?');
    await row(dewi, number).waitFor(); // comes by itself
    expect(await row(dewi, number).innerText()).to.contain('job fair bulan ini masih dibuka');
    await row(dewi, number).getByRole('link').click();
    await dewi.getByRole('button', { name: /^Ambil/ }).click();
    await dewi.getByText('Ditangani Anda').waitFor();
    const text = 'Masih dibuka sampai 30 Nov, syarat KTP & ijazah SMP.';
    await dewi.getByRole('textbox', { name: 'Jawaban' }).fill(text);
    const whole = `${number}, petugas Dewi: ${text} Sudah jelas? Balas YA atau BELUM.`;
    await dewi.getByText(whole).waitFor();
    expect(await dewi.locator('#cost').innerText()).to.match(/\d+ huruf · 1 SMS · Rp350/);
    await dewi.getByRole('button', { name: /^Kirim(?! dan)/ }).click();
    expect((await office.reply(siti)).body).to.equal(whole);
    await thread(dewi).getByText('terkirim').waitFor(); // also by itself
    await office.sms(siti, 'ya');
    await office.reply(siti);
    await dewi.getByText('Pelapor: sudah jelas (YA)').waitFor();
  });

  it('takes a complaint, and PUAS closes it', async () => {
    const rina = someone();
    const complaint =
      'ADUAN upah saya 2 bulan belum dibayar di pabrik CV Maju Pasirian sejak September';
    await office.sms(rina, complaint);
    for (let n = 0; n < 6; n += 1) {
      const { body } = await office.reply(rina);
      if (body.includes('No. A')) break;
      await office.sms(rina, body.includes('YA') ? 'ya' : 'tdk tahu');
    }
    const number = /No\. (A\d{4})/.exec(office.sentTo(rina).at(-1)?.body ?? '')?.[1] ?? 'none';
    await row(dewi, number).waitFor();
    await show(dewi, number);
    expect(await thread(dewi).innerText()).to.contain('upah saya 2 bulan belum dibayar');
    await answer(dewi, 'Kami panggil CV Maju hari Kamis, Anda kami kabari');
    expect((await office.reply(rina)).body).to.equal(
      `${number}, petugas Dewi: Kami panggil CV Maju hari Kamis, Anda kami kabari. Sudah puas? Balas PUAS atau BELUM.`,
    );
    await office.sms(rina, 'puas');
    await office.reply(rina);
    await dewi.getByText('Pelapor: sudah jelas').waitFor();
    await dewi.locator('.head .chip').getByText('ditutup').waitFor();
  });

  it('lets one of two officers have a question, and loses nothing that the other typed', async () => {
    const number = await ask(someone(), 'TANYA apa syarat magang ke jepang?');
    await show(dewi, number);
    await show(budi, number);
    await dewi.getByText('Budi Santoso sedang membuka ini').waitFor();
    const typed = 'Syaratnya lulusan SMA, umur 19 sampai 26, dan sehat';
    await budi.getByRole('textbox', { name: 'Jawaban' }).fill(typed);
    await dewi.getByRole('button', { name: /^Ambil/ }).click();
    await dewi.getByText('Ditangani Anda').waitFor();
    await budi.getByRole('button', { name: /^Kirim(?! dan)/ }).click();
    await budi.getByText('Belum ada yang dikirim.').waitFor();
    await budi.getByText(/Dewi Lestari sedang menangani perkara ini sejak hari ini/).waitFor();
    expect(await budi.getByRole('textbox', { name: 'Jawaban' }).inputValue()).to.equal(typed);
    await dewi.getByRole('button', { name: 'Lepas' }).click();
    await budi.getByRole('button', { name: /^Ambil/ }).click();
    await answer(budi, typed);
    await thread(dewi).getByText(typed).waitFor();
  });

  it('is quiet while an officer has the question; keywords still work', async () => {
    const joko = someone();
    const number = await ask(joko, 'TANYA kapan pelatihan las dibuka?');
    await show(dewi, number);
    await dewi.getByRole('button', { name: /^Ambil/ }).click();
    await dewi.getByText('Ditangani Anda').waitFor();
    const before = office.sentTo(joko).length;
    await office.sms(joko, 'saya sudah punya sertifikat dasar');
    await thread(dewi).getByText('saya sudah punya sertifikat dasar').waitFor();
    expect(office.sentTo(joko)).to.have.length(before);
    await office.sms(joko, 'menu');
    expect((await office.reply(joko)).body).to.contain('DAFTAR');
    await answer(dewi, 'Dibuka 1 Desember.');
    expect((await office.reply(joko)).body).to.contain('Dibuka 1 Desember.');
  });

  it('comes back by BELUM, with a new promise, for every officer', async () => {
    const wati = someone();
    const number = await ask(wati, 'TANYA di mana ambil kartu kuning?');
    await show(dewi, number);
    await answer(dewi, 'Di kantor.');
    await office.reply(wati);
    await office.sms(wati, 'belum');
    await office.reply(wati);
    await dewi.getByText('Pelapor: belum jelas (BELUM)').waitFor();
    await dewi.locator('.head .chip').getByText('menunggu petugas').waitFor();
    await budi.goto(`${office.server.url}/admin/antrean`);
    await row(budi, number).waitFor();
  });

  for (const [word, event] of [
    ['ya', 'Pelapor: sudah jelas (YA)'],
    ['belum', 'Pelapor: belum jelas (BELUM)'],
  ] as const) {
    it(`understands ${word} to an answer that came in the middle of DAFTAR`, async () => {
      const sri = someone();
      const number = await ask(sri, 'TANYA apa kartu kuning bayar?');
      await office.sms(sri, 'DAFTAR');
      expect((await office.reply(sri)).body).to.contain('NIK');
      await show(dewi, number);
      await answer(dewi, 'Tidak, gratis.');
      await office.reply(sri);
      await office.sms(sri, word);
      const { body } = await office.reply(sri);
      expect(body).to.contain(number);
      await dewi.getByText(event).waitFor();
      await office.sms(sri, '35081052019');
      expect((await office.reply(sri)).body).to.contain('NIK harus 16 angka'); // DAFTAR goes on
    });
  }

  it('does all that matters without a script', async () => {
    const context = await browser.newContext({
      javaScriptEnabled: false,
      storageState: await dewi.context().storageState(),
    });
    const page = await context.newPage();
    const agus = someone();
    const number = await ask(agus, 'TANYA jam buka kantor?');
    await page.goto(`${office.server.url}/admin/antrean`);
    await page.getByRole('link', { name: number }).click();
    await page.getByRole('button', { name: /^Ambil/ }).click();
    await page.getByRole('textbox', { name: 'Jawaban' }).fill('Senin sampai Jumat 08.00 👍');
    await page.getByRole('button', { name: 'Lihat dan hitung' }).click();
    expect(await page.locator('#cost').innerText())
      .to.contain('2 SMS')
      .and.contain('Huruf 👍');
    await page.getByRole('textbox', { name: 'Jawaban' }).fill('Senin sampai Jumat 08.00');
    await page.getByRole('button', { name: 'Kirim dan tutup' }).click();
    expect((await office.reply(agus)).body).to.contain('Senin sampai Jumat 08.00.');
    await page.getByText('Jawaban dikirim.').waitFor();
    await page.getByRole('link', { name: 'Ditutup' }).click();
    await page.getByRole('link', { name: number }).click();
    await page.getByRole('button', { name: 'Buka lagi' }).click();
    await page.getByRole('textbox', { name: 'Catatan' }).fill('Sudah dijawab lewat telepon');
    await page.getByRole('button', { name: 'Simpan catatan' }).click();
    await page.getByText('hanya untuk petugas').waitFor();
    await context.close();
  });

  it('needs no mouse', async () => {
    const tono = someone();
    const number = await ask(tono, 'TANYA bisa daftar lewat HP?');
    await row(dewi, number).waitFor();
    await until(async () => {
      await dewi.keyboard.press('j');
      return (await dewi.locator('tr.here').innerText()).includes(number);
    });
    await dewi.keyboard.press('Enter');
    await dewi.getByRole('heading', { name: number }).waitFor();
    await dewi.keyboard.press('c');
    await dewi.getByText('Ditangani Anda').waitFor();
    await dewi.keyboard.press('r');
    await dewi.keyboard.type('Bisa, balas DAFTAR');
    await dewi.keyboard.press('Control+Enter');
    expect((await office.reply(tono)).body).to.contain('Bisa, balas DAFTAR.');
    await dewi.getByText('Jawaban dikirim.').waitFor();
    await dewi.keyboard.press('n');
    await dewi.keyboard.type('Orangnya ramah');
    await dewi.keyboard.press('Control+Enter');
    await thread(dewi).getByText('Orangnya ramah').waitFor();
    await dewi.keyboard.press('?');
    await dewi.getByRole('dialog').getByText('kirim yang sedang ditulis').waitFor();
    await dewi.keyboard.press('Escape');
    await dewi.keyboard.press('u');
    await dewi.getByRole('heading', { name: 'Antrean' }).waitFor();
  });

  it('keeps what is typed when the page is left, and shows nothing of people in addresses', async () => {
    const number = await ask(someone(), 'TANYA ada pelatihan menjahit?');
    await show(dewi, number);
    await dewi.getByRole('textbox', { name: 'Jawaban' }).fill('Setengah jawaban');
    await dewi.getByText('Tersimpan.', { exact: true }).waitFor();
    await dewi.goto(`${office.server.url}/admin/antrean`);
    await show(dewi, number);
    expect(await dewi.getByRole('textbox', { name: 'Jawaban' }).inputValue()).to.equal(
      'Setengah jawaban',
    );
    const kept = 'JSON.stringify([{ ...localStorage }, { ...sessionStorage }])';
    expect(await dewi.evaluate(kept)).to.equal('[{},{}]');
  });
});
