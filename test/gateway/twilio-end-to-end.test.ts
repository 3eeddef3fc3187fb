import { expect } from 'chai';
import { openChannels } from '../../src/channels/index.ts';
import { measureSms } from '../../src/core/sms.ts';
import { openGateway } from '../../src/gateway/gateway.ts';
import { recoverChannels } from '../../src/gateway/recover.ts';
import { conversationLog, findContact } from '../../src/services/messages.ts';
import { onEachDatabase, type Store } from '../helpers/databases.ts';
import { fetchOnly, patience } from '../helpers/fake-provider.ts';
import {
  accountSid,
  authToken,
  inboundSms,
  openFakeTwilio,
  signedWebhook,
  type FakeTwilio,
  type Pairs,
} from '../helpers/fake-twilio.ts';
import { openTestGateway, testStart } from '../helpers/gateway.ts';
import { until } from '../helpers/until.ts';
import { openWeb } from '../web/open-web.ts';

const publicUrl = 'https://gw.example.go.id';
const sms = '+15005550006';
const whatsapp = 'whatsapp:+14155238886';
const siti = '+6281234567890';
const inbox = '/webhooks/twilio';
const statusPath = '/webhooks/twilio/status';

/** The whole service in one process: web, gateway, store, and Twilio before a fake of its API. */
async function openService(store: Store) {
  let now = testStart.getTime();
  const clock = (): Date => new Date(now);
  const fake = await openFakeTwilio(clock);
  const { tools } = await openTestGateway(store);
  const channels = await openChannels(
    {
      TWILIO_ACCOUNT_SID: accountSid,
      TWILIO_AUTH_TOKEN: authToken,
      TWILIO_SMS_FROM: sms,
      TWILIO_WHATSAPP_FROM: whatsapp,
      TWILIO_API_URL: fake.url,
      TWILIO_RATE: '1000',
    },
    { publicUrl, fetch: fetchOnly(fake.host), timeout: patience.answered, clock },
  );
  const gateway = await openGateway({ ...tools, clock, channels, office: '35.08' });
  const web = await openWeb({ store, gateway, channels, clock });
  const post = (path: string, body: string, headers: Readonly<Record<string, string>>) =>
    fetch(web.url + path, { method: 'POST', body, headers });
  const deliver = async (pairs: Pairs, path = inbox): Promise<Response> => {
    const { body, headers } = signedWebhook(publicUrl, path, pairs);
    return post(path, body, headers);
  };
  return {
    fake,
    gateway,
    post,
    deliver,
    /** A text in, the replies out. */
    say: async (changes: Readonly<Record<string, string>>) => {
      const before = fake.messages.length;
      const { status } = await deliver(inboundSms(changes));
      await gateway.drain();
      return { status, replies: fake.messages.slice(before) };
    },
    pass: (ms: number) => void (now += ms),
    recover: async () => {
      await recoverChannels(channels, (channel, events) => gateway.receive(channel, events));
      await gateway.drain();
    },
    close: async () => {
      await web.close();
      await fake.close();
    },
  };
}

type Service = Awaited<ReturnType<typeof openService>>;

const tables = [
  'inbound_keys',
  'inbound_messages',
  'outbound_messages',
  'delivery_reports',
  'conversations',
  'contacts',
  'addresses',
] as const;

/** How many rows each table has that a message may write to. */
async function countRows(store: Store): Promise<Record<string, number>> {
  const counts = tables.map(async (table) => {
    const rows: { n: number }[] = await store.sql(table).count({ n: '*' });
    return [table, Number(rows[0]?.n)] as const;
  });
  return Object.fromEntries(await Promise.all(counts));
}

async function statusOf(store: Store, account = 'sms'): Promise<string | undefined> {
  const contact = await findContact(store, { channel: 'twilio', account, userId: siti });
  const log = contact === undefined ? [] : await conversationLog(store, contact);
  return log.findLast(({ direction }) => direction === 'out')?.status;
}

