import { expect } from 'chai';
import fc from 'fast-check';
import { askUnasked } from '../../src/gateway/ask.ts';
import { repliesAbroad } from '../../src/gateway/abroad.ts';
import { addOutbound, outboundClass } from '../../src/store/outbound.ts';
import { findContact } from '../../src/store/contacts.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { fillDuty } from '../helpers/duty.ts';
import { openTestGateway, type TestGateway } from '../helpers/gateway.ts';

const worker = '+60123456789';
const shut = /^Utk SMS dari luar negeri, balas: CPMI/;
const hour = 3_600_000;

async function contactOf({ tools }: TestGateway, userId: string): Promise<number> {
  const address = { channel: 'test', account: '+6281100000000', userId };
  const id = await findContact(tools.store, address);
  if (id === undefined) throw new Error(`nobody has written from ${userId}`);
  return id;
}

const toOthers = ({ sent }: TestGateway): readonly string[] =>
  sent.filter(({ to }) => to !== worker).map(({ text }) => text);

onEachDatabase('a number of another country', (open, dialect) => {
  for (const { text, says } of [
    { text: 'CPMI', says: /^Kerja luar negeri yg aman/ },
    { text: 'CEK PT CONTOH UJI', says: /P3MI/ },
    { text: 'STATUS', says: /^Belum ada nomor dari HP ini/ },
    { text: 'STOP', says: /^Baik, kami tdk akan mengirim kabar/ },
    { text: 'PETUGAS', says: /^Kami teruskan ke petugas, No. K1001/ },
    { text: 'saya disekap majikan, tolong', says: /telepon \+62 21 29244800/ },
    { text: 'DAFTAR', says: shut },
    { text: 'LOWONGAN jahit', says: shut },
    { text: 'MENU', says: shut },
    { text: 'halo', says: shut },
    { text: 'LOWONGN', says: shut },
    { text: 'DAFTAR#3508105201990001#SITI AMINAH#SMK#JAHIT', says: shut },
    { text: 'apa saja', says: shut },
  ]) {
    it(`by SMS is answered to "${text}" as ${says.source.slice(0, 40)}`, async () => {
      const gateway = await openTestGateway(await open());
      expect(await gateway.say(worker, text)).to.match(says);
    });
  }

  it('goes on in a dialogue that is open there, with numbers and BATAL', async () => {
    const { say } = await openTestGateway(await open());
    await say(worker, 'CPMI');
    expect(await say(worker, '3')).to.match(/^Jangan bayar apa pun di muka/);
    await say(worker, 'TES TAWARAN');
    expect(await say(worker, 'BATAL')).to.match(/tes tawaran kami batalkan/);
  });

  it('on WhatsApp has every service', async () => {
    const { say } = await openTestGateway(await open(), { medium: 'whatsapp' });
    expect(await say(worker, 'LOWONGAN')).not.to.match(shut);
  });

  it('is told to the office once a day: in the queue, and to who is on duty', async () => {
    const gateway = await openTestGateway(await open());
    await fillDuty(gateway.tools.store);
    await gateway.say(worker, 'halo');
    await gateway.say(worker, 'CPMI');
    await gateway.say(worker, '1');
    const calls = toOthers(gateway);
    expect(calls).to.deep.equal([
      'Pesan pertama hari ini dari nomor luar negeri, K1001. Buka halaman petugas.',
    ]);
    gateway.pass(24 * hour);
    await gateway.say(worker, 'CPMI');
    expect(toOthers(gateway)).to.have.length(2);
    expect(await gateway.tools.store.sql('matters').pluck('number')).to.deep.equal([1001]);
  });

  it('is told on WhatsApp too', async () => {
    const gateway = await openTestGateway(await open(), { medium: 'whatsapp' });
    await gateway.say(worker, 'LOWONGAN');
    expect(await gateway.tools.store.sql('matters').pluck('number')).to.deep.equal([1001]);
  });

  it('in danger is told as danger, and only so', async () => {
    const gateway = await openTestGateway(await open());
    await fillDuty(gateway.tools.store);
    await gateway.say(worker, 'saya disekap majikan, tolong');
    expect(toOthers(gateway).join()).to.match(/^Bahaya: /);
    expect(toOthers(gateway)).to.have.length(1);
  });

  it('of this country is told nobody', async () => {
    const gateway = await openTestGateway(await open());
    await gateway.say('+6281234567801', 'MENU');
    expect(await gateway.tools.store.sql('matters').pluck('number')).to.deep.equal([]);
  });

  it('is never asked anything by itself', async () => {
    const gateway = await openTestGateway(await open());
    await gateway.say(worker, 'STATUS');
    await gateway.tools.store.sql('matters').update({ status: 'closed' });
    const unasked = { occasion: 'survey:K1', flow: 'survei', values: {} };
    const contact = await contactOf(gateway, worker);
    expect(await askUnasked(gateway.tools, contact, unasked)).to.equal('closed');
  });

  it('is never sent anything bulk, also what was queued in another way', async () => {
    const gateway = await openTestGateway(await open());
    await gateway.say(worker, 'STATUS');
    const contactId = await contactOf(gateway, worker);
    const { store } = gateway.tools;
    const from: { id: number; account_id: number } | undefined = await store
      .sql('addresses')
      .where({ contact_id: contactId })
      .first('id', 'account_id');
    const to = { accountId: from?.account_id ?? 0, addressId: from?.id ?? 0, contactId };
    const push = { inboundId: null, text: 'kabar', segments: 1, trace: null };
    await addOutbound(store, [{ ...to, ...push, class: outboundClass.bulk }], 1);
    const before = gateway.sent.length;
    await gateway.gateway.drain();
    expect(gateway.sent).to.have.length(before);
  });

  it('is told that the day is full, then nothing but danger, and everything the next day', async () => {
    const gateway = await openTestGateway(await open());
    for (let n = 1; n < repliesAbroad; n += 1) {
      gateway.pass(60_000);
      expect(await gateway.say(worker, `CPMI`), String(n)).to.be.a('string');
    }
    gateway.pass(60_000);
    expect(await gateway.say(worker, 'CPMI')).to.match(/cukup utk hari ini/);
    expect(await gateway.say(worker, 'CPMI')).to.equal(undefined);
    expect(await gateway.say(worker, 'tolong saya dipukul majikan')).to.match(/telepon \+62 21/);
    gateway.pass(24 * hour);
    expect(await gateway.say(worker, 'STATUS')).to.be.a('string');
  });

  const texts = fc.constantFrom(
    'CPMI',
    '1',
    '3',
    'halo',
    'DAFTAR',
    'PETUGAS',
    'STATUS',
    'ya',
    'LAGI',
  );
  const written = fc.array(texts, { minLength: repliesAbroad + 5, maxLength: repliesAbroad + 12 });
  const runs = dialect === 'sqlite' ? 6 : 2;

  it('never gets more replies in a day than the limit, and help in danger at the end of it', async function () {
    this.timeout(120_000);
    await fc.assert(
      fc.asyncProperty(written, async (lines) => {
        const gateway = await openTestGateway(await open());
        let replies = 0;
        for (const line of lines) {
          gateway.pass(30_000);
          if ((await gateway.say(worker, line)) !== undefined) replies += 1;
        }
        expect(replies).to.be.at.most(repliesAbroad);
        const help = await gateway.say(worker, 'tolong saya dipukul majikan');
        expect(help).to.match(/telepon \+62 21/);
      }),
      { numRuns: runs },
    );
  });
});
