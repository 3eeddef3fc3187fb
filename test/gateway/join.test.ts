import { expect } from 'chai';
import type { InboundMessage } from '../../src/core/message.ts';
import { askUnasked } from '../../src/gateway/ask.ts';
import { contactByPublicId } from '../../src/store/contact-names.ts';
import { guardContact } from '../../src/store/guarded.ts';
import { setStopped } from '../../src/store/contacts.ts';
import { onEachDatabase, type Store } from '../helpers/databases.ts';
import { openTestGateway, type TestGateway } from '../helpers/gateway.ts';

const phone = '+6281234567801';
const chat = '4711';
const atBot: Partial<InboundMessage> = { account: 'bot' };
const card: Partial<InboundMessage> = { ...atBot, phone };

const bySms = ({ say }: TestGateway, text: string) => say(phone, text);
const byBot = ({ say }: TestGateway, text: string) => say(chat, text, atBot);
const share = ({ say }: TestGateway) => say(chat, '', card);

async function contactOf({ sql }: Store, userId: string): Promise<number | undefined> {
  const row: { contact_id: number } | undefined = await sql('addresses')
    .where({ user_id: userId })
    .first('contact_id');
  return row?.contact_id;
}

const registration = 'DAFTAR#3508105201990001#SITI AMINAH#SMK#JAHIT';

onEachDatabase('one person on two phones', (open) => {
  it('goes on by Telegram with what was begun by SMS, and the answer goes to Telegram', async () => {
    const gateway = await openTestGateway(await open(), { bot: true });
    const readBack = await bySms(gateway, registration);
    const said = await share(gateway);
    expect(said).to.match(
      /^Nomor Anda dikenali. Percakapan lewat SMS bisa dilanjutkan di sini. 1\) SITI AMINAH/,
    );
    expect(said).to.include(readBack?.slice(0, 60));
    expect(gateway.sent.at(-1)?.choices?.map(({ text }) => text)).to.include('YA');
    expect(await byBot(gateway, 'YA')).to.include('D1001');
    expect(gateway.sent.at(-1)).to.include({ account: 'bot', to: chat });
    expect(await bySms(gateway, 'STATUS')).to.include('D1001');
  });

  it('is told that the number is kept when nobody has written from it', async () => {
    const gateway = await openTestGateway(await open(), { bot: true });
    expect(await share(gateway)).to.equal(
      'Terima kasih, nomor Anda kami catat. Balas MENU utk semua layanan.',
    );
    await bySms(gateway, registration);
    expect(await byBot(gateway, 'YA')).to.include('D1001');
  });

  it('keeps the question that waits when the number comes in between', async () => {
    const gateway = await openTestGateway(await open(), { bot: true });
    await byBot(gateway, 'DAFTAR');
    expect(await share(gateway)).to.match(/^Terima kasih, nomor Anda kami catat. Daftar kartu/);
  });

  it('is joined once however often the card is sent', async () => {
    const store = await open();
    const gateway = await openTestGateway(store, { bot: true });
    await bySms(gateway, registration);
    await share(gateway);
    await share(gateway);
    expect(await store.sql('contacts').pluck('id')).to.have.length(1);
    expect(await store.sql('joined_contacts').pluck('old_id')).to.have.length(1);
  });

  it('has what both phones had: numbers, applications, persons', async () => {
    const store = await open();
    const gateway = await openTestGateway(store, { bot: true });
    await bySms(gateway, registration);
    await bySms(gateway, 'YA');
    await byBot(gateway, 'TANYA berapa lama kartu kuning jadi');
    await share(gateway);
    const status = await bySms(gateway, 'STATUS');
    expect(status).to.include('D1001').and.to.include('K1001');
    expect(await byBot(gateway, 'STATUS')).to.equal(status);
  });

  it('goes on with the dialogue, not with the menu that was looked at last', async () => {
    const gateway = await openTestGateway(await open(), { bot: true });
    await bySms(gateway, registration);
    await byBot(gateway, 'MENU');
    expect(await share(gateway)).to.include('1) SITI AMINAH');
  });

  it('goes on with the newest of two dialogues', async () => {
    const gateway = await openTestGateway(await open(), { bot: true });
    await bySms(gateway, registration);
    await byBot(gateway, 'ADUAN');
    expect(await share(gateway)).to.include('Tulis aduan Anda');
  });

  it('has said STOP for both', async () => {
    const store = await open();
    const gateway = await openTestGateway(store, { bot: true });
    await bySms(gateway, 'MENU');
    await byBot(gateway, 'STOP');
    await share(gateway);
    const contact = (await contactOf(store, phone)) ?? 0;
    const unasked = { occasion: 'survey:K1', flow: 'survei', values: {} };
    expect(await askUnasked(gateway.tools, contact, unasked)).to.equal('closed');
  });

  for (const guarded of [phone, chat]) {
    it(`is not joined when ${guarded === phone ? 'the SMS' : 'the Telegram'} side was in danger`, async () => {
      const store = await open();
      const gateway = await openTestGateway(store, { bot: true });
      await bySms(gateway, registration);
      await byBot(gateway, 'MENU');
      await guardContact(store, (await contactOf(store, guarded)) ?? 0, 1);
      expect(await share(gateway)).to.match(/^Terima kasih, nomor Anda kami catat\./);
      expect(await contactOf(store, phone)).not.to.equal(await contactOf(store, chat));
      expect(await byBot(gateway, 'STATUS')).not.to.include('D1001');
    });
  }

  it('is not joined by a number that somebody typed', async () => {
    const store = await open();
    const gateway = await openTestGateway(store, { bot: true });
    await bySms(gateway, registration);
    await byBot(gateway, phone);
    expect(await contactOf(store, phone)).not.to.equal(await contactOf(store, chat));
  });

  it('is not joined to a phone of this machine', async () => {
    const store = await open();
    const local = await openTestGateway(store, { local: true, bot: true });
    await bySms(local, registration);
    await share(local);
    expect(await contactOf(store, phone)).not.to.equal(await contactOf(store, chat));
  });

  it('is not joined at another office', async () => {
    const store = await open();
    const gateway = await openTestGateway(store, { bot: true });
    await bySms(gateway, 'MENU');
    await store.sql('accounts').where({ name: 'bot' }).update({ office_code: '35.07' });
    const other = await openTestGateway(store, { bot: true });
    await other.say(chat, '', { ...card, key: 'other-office' });
    expect(await contactOf(store, phone)).not.to.equal(await contactOf(store, chat));
  });

  it('keeps the older contact, and its other name is still known', async () => {
    const store = await open();
    const gateway = await openTestGateway(store, { bot: true });
    await bySms(gateway, 'MENU');
    const older = await contactOf(store, phone);
    await byBot(gateway, 'MENU');
    const name: { public_id: string } | undefined = await store
      .sql('contacts')
      .where({ id: await contactOf(store, chat) })
      .first('public_id');
    await share(gateway);
    expect(await contactOf(store, chat)).to.equal(older);
    expect(await contactByPublicId(store, name?.public_id ?? '')).to.equal(older);
  });

  it('is joined when two processes hear of both at the same moment', async () => {
    const store = await open();
    const a = await openTestGateway(store, { bot: true });
    const b = await openTestGateway(store, { bot: true });
    await Promise.all([a.arrive(phone, 'MENU', 'a-1'), b.arrive(chat, '', 'b-1', card)]);
    await Promise.all([a.arrive(phone, 'DAFTAR', 'a-2'), b.arrive(chat, 'STATUS', 'b-2', atBot)]);
    expect(await contactOf(store, phone)).to.equal(await contactOf(store, chat));
    await a.gateway.drain();
  });
});

