import { expect } from 'chai';
import type { Store } from '../../../src/store/store.ts';
import { addOneOutbound } from '../../../src/store/outbound.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import type { Browser } from '../../helpers/sign-in.ts';
import { openDeskOffice, siti, type DeskOffice } from './desk-office.ts';

/** A page's text without its tags. */
const plain = (html: string): string =>
  html
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ');

const box = (html: string): string =>
  /<textarea id="teks"[^>]*>\n?([^<]*)<\/textarea>/.exec(html)?.[1] ?? '';

onEachDatabase('a conversation', (open) => {
  let store: Store;
  let office: DeskOffice;
  let dewi: Browser;
  let number: string;
  const path = (): string => `/admin/perkara/${number}`;
  beforeEach(async () => {
    store = await open();
    office = await openDeskOffice(store);
    dewi = await office.officer('dewi');
    number = await office.open();
  });
  afterEach(() => office.close());

  const actions = async (): Promise<string[]> =>
    (await store.sql('audit').select('action').orderBy('id')).map(({ action }) => action);

  it('sends the answer on the channel that the question came by, and shows its delivery', async () => {
    const done = await dewi.post(`${path()}/jawab`, { teks: 'Tanggal 5 Des di alun-alun.' });
    expect(done.headers.get('location')).to.equal(path());
    await office.people.gateway.drain();
    expect(office.people.sent).to.have.length(1);
    expect(office.people.sent[0]).to.include({ to: siti });
    expect(office.people.sent[0]?.text).to.match(
      /^K1001, petugas \S+: Tanggal 5 Des di alun-alun\. /,
    );
    const html = plain(await dewi.page(path()));
    expect(html)
      .to.contain('Jawaban dikirim.')
      .and.contain('terkirim')
      .and.contain('sudah dijawab');
  });

  const deliveries = [
    { status: 'queued', says: 'menunggu dikirim' },
    { status: 'delivered', says: 'sampai' },
    { status: 'read', says: 'dibaca' },
    { status: 'failed', says: 'Coba kirim lagi nanti' },
    { status: 'unknown', says: 'Jangan kirim ulang dulu' },
    { status: 'expired', says: 'Terlalu lama menunggu' },
    { status: 'failed', code: 'bad-address:21211', says: 'akunnya tidak ada lagi' },
    { status: 'expired', code: 'opted-out', says: 'memblokir kami' },
    { status: 'queued', code: 'window-closed:63016', says: 'dalam 24 jam' },
    { status: 'queued', code: 'unreachable:ECONNREFUSED', says: 'sedang putus' },
    { status: 'expired', code: 'unreachable:ECONNREFUSED', says: 'terlalu lama putus' },
    { status: 'failed', code: '30003', says: 'Coba kirim lagi nanti' },
  ];
  for (const { status, code = null, says } of deliveries) {
    it(`says in words what became of an answer: ${status} ${code ?? ''}`, async () => {
      await dewi.post(`${path()}/jawab`, { teks: 'Tanggal 5.' });
      await store.sql('outbound_messages').update({ status, error_code: code });
      expect(plain(await dewi.page(path()))).to.contain(says);
    });
  }

  it('says that an SMS went instead, and what may have gone twice', async () => {
    await dewi.post(`${path()}/jawab`, { teks: 'Tanggal 5.' });
    const [row] = await store.sql('outbound_messages').orderBy('id', 'desc').limit(1);
    const failed = { status: 'failed', maybe_double: 1 };
    await store.sql('outbound_messages').where({ id: row.id }).update(failed);
    const { account_id: accountId, contact_id: contactId, address_id: addressId } = row;
    const where = { accountId, contactId, addressId, inboundId: null, insteadOf: row.id };
    const sms = { ...where, class: 0, text: 'Tanggal 5.', segments: 1, trace: null };
    const id = await addOneOutbound(store, sms, 1);
    await store.sql('outbound_messages').where({ id }).update({ status: 'delivered' });
    expect(plain(await dewi.page(path())))
      .to.contain('gagal dikirim')
      .and.contain('Lewat SMS: sampai')
      .and.contain('Mungkin terkirim dua kali.');
  });

  it('measures what is typed without a script, and keeps it', async () => {
    await dewi.post(`${path()}/jawab`, { teks: 'Tanggal 5 ya 👍', aksi: 'hitung' });
    const html = await dewi.page(path());
    expect(box(html)).to.equal('Tanggal 5 ya 👍');
    expect(plain(html)).to.match(
      /K1001, petugas \S+: Tanggal 5 ya 👍\. Sudah jelas\? Balas YA atau BELUM\./,
    );
    expect(plain(html)).to.contain('Huruf 👍 membuat SMS');
    expect(plain(html)).to.match(/\d+ huruf · 2 SMS · Rp700/);
    expect(office.people.sent).to.deep.equal([]);
  });

  it('takes no empty answer', async () => {
    await dewi.post(`${path()}/jawab`, { teks: '  ' });
    expect(plain(await dewi.page(path()))).to.contain('Harus diisi');
    expect(await store.sql('outbound_messages')).to.deep.equal([]);
  });

  it('is refused to a colleague who was later, with what was typed kept', async () => {
    const budi = await office.officer('budi');
    await budi.page(path());
    await dewi.post(`${path()}/ambil`);
    const late = await budi.post(`${path()}/jawab`, { teks: 'Jawaban Budi yang panjang' });
    expect(late.headers.get('location')).to.equal(path());
    const html = await budi.page(path());
    expect(plain(html)).to.contain('Petugas dewi sedang menangani perkara ini sejak hari ini');
    expect(plain(html)).to.contain('Belum ada yang dikirim.');
    expect(box(html)).to.equal('Jawaban Budi yang panjang');
    expect(await store.sql('outbound_messages')).to.deep.equal([]);
  });

  it('is claimed, released and handed over, and says so', async () => {
    const budi = await office.officer('budi');
    await dewi.post(`${path()}/ambil`);
    expect(plain(await dewi.page(path())))
      .to.contain('Ditangani Anda')
      .and.contain('Dilepas sendiri');
    await dewi.post(`${path()}/lepas`);
    expect(plain(await dewi.page(path()))).to.contain('Belum ada yang menangani');
    await dewi.post(`${path()}/serahkan`, { kepada: 'budi' });
    expect(plain(await budi.page(path()))).to.contain('Ditangani Anda');
    expect(plain(await dewi.page(path()))).to.contain(
      'menyerahkan perkara ini kepada Petugas budi',
    );
  });

  it('lets a supervisor take a matter out of hands, an officer not', async () => {
    const budi = await office.officer('budi');
    await dewi.post(`${path()}/ambil`);
    await budi.post(`${path()}/lepas`);
    expect(plain(await budi.page(path()))).to.contain('Ditangani Petugas dewi');
    const boss = await office.officer('kepala', { role: 'supervisor' });
    await boss.post(`${path()}/lepas`);
    expect(plain(await boss.page(path()))).to.contain('Belum ada yang menangani');
  });

  it('keeps notes for colleagues that the person never gets', async () => {
    await dewi.post(`${path()}/catatan`, { catatan: 'Sudah telepon Bu Rina' });
    const budi = await office.officer('budi');
    expect(plain(await budi.page(path()))).to.contain('Sudah telepon Bu Rina');
    expect(await store.sql('outbound_messages')).to.deep.equal([]);
  });

  it('closes, opens again and goes to another body', async () => {
    await dewi.post(`${path()}/tutup`);
    expect(plain(await dewi.page(path())))
      .to.contain('ditutup')
      .and.contain('Buka lagi');
    await dewi.post(`${path()}/buka`);
    expect(plain(await dewi.page(path()))).to.contain('menunggu petugas');
    const where = { badan: 'Pengawas Ketenagakerjaan Jatim', rujukan: '12/2026' };
    await dewi.post(`${path()}/teruskan`, where);
    await office.people.gateway.drain();
    expect(office.people.sent.at(-1)?.text).to.contain('Pengawas Ketenagakerjaan Jatim');
    expect(plain(await dewi.page(path()))).to.contain('nomor di sana 12/2026');
  });

  it('keeps what is typed, for this officer alone, until it is sent', async () => {
    const saved = await dewi.post(`${path()}/simpan`, { jenis: 'reply', teks: 'Setengah jadi' });
    expect(saved.status).to.equal(200);
    expect(box(await dewi.page(path()))).to.equal('Setengah jadi');
    const budi = await office.officer('budi');
    expect(box(await budi.page(path()))).to.equal('');
    await dewi.post(`${path()}/jawab`, { teks: 'Jadi.' });
    expect(box(await dewi.page(path()))).to.equal('');
  });

  it('shows the phone masked, and whole only when asked for, which is noted', async () => {
    const html = await dewi.page(path());
    expect(html).to.contain('0812-xxxx-xx90').and.not.contain('1234567890');
    const shown = await dewi.post(`${path()}/nomor`);
    expect(await shown.text()).to.contain('081234567890');
    expect(await actions()).to.include('matter.reveal-phone');
    expect(await dewi.page(path())).not.to.contain('1234567890');
  });

  it('names who is registered with the phone, and what the machine understood', async () => {
    await office.people.say(siti, 'DAFTAR#3508105201990001#SITI AMINAH#SMK#JAHIT');
    await office.people.say(siti, 'ya');
    const html = await dewi.page(path());
    expect(html).to.contain('SITI AMINAH').and.contain('/admin/pencari-kerja/D1001');
    expect(plain(html)).to.contain('kata kunci DAFTAR').and.contain('3508********0001');
    expect(html).not.to.contain('3508105201990001');
  });

  for (const privacy of ['anonymous', 'confidential'] as const) {
    it(`shows no name and nothing else that the phone wrote when it is ${privacy}`, async () => {
      await office.people.say(siti, 'DAFTAR#3508105201990001#SITI AMINAH#SMK#JAHIT');
      await office.people.say(siti, 'ya');
      number = await office.open({ kind: 'A', text: 'Ada pungli', privacy });
      const html = await dewi.page(path());
      expect(html).to.contain('Ada pungli');
      expect(html.toUpperCase()).not.to.contain('SITI').and.not.contain('D1001');
    });
  }

  it('never shows the number of a confidential matter, also not when asked for', async () => {
    number = await office.open({ kind: 'A', text: 'Ada pungli', privacy: 'confidential' });
    const html = await dewi.page(path());
    for (const part of ['812', 'xx90', 'c_']) expect(html).not.to.contain(part);
    expect((await dewi.post(`${path()}/nomor`)).status).to.equal(404);
    await dewi.post(`${path()}/jawab`, { teks: 'Kami periksa.' });
    await office.people.gateway.drain();
    expect(office.people.sent.at(-1)).to.include({ to: siti });
    expect(await dewi.page('/admin/antrean?keadaan=answered')).not.to.contain('812');
  });

  it('tells in danger what to do now, and sends no number', async () => {
    number = await office.open({ kind: 'A', text: 'Tolong saya dikurung', urgent: true });
    const html = plain(await dewi.page(path()));
    expect(html).to.contain('BAHAYA').and.contain('110').and.not.contain('Kirim dan tutup');
    await dewi.post(`${path()}/jawab`, { teks: 'Kami segera datang' });
    await office.people.gateway.drain();
    expect(office.people.sent.at(-1)?.text).to.equal('Kami segera datang');
  });

  const strangers = [
    { label: 'a neighbour', who: { office: '35.09' } },
    { label: 'a supervisor elsewhere', who: { role: 'supervisor', office: '35.09' } },
  ] as const;
  const deeds = ['jawab', 'catatan', 'simpan', 'nomor', 'ambil', 'lepas', 'tutup', 'buka'];
  for (const { label, who } of strangers) {
    it(`is not there for ${label}`, async () => {
      const stranger = await office.officer('orang', who);
      expect((await stranger.get(path())).status).to.equal(404);
      expect((await stranger.get(`${path()}/kabar`)).status).to.equal(404);
      const form = { teks: 'x', catatan: 'x', jenis: 'reply' };
      for (const deed of deeds) {
        expect((await stranger.post(`${path()}/${deed}`, form)).status, deed).to.equal(404);
      }
      expect(await store.sql('drafts')).to.deep.equal([]);
      expect(await store.sql('presence')).to.deep.equal([]);
    });
  }

  it('is looked at once in the audit trail while it stays open', async () => {
    await dewi.page(path());
    await dewi.get(path(), { 'x-live': '1' });
    office.people.pass(20_000);
    await dewi.get(path(), { 'x-live': '1' });
    expect((await actions()).filter((action) => action === 'matter.view')).to.have.length(1);
  });

  it('shows what people write as text, whatever it looks like', async () => {
    const hostile =
      '<img src=x onerror=alert(1)> "><script>alert(2)</script> {{7*7}} ${1} <%= 2 %>';
    number = await office.open({ kind: 'A', text: hostile, details: { apa: hostile } });
    await dewi.post(`${path()}/catatan`, { catatan: hostile });
    await dewi.post(`${path()}/simpan`, { jenis: 'reply', teks: hostile });
    for (const page of [path(), '/admin/antrean']) {
      const html = await dewi.page(page);
      expect(html).to.contain('&lt;img src=x').and.not.contain('<img src=x');
      expect(html).not.to.contain('<script>alert');
    }
  });
});
