import { expect } from 'chai';
import { onEachDatabase } from '../../helpers/databases.ts';
import { signIn, type Browser } from '../../helpers/sign-in.ts';
import { fillVacancies } from '../../helpers/vacancies.ts';
import { openOffice, type Office } from '../open-office.ts';

/** Addresses of ours that a page leads to, forms among them. */
const addressesIn = (html: string): string[] =>
  [...html.matchAll(/(?:href|action|data-live)="(\/[^"]*)"/g)].map(([, address = '']) =>
    address.replaceAll('&amp;', '&'),
  );

/** Numbers of the office (K1001) may stand in an address; NIKs, phones and names not. */
const personal = /\d{9,}|siti|aminah|%40/i;

/** Every address that can be come to from the queue. */
async function walk(browser: Browser): Promise<Set<string>> {
  const seen = new Set(['/admin/antrean']);
  for (const address of seen) {
    const isFile = /\/(?:keluar|aset|kabar|qr\.svg|contoh\.txt)/.test(address);
    const page = isFile ? undefined : await browser.get(address);
    if (!page?.headers.get('content-type')?.startsWith('text/html')) continue;
    for (const found of addressesIn(await page.text())) seen.add(found);
  }
  return seen;
}

onEachDatabase("addresses of officers' pages", (open) => {
  let office: Office;

  before(async () => {
    office = await openOffice({ store: await open() });
    await fillVacancies(office.store, [{}, {}]);
    for (let count = 0; count < 3; count += 1) await office.register();
    await office.open({ text: 'SITI AMINAH bertanya, 081234567890' });
    await office.open({ kind: 'A', text: 'gaji' });
  });
  after(() => office.close());

  it('hold no NIK, phone or name, on every page that can be come to', async () => {
    const admin = await signIn(office, { role: 'admin' });
    const seen = await walk(admin);
    expect(seen).to.include.members([
      '/admin/perkara/K1001',
      '/admin/pencari-kerja/D1001',
      '/admin/lowongan/L1001',
      '/admin/ringkasan',
    ]);
    expect([...seen].filter((address) => personal.test(address))).to.deep.equal([]);
  });

  it('stay without them after a search', async () => {
    const officer = await signIn(office);
    const found = await officer.post('/admin/pencari-kerja', { cari: 'siti aminah' });
    expect(personal.test(found.url.replace(office.url, ''))).to.equal(false);
    const html = await found.text();
    expect(html).to.contain('SITI AMINAH');
    expect(addressesIn(html).filter((address) => personal.test(address))).to.deep.equal([]);
  });
});