onEachDatabase('one person under several ids', (open) => {
  const lid = '98765@lid';
  const known = { phone, aliases: [lid] };

  it('is the same behind every alias, and is answered where the message came from', async () => {
    const gateway = await openTestGateway(await open(), { medium: 'whatsapp' });
    await gateway.say(phone, registration, known);
    expect(await gateway.say(lid, 'YA')).to.include('D1001');
    expect(gateway.sent.at(-1)?.to).to.equal(lid);
  });

  it('is one when the alias has written first', async () => {
    const store = await open();
    const gateway = await openTestGateway(store, { medium: 'whatsapp' });
    await gateway.say(lid, registration);
    expect(await gateway.say(phone, 'YA', known)).to.include('D1001');
    expect(await store.sql('contacts').pluck('id')).to.have.length(1);
  });

  it('is one although guarded: it is one account at one provider, and stays guarded', async () => {
    const store = await open();
    const gateway = await openTestGateway(store, { medium: 'whatsapp' });
    await gateway.say(lid, 'MENU');
    await guardContact(store, (await contactOf(store, lid)) ?? 0, 5);
    await setStopped(store, (await contactOf(store, lid)) ?? 0, 7);
    await gateway.say(phone, 'MENU', known);
    const rows = await store.sql('contacts').select('guarded_at', 'stopped_at');
    expect(rows).to.deep.equal([{ guarded_at: 5, stopped_at: 7 }]);
  });
});
