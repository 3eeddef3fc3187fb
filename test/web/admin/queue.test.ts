import { expect } from 'chai';
import { alert } from '../../../src/services/alarms.ts';
import type { Store } from '../../../src/store/store.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { openDeskOffice, siti, type DeskOffice } from './desk-office.ts';

const hour = 3_600_000;

/** The numbers of matters on a page, in their order. */
const numbersOn = (html: string): readonly string[] =>
  [...html.matchAll(/<a class="number" href="\/admin\/perkara\/(\w+)"/g)].map(([, n = '']) => n);

/** The row of a matter without its tags. */
function rowOn(html: string, number: string): string {
  const row = html.split('<tr data-row>').find((part) => part.includes(`perkara/${number}"`)) ?? '';
  return row.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
}

onEachDatabase('the queue', (open) => {
  let store: Store;
  let office: DeskOffice;
  beforeEach(async () => {
    store = await open();
    office = await openDeskOffice(store);
  });
  afterEach(() => office.close());

  it('shows what waits, danger first, then by what was promised', async () => {
    const first = await office.open({ text: 'Kapan job fair?' });
    office.people.pass(hour);
    const complaint = await office.open({ kind: 'A', text: 'Gaji tidak dibayar' });
    const danger = await office.open({ kind: 'A', text: 'Tolong saya dikurung', urgent: true });
    const dewi = await office.officer('dewi');
    const html = await dewi.page('/admin/antrean');
    expect(numbersOn(html)).to.deep.equal([danger, first, complaint]);
    expect(html).to.contain('Bahaya');
    expect(rowOn(html, first))
      .to.contain('Kapan job fair?')
      .and.contain('1 jam')
      .and.contain('SMS');
  });

  it('is loud about danger that nobody on duty could be called about', async () => {
    const number = await office.open({ kind: 'A', text: 'Tolong saya dikurung', urgent: true });
    const dewi = await office.officer('dewi');
    const loud = 'Tidak ada petugas jaga yang dapat dihubungi';
    expect(await dewi.page('/admin/antrean')).to.not.contain(loud);
    const { id }: { id: number } = await store.sql('matters').first('id').where({ urgent: 1 });
    const now = new Date('2026-11-23T08:00:00+07:00');
    await store.transaction((db) => alert(db, { matterId: id, kind: 'detention' }, now));
    const html = await dewi.page('/admin/antrean');
    expect(html).to.contain(loud).and.contain(`/admin/perkara/${number}`);
  });

  it('says how late an answer is', async () => {
    const number = await office.open();
    office.people.pass(30 * 24 * hour);
    const dewi = await office.officer('dewi');
    expect(rowOn(await dewi.page('/admin/antrean'), number)).to.match(/lewat \d+ hari/);
  });

  const filters = [
    { label: 'mine', address: 'milik=mine', expected: ['K1002'] },
    { label: 'not taken', address: 'milik=free', expected: ['A1001', 'K1001'] },
    { label: 'questions', address: 'jenis=K', expected: ['K1001', 'K1002'] },
    { label: 'complaints', address: 'jenis=A', expected: ['A1001'] },
    { label: 'late', address: 'lewat=late', expected: [] },
    { label: 'by SMS', address: 'saluran=sms', expected: ['A1001', 'K1001', 'K1002'] },
    { label: 'by WhatsApp', address: 'saluran=whatsapp', expected: [] },
    { label: 'two at once', address: 'jenis=K&milik=free', expected: ['K1001'] },
    {
      label: 'nonsense in the address',
      address: 'jenis=X&hal=-1',
      expected: ['A1001', 'K1001', 'K1002'],
    },
  ];
  for (const { label, address, expected } of filters) {
    it(`filters by the address: ${label}`, async () => {
      await office.open();
      const mine = await office.open();
      await office.open({ kind: 'A', text: 'Calo minta uang' });
      const dewi = await office.officer('dewi');
      await dewi.post(`/admin/perkara/${mine}/ambil`);
      const html = await dewi.page(`/admin/antrean?${address}`);
      expect([...numbersOn(html)].toSorted()).to.deep.equal(expected);
    });
  }

  it('counts what each filter would leave', async () => {
    await office.open();
    await office.open({ kind: 'A', text: 'Calo minta uang' });
    const dewi = await office.officer('dewi');
    const html = (await dewi.page('/admin/antrean'))
      .replaceAll(/<[^>]+>/g, ' ')
      .replaceAll(/\s+/g, ' ');
    expect(html).to.contain('Semua 2').and.contain('Pertanyaan 1').and.contain('Aduan 1');
  });

  it('pages what is more than fifty', async function () {
    this.timeout(120_000);
    for (let n = 0; n < 53; n += 1) await office.open();
    const dewi = await office.officer('dewi');
    const first = await dewi.page('/admin/antrean');
    expect(numbersOn(first)).to.have.length(50);
    expect(first).to.contain('1 sampai 50 dari 53').and.contain('hal=2');
    expect(numbersOn(await dewi.page('/admin/antrean?hal=2'))).to.have.length(3);
  });

  it('lists what waits no more by its state', async () => {
    const [answered, closed] = [await office.open(), await office.open()];
    const dewi = await office.officer('dewi');
    await dewi.post(`/admin/perkara/${answered}/jawab`, { teks: 'Tanggal 5' });
    await dewi.post(`/admin/perkara/${closed}/tutup`);
    const list = async (state: string) =>
      numbersOn(await dewi.page(`/admin/antrean?keadaan=${state}`));
    expect(await list('answered')).to.deep.equal([answered]);
    expect(await list('closed')).to.deep.equal([closed]);
    expect(await list('forwarded')).to.deep.equal([]);
    expect(numbersOn(await dewi.page('/admin/antrean'))).to.deep.equal([]);
  });

  it('marks what needs care, and a person who wrote again', async () => {
    await office.open({ text: 'kapan job fair?' });
    const secret = await office.open({ kind: 'A', text: 'Pungli', privacy: 'confidential' });
    const nameless = await office.open({ kind: 'A', text: 'Calo', privacy: 'anonymous' });
    const dewi = await office.officer('dewi');
    await dewi.post('/admin/perkara/K1001/jawab', { teks: 'Tanggal 5.' });
    await office.add('K1001', 'jam berapa?');
    const html = await dewi.page('/admin/antrean');
    expect(rowOn(html, 'K1001')).to.contain('pelapor membalas').and.contain('Anda');
    expect(rowOn(html, secret)).to.contain('rahasia');
    expect(rowOn(html, nameless)).to.contain('tanpa nama');
    expect(html).not.to.contain(siti.slice(3));
  });

  it('shows whose conversation a colleague has open', async () => {
    const number = await office.open();
    const [dewi, budi] = [await office.officer('dewi'), await office.officer('budi')];
    await budi.page(`/admin/perkara/${number}`);
    expect(rowOn(await dewi.page('/admin/antrean'), number)).to.contain(
      'Petugas budi sedang membuka ini',
    );
    expect(await budi.page('/admin/antrean')).not.to.contain('sedang membuka ini');
    expect(await dewi.page(`/admin/perkara/${number}`)).to.contain('Petugas budi');
  });

  const eyes = [
    { label: 'an officer', who: { role: 'officer', office: '35.08' }, sees: ['K1001'] },
    { label: 'a neighbour', who: { role: 'officer', office: '35.09' }, sees: ['K1002'] },
    { label: 'the province', who: { role: 'officer', office: '35' }, sees: ['K1001', 'K1002'] },
    { label: 'an admin', who: { role: 'admin', office: '35.09' }, sees: ['K1001', 'K1002'] },
  ] as const;
  for (const { label, who, sees } of eyes) {
    it(`is of the own office; the province sees all: ${label}`, async () => {
      await office.open();
      await office.open({}, { office: '35.09' });
      const browser = await office.officer('seseorang', who);
      const html = await browser.page('/admin/antrean');
      expect([...numbersOn(html)].toSorted()).to.deep.equal(sees);
    });
  }

  it('hides from an officer what is about this officer', async () => {
    const dewi = await office.officer('dewi');
    const text = 'Petugas minta uang';
    const number = await office.open({ kind: 'A', text, hiddenFrom: [dewi.officer.id] });
    expect(numbersOn(await dewi.page('/admin/antrean'))).to.deep.equal([]);
    expect((await dewi.get(`/admin/perkara/${number}`)).status).to.equal(404);
    expect((await dewi.get(`/admin/perkara/${number}/kabar`)).status).to.equal(404);
    const budi = await office.officer('budi');
    expect(numbersOn(await budi.page('/admin/antrean'))).to.deep.equal([number]);
  });

  it('notes in the audit trail who looked, once, not each renewal', async () => {
    await office.open();
    const dewi = await office.officer('dewi');
    await dewi.page('/admin/antrean');
    await dewi.get('/admin/antrean', { 'x-live': '1' });
    const lines = await store.sql('audit').where({ action: 'matter.list' });
    expect(lines).to.have.length(1);
    expect(lines[0]).to.include({ actor: `officer:${dewi.officer.id}`, subject: '35.08' });
  });

  const typed = [
    { label: 'as shown', nomor: 'K1311', to: '/admin/perkara/K1311' },
    { label: 'as people type it', nomor: ' a 1o12', to: '/admin/perkara/A1012' },
    { label: 'of a seeker', nomor: 'D1001', to: '/admin/antrean' },
    { label: 'anything', nomor: '<script>', to: '/admin/antrean' },
  ];
  for (const { label, nomor, to } of typed) {
    it(`opens a number that is typed: ${label}`, async () => {
      const dewi = await office.officer('dewi');
      const query = new URLSearchParams({ nomor }).toString();
      const answer = await dewi.get(`/admin/perkara?${query}`);
      expect(answer.headers.get('location')).to.equal(to);
    });
  }
});

