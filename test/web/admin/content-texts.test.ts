import { expect } from 'chai';
import { listCannedReplies } from '../../../src/services/canned-replies.ts';
import { listReadyAnswers } from '../../../src/services/ready-answers.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { signIn, type Browser } from '../../helpers/sign-in.ts';
import { openOffice, type Office } from '../open-office.ts';

const base = '/admin/isi/35.08';
const answer = {
  questions: 'ada parkir tidak\nparkir di kantor bayar berapa',
  text: 'Parkir di {kantor} gratis.',
  source: 'kantor',
  checked: '2026-11-23',
  confirmed: 'ya',
  status: 'published',
};

/** Wrong answers, and what stands beside the field. */
const wrong: readonly (readonly [label: string, change: object, said: string])[] = [
  ['no words', { text: ' ' }, 'Harus diisi.'],
  ['letters that cost', { text: 'Gratis 😀' }, 'Huruf ini tidak ada di SMS biasa'],
  ['a field nobody knows', { text: 'Buka {jamm}' }, 'Tidak dikenal: {jamm}'],
  ['too long for one SMS', { text: 'a'.repeat(161) }, 'Terlalu panjang: 161/160'],
  ['one example', { questions: 'ada parkir' }, 'Paling sedikit 2 contoh.'],
];

onEachDatabase('pages of ready words', (open) => {
  let office: Office;
  let lead: Browser;
  let officer: Browser;

  beforeEach(async () => {
    office = await openOffice({ store: await open() });
    lead = await signIn(office, { role: 'supervisor' });
    officer = await signIn(office, { role: 'officer' });
  });
  afterEach(() => office.close());

  const own = async () =>
    (await listReadyAnswers(office.store, '35.08')).filter(({ origin }) => origin === 'own');

  it('show every answer of the program with its length', async () => {
    const html = await (await lead.get(`${base}/jawaban`)).text();
    expect(html.match(/<tr data-row>/g)).to.have.length.of.at.least(30);
    expect(html).to.match(/\d+ huruf, 1 SMS/);
  });

  it('take a new answer of a supervisor, and give it back', async () => {
    expect((await lead.post(`${base}/jawaban/baru`, answer)).status).to.equal(303);
    const [added] = await own();
    expect(added).to.include({ text: 'Parkir di {kantor} gratis.', status: 'published' });
    await lead.post(`${base}/jawaban/${added!.id}/pulihkan`, {});
    expect(await own()).to.deep.equal([]);
  });

  it('keep what an officer proposes as a draft', async () => {
    await officer.post(`${base}/jawaban/baru`, answer);
    expect((await own()).map(({ status }) => status)).to.deep.equal(['draft']);
    expect(await (await lead.get(`${base}/jawaban`)).text()).to.contain('1 rancangan menunggu');
  });

  for (const [label, change, said] of wrong) {
    it(`refuse ${label}, and keep what was typed`, async () => {
      const sent = { ...answer, ...change };
      expect((await lead.post(`${base}/jawaban/baru`, sent)).status).to.equal(303);
      const html = await (await lead.get(`${base}/jawaban/baru`)).text();
      expect(html).to.contain(said);
      expect(html).to.contain('ada parkir');
      expect(await own()).to.deep.equal([]);
    });
  }

  it('make an answer of a matter, without the person', async () => {
    const number = await office.open({ text: 'nama saya SITI AMINAH, berapa lama kartu jadi' });
    await officer.post(`/admin/perkara/${number}/jawab`, { teks: 'Satu hari, Bu Siti Aminah.' });
    const html = await (await officer.get(`${base}/jawaban/baru?dari=${number}`)).text();
    expect(html)
      .to.contain('berapa lama kartu')
      .and.not.to.match(/siti aminah/i);
  });

  it('change a canned reply, and offer it where answers are written', async () => {
    const form = { title: 'Sabar dulu', text: 'Mohon tunggu, {nama}.', status: 'published' };
    await lead.post(`${base}/balasan/sedang-diperiksa`, form);
    const replies = await listCannedReplies(office.store, '35.08');
    expect(replies.find(({ id }) => id === 'sedang-diperiksa')).to.include(form);
    const number = await office.open();
    const page = await (await officer.get(`/admin/perkara/${number}`)).text();
    expect(page).to.contain('Sabar dulu').and.to.contain('data-canned="Mohon tunggu, ');
  });

  it('put a canned reply into the box without a script, and send nothing', async () => {
    const number = await office.open();
    const path = `/admin/perkara/${number}`;
    await officer.post(`${path}/jawab`, { teks: 'Baik.', siap: 'sedang-diperiksa' });
    const page = await (await officer.get(path)).text();
    expect(page).to.match(/<textarea id="teks"[^>]*>\s*Baik\. Terima kasih/);
    expect(await office.store.sql('outbound_messages')).to.deep.equal([]);
  });
});
