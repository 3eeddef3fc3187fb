import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Channel } from '../../src/channels/channel.ts';
import { openChannels } from '../../src/channels/index.ts';
import type { ChannelEvent } from '../../src/core/message.ts';
import { fetchMedia } from '../../src/gateway/fetch-media.ts';
import { openGateway, type Gateway } from '../../src/gateway/gateway.ts';
import { openFiles } from '../../src/services/attachment-files.ts';
import { onEachDatabase, testKeys, type Store } from '../helpers/databases.ts';
import { fetchOnly, patience } from '../helpers/fake-provider.ts';
import {
  botToken,
  openFakeTelegram,
  telegramUrl,
  webhookSecret,
  type FakeTelegram,
} from '../helpers/fake-telegram.ts';
import { openTestGateway, testStart } from '../helpers/gateway.ts';
import { makePlace, startServer } from '../helpers/server.ts';
import { sampleFiles } from '../helpers/sample-files.ts';
import { openWeb } from '../web/open-web.ts';

const siti = 778_899_001;
const chat = { id: siti, type: 'private', first_name: 'Siti' };
const from = { id: siti, is_bot: false, first_name: 'Siti' };
const path = '/webhooks/telegram';

const said = (text: string, message_id: number) => ({
  message: { message_id, from, chat, date: 1_795_395_900, text },
});

const member = (status: string) => ({
  my_chat_member: { chat, from, date: 1, new_chat_member: { status } },
});

/** A gateway with Telegram before a fake of it. */
async function openOffice(store: Store, fake: FakeTelegram, env: Record<string, string> = {}) {
  const { tools } = await openTestGateway(store);
  const [channel] = await openChannels(
    {
      TELEGRAM_BOT_TOKEN: botToken,
      TELEGRAM_API_URL: fake.url,
      TELEGRAM_RATE: '1000',
      ...env,
    },
    { publicUrl: telegramUrl, fetch: fetchOnly(fake.host), timeout: patience.answered },
  );
  if (!channel) throw new Error('the channel is off');
  let now = testStart.getTime();
  const clock = (): Date => new Date((now += 5_000));
  const gateway = await openGateway({ ...tools, clock, channels: [channel], office: '35.08' });
  return { channel, gateway, clock, tools };
}

const countOf = async (store: Store, table: string): Promise<number> => {
  const rows: { n: number }[] = await store.sql(table).count({ n: '*' });
  return Number(rows[0]?.n);
};

