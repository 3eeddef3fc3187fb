import { expect } from 'chai';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type Locator,
  type Page,
} from 'playwright-core';
import { makePlace, startServer, type Place, type RunningServer } from '../helpers/server.ts';

/** Debian's; elsewhere CHROMIUM names it. */
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const flags =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

/** One phone on the page. */
class Phone {
  readonly root: Locator;

  constructor(page: Page, place: number) {
    this.root = page.locator('.phone').nth(place);
  }

  /** Types with the keyboard, presses Enter, and gives the reply. */
  async say(text: string): Promise<string> {
    const replies = this.root.locator('.theirs .text');
    const before = await replies.count();
    await this.root.locator('textarea').fill(text);
    await this.root.locator('textarea').press('Enter');
    await replies.nth(before).waitFor();
    return replies.nth(before).innerText();
  }

  note(): Promise<string> {
    return this.root.locator('.theirs .note').last().innerText();
  }
}

describe('the simulator in a real browser', () => {
  let place: Place;
  let server: RunningServer;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let complaints: string[];

  before(async () => {
    place = await makePlace('sqlite');
    server = await startServer(place);
    browser = await chromium.launch({ executablePath, args: flags.split(' ') });
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    await place?.clear();
  });

  async function open(width: number, height: number): Promise<void> {
    complaints = [];
    context = await browser.newContext({ viewport: { width, height } });
    page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() !== 'log') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.goto(`${server.url}/simulator`);
  }
  afterEach(() => context.close());

  for (const [width, height] of [
    [1280, 800],
    [390, 844],
  ] as const) {
    it(`registers a seeker by typing on a phone, ${width} px wide`, async () => {
      await open(width, height);
      const sms = new Phone(page, 0);
      const nik = `3508105201999${width % 1000}`;
      expect(await sms.say(`DAFTAR#${nik}#SITI AMINAH#SMK#JAHIT`)).to.contain('Benar semua?');
      expect(await sms.note())
        .to.contain('kata kunci DAFTAR')
        .and.to.contain('1 SMS · Rp350');
      expect(await sms.say('ya')).to.match(/No\. pra-daftar D\d{4}/);
      await sms.root.getByText('sampai ✓✓').last().waitFor();
      expect(await page.locator('#office-total').innerText()).to.match(/^Rp700/);
      expect(complaints).to.deep.equal([]);
    });
  }

  it('does not scroll sideways on a small phone', async () => {
    await open(390, 844);
    const sideways = 'document.documentElement.scrollWidth - innerWidth';
    expect(await page.evaluate(sideways)).to.be.at.most(0);
  });

  it('keeps several phones apart, each its own number', async () => {
    await open(1280, 800);
    await page.getByRole('button', { name: 'Telegram' }).click();
    const [sms, whatsapp, telegram] = [0, 1, 2].map((at) => new Phone(page, at));
    expect(await sms!.say('daftar')).to.contain('NIK');
    expect(await whatsapp!.say('menu')).to.contain('DAFTAR');
    expect(await telegram!.say('menu')).to.contain('DAFTAR');
    expect(await sms!.note()).to.contain('menunggu NIK');
    expect(await telegram!.root.locator('.row').count()).to.equal(2);
    expect(complaints).to.deep.equal([]);
  });

  it('types by the keys of the phone', async () => {
    await open(1280, 800);
    const { root } = new Phone(page, 0);
    for (const key of ['6', '3', '3', '6', '6', '8', '8']) {
      await root
        .locator('.pad button')
        .nth(Number(key) - 1)
        .click();
      // MENU: two taps of 3 are E, two of 6 N, two of 8 U; another key begins another letter.
    }
    expect(await root.locator('textarea').inputValue()).to.equal('MENU');
    await root.locator('.erase').click();
    expect(await root.locator('textarea').inputValue()).to.equal('MEN');
  });

  it('shows what people send as text, whatever it looks like', async () => {
    await open(1280, 800);
    const hostile = [
      '<img src=x onerror="alert(1)">',
      '<script>alert(2)</script>',
      '"><svg onload=alert(3)>',
      '{{7*7}} ${alert(4)} <%= 5 %>',
    ];
    const phone = new Phone(page, 1);
    for (const text of hostile) await phone.say(`tanya ${text}`);
    const shown = await phone.root.locator('.mine .text').allInnerTexts();
    expect(shown).to.deep.equal(hostile.map((text) => `tanya ${text}`));
    expect(await phone.root.locator('.talk img, .talk script, .talk svg').count()).to.equal(0);
    expect(complaints).to.deep.equal([]);
  });

  it('keeps the conversation over a reload, and starts anew with a fresh number', async () => {
    await open(1280, 800);
    const phone = new Phone(page, 0);
    await phone.say('menu');
    const number = await phone.root.locator('.tag-number').innerText();
    await page.reload();
    await phone.root.locator('.theirs .text').waitFor();
    expect(await phone.root.locator('.tag-number').innerText()).to.equal(number);
    await phone.root.getByRole('button', { name: 'Nomor baru' }).click();
    await phone.root.locator('.hint').waitFor();
    expect(await phone.root.locator('.tag-number').innerText()).not.to.equal(number);
  });

  it('says that the connection is lost, and finds its way back', async () => {
    await open(1280, 800);
    const phone = new Phone(page, 0);
    await phone.say('menu');
    await server.stop();
    await page.locator('#lost').waitFor();
    const { port } = new URL(server.url);
    server = await startServer(place, { PORT: port });
    await page.locator('#lost').waitFor({ state: 'hidden' });
    expect(await phone.say('daftar')).to.contain('NIK');
  });
});