onEachDatabase('messages that the machine could not take', (open) => {
  let store: Store;
  let office: DeskOffice;
  beforeEach(async () => {
    store = await open();
    office = await openDeskOffice(store);
    await office.people.say(siti, 'NIK saya 3508105201990001 tolong');
    await store.sql('inbound_messages').update({ status: 'dead' });
  });
  afterEach(() => office.close());

  const id = async (): Promise<number> => {
    const row: { id: number } = await store.sql('inbound_messages').first('id');
    return row.id;
  };

  it('stand above the queue, the NIK and the number masked', async () => {
    const html = await (await office.officer('dewi')).page('/admin/antrean');
    expect(html).to.contain('gagal diolah mesin').and.contain('3508********0001');
    expect(html).to.contain('0812-xxxx-xx90').and.not.contain('1234567890');
    expect(html).not.to.contain('3508105201990001');
  });

  it('become a question that is answered like any other', async () => {
    const dewi = await office.officer('dewi');
    const done = await dewi.post(`/admin/antrean/gagal/${await id()}/jadikan`);
    const path = done.headers.get('location') ?? '';
    expect(path).to.match(/^\/admin\/perkara\/K\d+$/);
    await dewi.post(`${path}/jawab`, { teks: 'Silakan datang ke kantor' });
    await office.people.gateway.drain();
    expect(office.people.sent.at(-1)).to.include({ to: siti });
    expect(await dewi.page('/admin/antrean')).not.to.contain('gagal diolah mesin');
  });

  it('are settled without an answer, by one officer, once', async () => {
    const dewi = await office.officer('dewi');
    const path = `/admin/antrean/gagal/${await id()}/selesai`;
    expect((await dewi.post(path)).status).to.equal(303);
    expect((await dewi.post(path)).status).to.equal(404);
    expect(await store.sql('audit').where({ action: 'message.settle' })).to.have.length(1);
  });

  it('are not for a neighbour', async () => {
    const neighbour = await office.officer('tetangga', { office: '35.09' });
    expect(await neighbour.page('/admin/antrean')).not.to.contain('gagal diolah mesin');
    const path = `/admin/antrean/gagal/${await id()}/jadikan`;
    expect((await neighbour.post(path)).status).to.equal(404);
  });
});