onEachDatabase('Telegram from end to end, called', (open) => {
  let store: Store;
  let fake: FakeTelegram;
  let gateway: Gateway;
  let web: Awaited<ReturnType<typeof openWeb>>;
  let office: Awaited<ReturnType<typeof openOffice>>;
  let messageId = 0;

  beforeEach(async () => {
    store = await open();
    fake = await openFakeTelegram();
    fake.letIn(siti);
    messageId = 0;
    office = await openOffice(store, fake, { TELEGRAM_WEBHOOK_SECRET: webhookSecret });
    ({ gateway } = office);
    web = await openWeb({ store, gateway, channels: [office.channel], clock: office.clock });
  });
  afterEach(async () => {
    await web.close();
    await fake.close();
  });

  const post = (update: object, secret = webhookSecret): Promise<Response> =>
    fetch(web.url + path, {
      method: 'POST',
      body: JSON.stringify(update),
      headers: {
        'content-type': 'application/json',
        'x-telegram-bot-api-secret-token': secret,
      },
    });

  /** Something happens at Telegram; gives what the person then reads. */
  async function answerTo(what: Readonly<Record<string, unknown>>): Promise<string | undefined> {
    const before = fake.messages.length;
    const response = await post(fake.happen(what));
    expect(response.status).to.equal(200);
    await store.sql('addresses').update({ paced_until: null }); // people type slower than a test
    await gateway.drain();
    expect(fake.messages.length - before).to.be.lessThan(2);
    return fake.messages[before]?.text;
  }

  const say = (text: string) => answerTo(said(text, (messageId += 1)));

  /** Presses a button that stands under the last message. */
  const press = (data: string) => {
    const rows = fake.messages.at(-1)?.reply_markup?.inline_keyboard ?? [];
    expect(rows.flat().map((button) => button.callback_data)).to.include(data);
    const message = { message_id: fake.messages.at(-1)?.message_id, chat, date: 1 };
    return answerTo({ callback_query: { id: `cb-${(messageId += 1)}`, from, message, data } });
  };

  it('greets whoever presses Start', async () => {
    expect(await say('/start'))
      .to.contain('DAFTAR')
      .and.contain('LOWONGAN');
  });

  it('goes straight in from a link', async () => {
    expect(await say('/start DAFTAR')).to.contain('NIK');
  });

  it('registers by typing and by buttons', async () => {
    expect(await say('/daftar')).to.contain('NIK');
    expect(await say('3508105201990001')).to.match(/nama/iu);
    expect(await say('Siti Aminah')).to.match(/pendidikan/iu);
    expect(await press('SMK')).to.not.equal(undefined);
    await say('jahit');
    for (let n = 0; n < 3 && (await countOf(store, 'seekers')) === 0; n += 1) await press('YA');
    expect(fake.messages.at(-1)?.text).to.match(/D1001/u);
    expect(await countOf(store, 'seekers')).to.equal(1);
  });

  it('gives an update that comes again, under whatever id, one effect', async () => {
    const update = fake.happen(said('MENU', 5));
    const copies = [update, update, { ...update, update_id: 3 }];
    const answers = await Promise.all(copies.map((copy) => post(copy)));
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 200, 200]);
    await gateway.drain();
    expect(fake.messages).to.have.length(1);
    expect(await countOf(store, 'inbound_messages')).to.equal(1);
  });

  it('takes the same text twice for two messages', async () => {
    await say('MENU');
    await say('MENU');
    expect(fake.messages).to.have.length(2);
  });

  it('answers a correction', async () => {
    await say('LOWONAGN JAHIT');
    const edited = { message_id: 1, from, chat, date: 1_795_395_900, edit_date: 1_795_395_960 };
    expect(await answerTo({ edited_message: { ...edited, text: 'MENU' } })).to.contain('DAFTAR');
  });

  it('keeps a photo with its caption for officers', async () => {
    const bytes = Buffer.from(sampleFiles.jpeg);
    fake.keep('AgAD-1', bytes);
    const photo = [{ file_id: 'AgAD-0' }, { file_id: 'AgAD-1', file_size: bytes.length }];
    const { message } = said('', 1);
    await answerTo({ message: { ...message, text: undefined, photo, caption: 'TANYA ini asli?' } });
    const [account] = await store.sql('accounts').where({ channel: 'telegram' });
    const folder = mkdtempSync(join(tmpdir(), 'sapakerja-telegram-'));
    const route = { channel: office.channel, account: { ...account, officeCode: '35.08' } };
    await fetchMedia(
      { ...office.tools, clock: office.clock },
      [route],
      openFiles(folder, testKeys),
    );
    expect(await store.sql('attachments').first('status', 'type', 'size')).to.deep.equal({
      status: 'kept',
      type: 'image/jpeg',
      size: bytes.length,
    });
    rmSync(folder, { recursive: true });
  });

  it('asks for the phone number by the keyboard that can', async () => {
    await say('/bagikan_nomor');
    expect(fake.messages[0]?.reply_markup?.keyboard).to.deep.equal([
      [{ text: 'BAGIKAN NOMOR', request_contact: true }],
    ]);
  });

  const cards = [
    { label: 'one’s own card', user_id: siti, expected: /nomor Anda kami catat/u },
    { label: 'the card of another', user_id: siti + 1, expected: /DAFTAR/u },
  ];
  for (const { label, user_id, expected } of cards) {
    it(`answers ${label}`, async () => {
      const contact = { phone_number: '6281234567890', first_name: 'Siti', user_id };
      const { message } = said('', 1);
      const reply = await answerTo({ message: { ...message, text: undefined, contact } });
      expect(reply).to.match(expected);
      if (user_id !== siti) expect(reply).not.to.match(cards[0]?.expected ?? /^/u);
    });
  }

  it('says what Telegram is to do only to a press', async () => {
    await say('MENU');
    const message = { message_id: 1000, chat, date: 1 };
    const response = await post(
      fake.happen({ callback_query: { id: '77', from, message, data: 'MENU' } }),
    );
    expect(await response.json()).to.deep.equal({
      method: 'answerCallbackQuery',
      callback_query_id: '77',
    });
  });

  it('writes to nobody who shut it out, until they come back', async () => {
    await say('MENU');
    fake.shutOut(siti);
    await answerTo(member('kicked'));
    const before = fake.requests.length;
    await store.sql('outbound_messages').update({ status: 'queued', next_at: 0 });
    await gateway.drain();
    expect(fake.requests).to.have.length(before);
    fake.letIn(siti);
    await answerTo(member('member'));
    expect(await say('MENU')).to.contain('DAFTAR');
  });

  const forged = [
    { label: 'another secret', secret: 'x', status: 403 },
    { label: 'no secret', secret: '', status: 401 },
  ];
  for (const { label, secret, status } of forged) {
    it(`answers ${status} to ${label} and stores nothing`, async () => {
      expect((await post({ update_id: 1, ...said('MENU', 1) }, secret)).status).to.equal(status);
      expect(await countOf(store, 'inbound_keys')).to.equal(0);
    });
  }

  const sizes = [
    { label: 'long texts with all their formatting', size: 100_000, status: 200 },
    { label: 'what Telegram never sends', size: 300_000, status: 413 },
  ];
  for (const { label, size, status } of sizes) {
    it(`answers ${status} to ${label}`, async () => {
      const more = { reply_to_message: { text: 'x'.repeat(size) } };
      const { message } = said('MENU', 1);
      const response = await post({ update_id: 1, message: { ...message, ...more } });
      expect(response.status).to.equal(status);
    });
  }

  it('answers a group with silence, and 200', async () => {
    const group = { id: -100_77, type: 'supergroup', title: 'Warga' };
    const { message } = said('MENU', 1);
    expect(await answerTo({ message: { ...message, chat: group } })).to.equal(undefined);
    expect(await countOf(store, 'inbound_keys')).to.equal(0);
  });

  it('has the token and the texts in no log line', async () => {
    fake.fail({ cut: 'reset', when: 'after' });
    await say('Nama saya Siti Aminah');
    await post({ update_id: 1 }, 'x');
    const logged = JSON.stringify(web.logged);
    for (const secret of [botToken, webhookSecret, 'Siti', String(siti)]) {
      expect(logged).not.to.include(secret);
    }
  });
});

