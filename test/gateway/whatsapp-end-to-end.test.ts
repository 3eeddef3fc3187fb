import { expect } from 'chai';
import type { Channel } from '../../src/channels/channel.ts';
import { openChannels } from '../../src/channels/index.ts';
import { openGateway, type Gateway } from '../../src/gateway/gateway.ts';
import { replyToMatter } from '../../src/services/matters.ts';
import { sentText } from '../../src/store/sent-text.ts';
import { openVault } from '../../src/store/vault.ts';
import { onEachDatabase, type Store } from '../helpers/databases.ts';
import { linkPhone, openFakeWhatsapp, until, type FakeWhatsapp } from '../helpers/fake-whatsapp.ts';
import { openTestGateway } from '../helpers/gateway.ts';
import { addTestOfficer } from '../helpers/matters.ts';

const siti = '+6281234567890';
const budi = '+6281234567891';
const form = 'DAFTAR#3508105201990001#SITI AMINAH#SMK#JAHIT';

/** A serving process: a gateway over the real Baileys, which speaks to the fake server. */
interface Process {
  readonly gateway: Gateway;
  readonly channel: Channel;
  stop(): Promise<void>;
}

/** Real time: leases and Baileys know no other. */
const clock = (): Date => new Date();

async function openChannel(store: Store, fake: FakeWhatsapp): Promise<Channel> {
  const [channel] = await openChannels(
    { WHATSAPP_LINKED: 'on', WHATSAPP_SOCKET_URL: fake.url, WHATSAPP_LINKED_RATE: '1000' },
    {
      publicUrl: 'https://gw.example.go.id',
      clock,
      vault: (account) => openVault(store, account),
      sentText: (id) => sentText(store, id),
    },
  );
  if (!channel) throw new Error('the channel is off');
  return channel;
}

async function startProcess(store: Store, fake: FakeWhatsapp): Promise<Process> {
  const { tools } = await openTestGateway(store);
  const channel = await openChannel(store, fake);
  const channels = [channel];
  const gateway = await openGateway({ ...tools, clock, channels, office: '35.08' });
  await gateway.start();
  return { gateway, channel, stop: () => gateway.stop() };
}

/** How WhatsApp names what was sent; null while it is on its way. */
const providerIds = async (store: Store): Promise<(string | null)[]> => {
  const rows: { provider_id: string | null }[] = await store
    .sql('outbound_messages')
    .select('provider_id')
    .orderBy('id');
  return rows.map(({ provider_id: id }) => id);
};

onEachDatabase('WhatsApp by a linked phone, from end to end', (open) => {
  let store: Store;
  let fake: FakeWhatsapp;
  let running: Process | undefined;

  before(async () => {
    store = await open();
    fake = await openFakeWhatsapp();
    await linkPhone(openVault(store, 'whatsapp'));
  });
  after(async () => {
    await running?.stop();
    await fake.close();
  });

  /** What a person gets for what they wrote. */
  const replyTo = async (phone: string, text: string): Promise<string> => {
    const before = (await fake.sent()).filter(({ to }) => to === phone).length;
    await fake.says(phone, text);
    const { text: reply } = await until(
      async () => (await fake.sent()).filter(({ to }) => to === phone)[before],
    );
    return reply;
  };

  it('carries a registration', async () => {
    running = await startProcess(store, fake);
    expect(await replyTo(siti, form)).to.include('1) SITI AMINAH');
    expect(await replyTo(siti, 'YA')).to.include('No. pra-daftar D1001');
    const seekers: object[] = await store.sql('seekers').select('number');
    expect(seekers).to.deep.equal([{ number: 1001 }]);
  });

  it("carries a question and an officer's answer", async () => {
    const officer = await addTestOfficer(store, 'dewi');
    expect(await replyTo(siti, 'TANYA kapan job fair')).to.include('K1001');
    const text = 'Tanggal 5 Desember';
    await store.transaction((db) => replyToMatter(db, 'K1001', { officer, now: clock(), text }));
    running?.gateway.wake();
    const sent = await until(async () =>
      (await fake.sent()).find((message) => message.text.includes(text)),
    );
    expect(sent).to.include({ to: siti });
    expect(sent.text).to.include('Dewi');
  });

  it('keeps the id under which WhatsApp knows each message, and its text', async () => {
    const sent = await fake.sent();
    await until(async () => !(await providerIds(store)).includes(null));
    expect(await providerIds(store)).to.deep.equal(sent.map(({ id }) => id));
    for (const { id, text } of sent) expect(await sentText(store, id)).to.equal(text);
  });

  it('keeps its session over a restart, and receives what waited meanwhile', async () => {
    await running?.stop();
    for (const n of [1, 2, 3]) await fake.says(budi, 'MENU', `WAITED-${n}`);
    running = await startProcess(store, fake);
    await until(async () => (await fake.sent()).filter(({ to }) => to === budi).length === 3);
    const { channel } = running;
    expect(channel.pairing?.now()).to.deep.equal({ state: 'linked', phone: '+6281100000000' });
    expect(await replyTo(siti, 'STATUS D1001')).not.to.equal('');
  });

  it('answers a repeat once', async () => {
    const rows: object[] = await store.sql('inbound_keys').where('key', 'like', '%WAITED-%');
    expect(rows).to.have.length(3);
  });

  it('keeps no key of the session readable', async () => {
    const rows: object[] = await store.sql('channel_vault').select();
    expect(rows.length).to.be.greaterThan(5);
    expect(JSON.stringify(rows)).not.to.match(/private|identityKey|advSecretKey/);
  });

  it('is known to be up', async () => {
    const health: { state: string; code: string | null }[] = await store
      .sql('account_health')
      .select('state', 'code');
    expect(health).to.deep.include({ state: 'up', code: null });
  });

  it('fetches a voice note as it was spoken', async () => {
    await running?.stop();
    running = undefined;
    const channel = await openChannel(store, fake);
    const refs: string[] = [];
    await channel.listen?.(async (events) => {
      for (const event of events)
        if (event.kind === 'message') refs.push(...(event.media ?? []).map(({ ref }) => ref));
    });
    await fake.speaks(siti, Buffer.from('suara Siti'));
    const bytes = await channel.fetchMedia?.(await until(() => refs[0]), 1_000);
    expect(String(bytes)).to.equal('suara Siti');
    await channel.stop?.();
  });
});
