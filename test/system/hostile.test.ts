import { expect } from 'chai';
import { hostileTexts } from '../helpers/hostile.ts';
import { clean } from '../../src/language/clean.ts';
import {
  listen,
  openBrowser,
  openSystemOffice,
  signInFirst,
  until,
  type Browser,
  type Page,
  type SystemOffice,
} from './office.ts';

/** So many in one SMS: a person may not write a thousand messages a day. */
const together = 12;
const texts = hostileTexts(1_000).map(clean);

describe('a thousand hostile texts in a real browser', function () {
  this.timeout(120_000);
  let office: SystemOffice;
  let browser: Browser;
  let page: Page;
  let complaints: string[];

  before(async () => {
    complaints = [];
    office = await openSystemOffice({ dewi: 'Dewi Lestari' });
    browser = await openBrowser();
    page = await (await browser.newContext()).newPage();
    listen(page, complaints);
    await signInFirst(page, office.server.url, 'dewi');
  });
  after(async () => {
    await browser?.close();
    await office?.close();
  });

  it('are shown as text, and nothing of them runs', async () => {
    let asked = '';
    for (let at = 0; at < texts.length; at += together) {
      const phone = `+62812350${String(at).padStart(5, '0')}`;
      asked = texts.slice(at, at + together).join(' ');
      await office.sms(phone, `TANYA ${asked}`);
      await office.reply(phone);
    }
    const count = Math.ceil(texts.length / together);
    for (let number = 1001; number < 1001 + count; number += 1) {
      const answer = await page.goto(`${office.server.url}/admin/perkara/K${number}`);
      expect(answer?.status()).to.equal(200);
      expect(
        await page.locator('.thread :is(img, script, svg, iframe, a, input)').count(),
      ).to.equal(0);
    }
    const shown = await page.locator('.thread .text').first().innerText();
    expect(shown).to.contain(asked.slice(10, 60)); // signs right behind the keyword are no words
    await page.goto(`${office.server.url}/admin/antrean`);
    await until(async () => (await page.locator('tr[data-row]').count()) > 10);
    expect(complaints).to.deep.equal([]);
  });
});