onEachDatabase('Telegram from end to end, polled', (open) => {
  let store: Store;
  let fake: FakeTelegram;
  const running: Channel[] = [];

  beforeEach(async () => {
    store = await open();
    fake = await openFakeTelegram();
    fake.letIn(siti);
  });
  afterEach(async () => {
    for (const channel of running.splice(0)) await channel.stop?.();
    await fake.close();
  });

  it('answers without an address of our own', async () => {
    const { channel, gateway } = await openOffice(store, fake);
    running.push(channel);
    await channel.listen?.((events) => gateway.receive('telegram', events));
    fake.happen(said('MENU', 1));
    await fake.until(() => fake.requests.length > 1 && fake.pending.length === 0);
    await gateway.drain();
    expect(fake.messages.map(({ text }) => text.includes('DAFTAR'))).to.deep.equal([true]);
  });

  it('gives what was stored before a crash, and comes again, one effect', async () => {
    const first = await openOffice(store, fake);
    fake.happen(said('DAFTAR', 1));
    // The machine dies after the transaction and before the next question, which would confirm it.
    const died = new Promise<void>((resolve) => {
      const storeAndDie = async (events: readonly ChannelEvent[]): Promise<void> => {
        await first.gateway.receive('telegram', events);
        resolve();
        throw new Error('power cut');
      };
      void first.channel.listen?.(storeAndDie);
    });
    await died;
    await first.channel.stop?.();
    expect(fake.pending).to.have.length(1);

    const second = await openOffice(store, fake);
    running.push(second.channel);
    await second.channel.listen?.((events) => second.gateway.receive('telegram', events));
    await fake.until(() => fake.pending.length === 0);
    await second.gateway.drain();
    expect(fake.messages).to.have.length(1);
    expect(await countOf(store, 'inbound_messages')).to.equal(1);
  });
});

describe('a server with a bot', () => {
  it('polls by itself, stops at once, and prints no token however talkative it is made', async () => {
    const fake = await openFakeTelegram();
    fake.letIn(siti);
    const place = await makePlace('sqlite');
    const server = await startServer(place, {
      TELEGRAM_BOT_TOKEN: botToken,
      TELEGRAM_API_URL: fake.url,
      LOG_LEVEL: 'trace',
      DEBUG: 'telegraf*',
    });
    fake.happen(said('/start', 1));
    await fake.until(() => fake.messages.length === 1);
    await server.stop();
    expect(fake.messages[0]?.text).to.contain('DAFTAR');
    expect(server.printed()).not.to.include(botToken.slice(10));
    await fake.close();
    await place.clear();
  });
});
