import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import { addMatterMessage } from '../../../src/store/matter-messages.ts';
import { clean } from '../../../src/language/clean.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { activeParts, hostileTexts } from '../../helpers/hostile.ts';
import { signIn, type Browser } from '../../helpers/sign-in.ts';
import { now, openOffice, type Office } from '../open-office.ts';

const texts = hostileTexts(1_000);
const pages = 20;

/** Parts of pages that only an attack puts there. */
async function activeIn(browser: Browser, path: string): Promise<readonly string[]> {
  const answer = await browser.get(path);
  expect(answer.status, path).to.equal(200);
  return activeParts(await answer.text());
}

describe('the look for active parts', () => {
  it('finds what would do something, and nothing else', () => {
    expect(activeParts('<p>halo</p><a href="/admin">x</a>')).to.deep.equal([]);
    expect(activeParts('<img src=x onerror=alert(1)>')).to.have.lengthOf(1);
    expect(activeParts('<p><script>alert(1)</script></p>')).to.have.lengthOf(1);
    expect(activeParts('<a href="javascript:alert(1)">')).to.have.lengthOf(1);
  });
});

onEachDatabase('a thousand hostile texts', (open) => {
  let office: Office;
  let officer: Browser;
  let lead: Browser;

  before(async () => {
    office = await openOffice({ store: await open() });
    officer = await signIn(office);
    lead = await signIn(office, { role: 'supervisor' });
  });
  after(() => office.close());

  it('do nothing in questions, notes and answers', async () => {
    const { store } = office;
    for (let page = 0; page < pages; page += 1) {
      const own = texts.filter((_, at) => at % pages === page).map(clean);
      const number = await office.open({ text: own[0] ?? '' });
      const { id } = await store.sql('matters').orderBy('id', 'desc').first('id');
      for (const [at, text] of own.entries()) {
        const direction = at % 3 === 0 ? 'out' : 'in';
        await addMatterMessage(store, { matterId: id, direction, text }, now.getTime());
      }
      await officer.post(`/admin/perkara/${number}/catatan`, { catatan: own[1] ?? '' });
      expect(await activeIn(officer, `/admin/perkara/${number}`)).to.deep.equal([]);
    }
    expect(await activeIn(officer, '/admin/antrean')).to.deep.equal([]);
  });

  it('do nothing as vacancies, and break no cell of a table', async () => {
    const some = texts.filter((_, at) => at % 25 === 0);
    for (const text of some) {
      const entry = { title: text, employer: text, description: text, how_to_apply: text };
      const rest = { kind: 'job', district: 'Pasirian', education: 'SMP', openings: '1' };
      await officer.post('/admin/lowongan/tambah', { ...entry, ...rest, closes_on: '2026-12-31' });
    }
    expect(await activeIn(officer, '/admin/lowongan')).to.deep.equal([]);
    const numbers: string[] = await office.store.sql('vacancies').pluck('number');
    expect(numbers).to.have.length.above(10);
    for (const number of numbers.slice(0, 20)) {
      expect(await activeIn(officer, `/admin/lowongan/L${number}`)).to.deep.equal([]);
    }
    const file = await officer.post('/admin/lowongan/ekspor', { format: 'csv' });
    const rows: string[][] = parse(await file.text(), { bom: true });
    expect(new Set(rows.map(({ length }) => length)).size).to.equal(1);
    expect(rows.flat().filter((cell) => /^[=+\-@\t\r]/u.test(cell))).to.deep.equal([]);
  });

  it('do nothing as canned replies, answers and names of files', async () => {
    for (const text of texts.slice(0, 32)) {
      const canned = { title: text.slice(0, 60), text, status: 'published' };
      await lead.post('/admin/isi/35.08/balasan/baru', canned);
      const form = new FormData();
      form.set('berkas', new Blob(['title\n']), text.replaceAll(/[\r\n\0"]/g, ' '));
      const answer = await officer.post('/admin/lowongan/impor', form);
      expect(activeParts(await answer.text())).to.deep.equal([]);
    }
    expect(await activeIn(lead, '/admin/isi/35.08/balasan')).to.deep.equal([]);
    const number = await office.open();
    expect(await activeIn(officer, `/admin/perkara/${number}`)).to.deep.equal([]);
  });

  it('do nothing as what is looked for', async () => {
    for (const text of texts.slice(0, 40)) {
      const found = await officer.post('/admin/pencari-kerja', { cari: text });
      expect(activeParts(await found.text())).to.deep.equal([]);
      const path = `/admin/lowongan?kata=${encodeURIComponent(text.slice(0, 60))}`;
      expect(activeParts(await (await officer.get(path)).text())).to.deep.equal([]);
    }
  });
});