const report = (fake: FakeTwilio, status: string, more: Readonly<Record<string, string>> = {}) =>
  Object.entries({
    MessageSid: fake.messages.at(-1)?.sid ?? '',
    MessageStatus: status,
    AccountSid: accountSid,
    From: sms,
    To: siti,
    ...more,
  });

onEachDatabase('Twilio from end to end', (open) => {
  let store: Store;
  let service: Service;
  beforeEach(async () => {
    store = await open();
    service = await openService(store);
  });
  afterEach(() => service.close());

  it('answers a signed webhook at once and the person through the API', async () => {
    const response = await service.deliver(inboundSms({ Body: 'MENU' }));
    expect(response.status).to.equal(200);
    expect(response.headers.get('content-type')).to.match(/^text\/xml/);
    expect(await response.text()).to.equal('<Response/>');
    await service.gateway.drain();
    expect(service.fake.messages).to.have.length(1);
    expect(service.fake.messages[0]).to.include({ from: sms, to: siti });
    expect(service.fake.messages[0]?.body).to.contain('DAFTAR').and.contain('LOWONGAN');
    expect(service.fake.messages[0]?.status_callback).to.equal(publicUrl + statusPath);
  });

  it('answers WhatsApp from the WhatsApp number', async () => {
    const { replies } = await service.say({ Body: 'MENU', From: `whatsapp:${siti}`, To: whatsapp });
    expect(replies).to.have.length(1);
    expect(replies[0]).to.include({ from: whatsapp, to: `whatsapp:${siti}` });
  });

  it('answers a WhatsApp user who shows no number', async () => {
    const From = 'whatsapp:ID.4566546130240823';
    const { replies } = await service.say({ Body: 'MENU', From, To: whatsapp });
    expect(replies.map(({ to }) => to)).to.deep.equal([From]);
  });

  it('gives 50 concurrent copies of one webhook one effect', async () => {
    const copies = Array.from({ length: 50 }, () =>
      service.deliver(inboundSms({ Body: 'DAFTAR' })),
    );
    const statuses = (await Promise.all(copies)).map(({ status }) => status);
    await service.gateway.drain();
    expect(new Set(statuses)).to.deep.equal(new Set([200]));
    expect(service.fake.messages).to.have.length(1);
    expect(await countRows(store)).to.include({
      inbound_keys: 1,
      inbound_messages: 1,
      outbound_messages: 1,
      contacts: 1,
    });
  });

  it('gives a replay after thirty days no effect', async () => {
    await service.say({ Body: 'DAFTAR' });
    const before = await countRows(store);
    service.pass(30 * 24 * 3_600_000);
    const { status, replies } = await service.say({ Body: 'DAFTAR' });
    expect({ status, replies }).to.deep.equal({ status: 200, replies: [] });
    expect(await countRows(store)).to.deep.equal(before);
  });

  const genuine = signedWebhook(publicUrl, inbox, inboundSms());
  const elsewhere = signedWebhook('https://other.example', inbox, inboundSms());
  const foreign = signedWebhook(
    publicUrl,
    inbox,
    inboundSms({ AccountSid: `AC${'f'.repeat(32)}` }),
  );
  const forged = [
    { label: 'no signature', body: genuine.body, headers: {}, path: inbox },
    {
      label: 'an empty signature',
      body: genuine.body,
      headers: { 'x-twilio-signature': '' },
      path: inbox,
    },
    {
      label: 'a changed text',
      body: genuine.body.replace('DAFTAR', 'STOP'),
      headers: genuine.headers,
      path: inbox,
    },
    {
      label: 'a trimmed body',
      body: genuine.body.slice(0, -1),
      headers: genuine.headers,
      path: inbox,
    },
    {
      label: 'an added parameter',
      body: `${genuine.body}&x=1`,
      headers: genuine.headers,
      path: inbox,
    },
    { label: 'an added query', body: genuine.body, headers: genuine.headers, path: `${inbox}?x=1` },
    {
      label: 'the path of another webhook',
      body: genuine.body,
      headers: genuine.headers,
      path: statusPath,
    },
    {
      label: 'a signature over the Host header',
      body: elsewhere.body,
      headers: { ...elsewhere.headers, 'x-forwarded-host': 'other.example' },
      path: inbox,
    },
    { label: 'the account of another', body: foreign.body, headers: foreign.headers, path: inbox },
    {
      label: 'JSON',
      body: '{"Body":"STOP"}',
      headers: { ...genuine.headers, 'content-type': 'application/json' },
      path: inbox,
    },
  ];
  for (const { label, body, headers, path } of forged) {
    it(`refuses ${label} and writes nothing`, async () => {
      const before = await countRows(store);
      const { status } = await service.post(path, body, headers);
      await service.gateway.drain();
      expect(status).to.be.oneOf([401, 403]);
      expect(await countRows(store)).to.deep.equal(before);
      expect(service.fake.requests).to.have.length(0);
    });
  }

  const odd: readonly {
    label: string;
    changes: Readonly<Record<string, string>>;
    silent?: true;
  }[] = [
    { label: 'unknown parameters', changes: { Body: 'MENU', 'a[b]': '1', ꦱ: 'é', BaruSekali: '' } },
    { label: 'a padded text', changes: { Body: ' \r\n\t menu  ' } },
    { label: 'an empty text', changes: { Body: '' }, silent: true },
    { label: 'only spaces', changes: { Body: ' \u00a0\u200b ' }, silent: true },
    { label: '1,600 characters', changes: { Body: 'saya mau '.repeat(200).slice(0, 1600) } },
    { label: '1,600 emoji units', changes: { Body: '😀'.repeat(800) } },
    { label: 'an emoji', changes: { Body: '👍🏽' } },
    { label: 'NUL', changes: { Body: 'ME\u0000NU' } },
    { label: 'a lone surrogate', changes: { Body: 'MENU \ud83d' } },
    { label: 'HTML', changes: { Body: '<script>alert(1)</script>&lt;' } },
    { label: 'SQL', changes: { Body: "'; drop table contacts; --" } },
    { label: 'placeholders', changes: { Body: '{nama} {{x}} ${y} %s' } },
    { label: 'right-to-left marks', changes: { Body: '\u202eUNEM' } },
  ];
  for (const { label, changes, silent } of odd) {
    it(`takes ${label}: ${silent ? 'silence' : 'one sensible reply'}`, async () => {
      const { status, replies } = await service.say(changes);
      expect(status).to.equal(200);
      expect(replies).to.have.length(silent ? 0 : 1);
      for (const { body } of replies) {
        expect(measureSms(body)).to.include({ encoding: 'GSM-7' });
        expect(body).not.to.match(/[{}<>]|undefined|null/);
      }
    });
  }

  const unanswered = [
    { label: 'a name', From: 'TELKOMSEL' },
    { label: 'a short code', From: '3636' },
    { label: 'seven digits', From: '+6281234' },
    { label: 'our own number', From: sms },
  ];
  for (const { label, From } of unanswered) {
    it(`never answers ${label}`, async () => {
      const { status } = await service.say({ Body: 'MENU', From });
      expect(status).to.equal(200);
      expect(service.fake.requests).to.have.length(0);
    });
  }

  const malformed = [
    { label: 'no sender', pairs: inboundSms().filter(([name]) => name !== 'From'), expected: 400 },
    {
      label: 'no key',
      pairs: inboundSms().filter(([name]) => name !== 'MessageSid'),
      expected: 400,
    },
    { label: 'too much', pairs: inboundSms({ Body: 'x'.repeat(70_000) }), expected: 413 },
  ];
  for (const { label, pairs, expected } of malformed) {
    it(`answers ${expected} to ${label} and writes nothing`, async () => {
      const before = await countRows(store);
      expect((await service.deliver(pairs)).status).to.equal(expected);
      expect(await countRows(store)).to.deep.equal(before);
    });
  }

  it('moves the status only forward', async () => {
    await service.say({ Body: 'MENU' });
    const { fake } = service;
    const seen: (string | undefined)[] = [await statusOf(store)];
    for (const status of ['queued', 'delivered', 'sent', 'failed', 'nonsense', 'delivered']) {
      const response = await service.deliver(
        report(fake, status, { ErrorCode: '30008' }),
        statusPath,
      );
      expect(response.status).to.equal(200);
      seen.push(await statusOf(store));
    }
    expect(seen).to.deep.equal(['sent', 'sent', ...Array<string>(5).fill('delivered')]);
  });

  it('takes a status of a message that it does not know', async () => {
    const pairs = report(service.fake, 'delivered', { MessageSid: 'SMunknown' });
    expect((await service.deliver(pairs, statusPath)).status).to.equal(200);
  });

  const lost = [
    { label: 'was taken though the connection broke', when: 'after' },
    { label: 'was not taken before the connection broke', when: 'before' },
  ] as const;
  for (const { label, when } of lost) {
    it(`sends once what ${label}`, async () => {
      service.fake.fail({ cut: 'reset', when });
      await service.say({ Body: 'MENU' });
      expect(await statusOf(store)).to.equal('unknown');
      await store.sql('outbound_messages').update({ next_at: 0 });
      await service.gateway.drain();
      expect(await statusOf(store)).to.equal('sent');
      expect(service.fake.messages).to.have.length(1);
    });
  }

  it('does not take an older equal reply for the one whose end is unknown', async () => {
    await service.say({ Body: 'MENU' });
    service.fake.fail({ cut: 'reset', when: 'before' });
    await service.say({ Body: 'MENU', MessageSid: 'SMsecond' });
    await store.sql('outbound_messages').where({ status: 'unknown' }).update({ next_at: 0 });
    await service.gateway.drain();
    expect(await statusOf(store)).to.equal('sent');
    expect(service.fake.messages).to.have.length(2);
  });

  const missed = [
    {
      label: 'whose webhook never came',
      fails: async () => undefined,
    },
    {
      label: 'whose webhook met a full disk',
      fails: async (sid: string) => {
        await store.sql.raw('alter table inbound_keys rename to inbound_keys_gone');
        const { status } = await service.deliver(inboundSms({ MessageSid: sid, Body: 'MENU' }));
        await store.sql.raw('alter table inbound_keys_gone rename to inbound_keys');
        expect(status).to.equal(503);
      },
    },
  ];
  for (const { label, fails } of missed) {
    it(`finds a message ${label}, and gives it one effect`, async () => {
      const sid = service.fake.writes({ from: siti, to: sms, body: 'MENU' });
      await fails(sid);
      await service.gateway.drain();
      expect(service.fake.messages).to.have.length(0);
      await service.recover();
      expect(service.fake.messages.map(({ to }) => to)).to.deep.equal([siti]);
      const late = await service.say({ MessageSid: sid, Body: 'MENU' });
      service.pass(300_000);
      await service.recover();
      expect(late).to.deep.equal({ status: 200, replies: [] });
      expect(await countRows(store)).to.include({ inbound_keys: 1, outbound_messages: 1 });
    });
  }

  it('reads the list at start, by itself', async () => {
    service.fake.writes({ from: siti, to: sms, body: 'MENU' });
    await service.gateway.start();
    const answer = await until(() => service.fake.messages[0]);
    await service.gateway.stop();
    expect(answer.to).to.equal(siti);
  });

  it('answers a message once that is found while its webhook comes', async () => {
    const sid = service.fake.writes({ from: siti, to: sms, body: 'MENU' });
    const webhook = (): Promise<Response> =>
      service.deliver(inboundSms({ MessageSid: sid, Body: 'MENU' }));
    await Promise.all([service.recover(), webhook(), service.recover(), webhook()]);
    await service.gateway.drain();
    expect(service.fake.messages).to.have.length(1);
  });

  it('answers who pressed a button on WhatsApp as if it was typed', async () => {
    const pressed = { From: `whatsapp:${siti}`, To: whatsapp, WaId: '6281234567890' };
    const { replies } = await service.say({
      ...pressed,
      Body: 'Daftar AK1',
      ButtonPayload: 'DAFTAR',
    });
    expect(replies[0]?.body).to.contain('NIK');
  });
});
