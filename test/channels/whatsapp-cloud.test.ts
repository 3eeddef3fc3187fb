import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import * as fc from 'fast-check';
import { openChannels } from '../../src/channels/index.ts';
import type { Channel } from '../../src/channels/channel.ts';
import { RejectedRequest, SendError } from '../../src/core/errors.ts';
import {
  describeChannel,
  parseBy,
  rejectionOf,
  sendErrorOf,
  webhookRequest,
} from '../helpers/channel-cases.ts';
import {
  appSecret,
  cloudFailure,
  cloudSignature,
  cloudToken,
  notice,
  noticeValue,
  openFakeCloud,
  personWrites,
  phoneId,
  signedNotice,
  template,
  verifyToken,
} from '../helpers/fake-cloud.ts';
import { fetchOnly, patience } from '../helpers/fake-provider.ts';

const publicUrl = 'https://gw.example.go.id';
const path = '/webhooks/whatsapp';
const now = new Date('2026-11-22T01:00:00Z');
const siti = '+6281234567890';
const key = 'wamid.HBgNNjI4MTIzNDU2Nzg5MBUCABIYFjNFQjBDMQA=';
const inside = { account: 'whatsapp', lastInboundAt: now.getTime() - 60_000 };

async function open(
  more: Readonly<Record<string, string>> = {},
  timeout: number = patience.answered,
) {
  const provider = await openFakeCloud(() => now);
  const [channel] = await openChannels(
    {
      WHATSAPP_CLOUD_PHONE_ID: phoneId,
      WHATSAPP_CLOUD_TOKEN: cloudToken,
      WHATSAPP_CLOUD_APP_SECRET: appSecret,
      WHATSAPP_CLOUD_VERIFY_TOKEN: verifyToken,
      WHATSAPP_CLOUD_API_URL: `${provider.url}/`,
      ...more,
    },
    { publicUrl, fetch: fetchOnly(provider.host), timeout, clock: () => now },
  );
  if (!channel?.find || !channel.check || !channel.fetchMedia)
    throw new Error('the channel is off');
  provider.wrote(siti);
  return { channel, provider };
}

const posted = (body: string | Buffer) => webhookRequest(path, body, signedNotice(body));
const told = (...messages: readonly unknown[]) =>
  posted(notice(noticeValue({ contacts: [{ wa_id: '6281234567890' }], messages })));
const reported = (...statuses: readonly unknown[]) => posted(notice(noticeValue({ statuses })));

const event = {
  kind: 'message',
  key,
  account: 'whatsapp',
  from: siti,
  phone: siti,
  text: 'DAFTAR',
  at: '2026-11-22T01:00:00.000Z',
} as const;
const status = (changes: object = {}) => ({
  id: 'wamid.1',
  status: 'delivered',
  timestamp: '1795309200',
  recipient_id: '6281234567890',
  ...changes,
});
const report = { kind: 'report', account: 'whatsapp', providerId: 'wamid.1' } as const;
const daftar = personWrites(siti, 'DAFTAR');

describeChannel({
  name: 'whatsapp-cloud',
  open: (timeout) => open({}, timeout),
  secrets: [cloudToken, appSecret, verifyToken, cloudSignature(notice(noticeValue({})))],
  receive: {
    valid: { request: told(daftar), events: [event] },
    'empty text': {
      request: told({ ...daftar, text: { body: '' } }),
      events: [{ ...event, text: '' }],
    },
    'missing sender': {
      request: told({ ...daftar, from: undefined }, daftar),
      events: [{ kind: 'health', account: 'whatsapp', code: 'sender-missing' }, event],
    },
    'missing signature': {
      request: webhookRequest(path, told(daftar).rawBody),
      rejected: 401,
    },
    'bad signature': {
      request: webhookRequest(path, told(personWrites(siti, 'LOWONGAN')).rawBody, {
        'x-hub-signature-256': cloudSignature(told(daftar).rawBody),
      }),
      rejected: 403,
    },
    malformed: { request: posted('{"object":"page","entry":[]}'), rejected: 400 },
    repeated: { request: [told(daftar), told(daftar)], events: [event, event] },
    'out of order': {
      request: [
        reported(status({ status: 'read' })),
        told(daftar),
        reported(status({ status: 'sent' })),
      ],
      events: [{ ...report, status: 'read' }, event, { ...report, status: 'sent' }],
    },
    'delivery report': {
      request: reported(
        status({ status: 'failed', errors: [{ code: 131026, title: 'Message undeliverable' }] }),
      ),
      events: [{ ...report, status: 'failed', code: '131026' }],
    },
    'unknown status': { request: reported(status({ status: 'warning' })), events: [] },
  },
  send: {
    accepted: {
      message: inside,
      receipt: { providerId: `wamid.${'1'.padStart(24, '0')}` },
      sees: ({ method, path: at, body, headers }) => {
        expect(`${method} ${at}`).to.equal(`POST /v25.0/${phoneId}/messages`);
        expect(headers['authorization']).to.equal(`Bearer ${cloudToken}`);
        expect(JSON.parse(body)).to.deep.equal({
          messaging_product: 'whatsapp',
          recipient_type: 'individual',
          to: siti,
          type: 'text',
          text: { preview_url: false, body: 'NIK harus 16 angka. Ketik lagi.' },
          biz_opaque_callback_data: 'b7c1f6a2-0d5e-4a5e-9a55-2f6f3c6f7a01',
        });
      },
    },
    'non-GSM text': {
      message: { ...inside, text: 'Sugeng enjing 😀 "ꦱ"\n& = + %41' },
      receipt: { providerId: `wamid.${'1'.padStart(24, '0')}` },
      sees: ({ body }) =>
        expect(JSON.parse(body)).to.have.nested.property(
          'text.body',
          'Sugeng enjing 😀 "ꦱ"\n& = + %41',
        ),
    },
    'over-long': {
      message: { ...inside, text: 'a'.repeat(4097) },
      error: { code: 'refused', retryable: false },
      sees: () => undefined,
    },
    throttled: {
      message: inside,
      fault: cloudFailure(429, 130429, { 'retry-after': '7' }),
      error: { code: 'throttled', retryable: true, retryAfter: 7000 },
      sees: () => undefined,
    },
    broken: {
      message: inside,
      fault: cloudFailure(500, 131000),
      error: { code: 'provider-down', retryable: true },
      sees: () => undefined,
    },
    refused: {
      message: inside,
      fault: cloudFailure(400, 131026),
      error: { code: 'bad-address', retryable: false },
      sees: () => undefined,
    },
    unreachable: {
      message: inside,
      fault: 'gone',
      error: { code: 'unreachable', retryable: true },
    },
    hangs: {
      message: inside,
      fault: { cut: 'hang', when: 'after' },
      error: { code: 'unknown-outcome', retryable: true },
      sees: () => undefined,
    },
    'cut off': {
      message: inside,
      fault: { cut: 'reset', when: 'after' },
      error: { code: 'unknown-outcome', retryable: true },
      sees: () => undefined,
    },
    'HTML answer': {
      message: inside,
      fault: { status: 200, type: 'text/html', body: '<html>Masuk</html>' },
      error: { code: 'unknown-outcome', retryable: true },
      sees: () => undefined,
    },
  },
});

const asked = (query: Readonly<Record<string, string>>) => ({
  ...webhookRequest(`${path}?${new URLSearchParams(query).toString()}`, ''),
  method: 'GET',
});

describe('whatsapp-cloud verification', () => {
  let channel: Channel;
  before(async () => {
    const opened = await open();
    channel = opened.channel;
    await opened.provider.close();
  });

  const right = {
    'hub.mode': 'subscribe',
    'hub.verify_token': verifyToken,
    'hub.challenge': '1158201444',
  };

  it('gives the challenge back as plain text', () => {
    const { events, reply } = parseBy(channel, asked(right));
    expect(events).to.deep.equal([]);
    expect(reply).to.deep.equal({
      status: 200,
      type: 'text/plain; charset=utf-8',
      body: '1158201444',
    });
  });

  const wrong = [
    { label: 'a wrong word', query: { ...right, 'hub.verify_token': 'lain' }, rejected: 403 },
    { label: 'no word', query: { ...right, 'hub.verify_token': '' }, rejected: 403 },
    { label: 'another mode', query: { ...right, 'hub.mode': 'unsubscribe' }, rejected: 400 },
    { label: 'no challenge', query: { ...right, 'hub.challenge': '' }, rejected: 400 },
    { label: 'a line in it', query: { ...right, 'hub.challenge': '1\r\nx' }, rejected: 400 },
    { label: 'nothing', query: {}, rejected: 400 },
  ];
  for (const { label, query, rejected } of wrong) {
    it(`answers ${rejected} to ${label}`, () => {
      expect(rejectionOf(() => parseBy(channel, asked(query))).status).to.equal(rejected);
    });
  }
});

const bsuid = 'ID.4566546130240823';
const context = { context: { from: '6281100000000', id: 'wamid.9' } };
const typed = (type: string, content: unknown, changes: object = {}) =>
  personWrites(siti, '', { type, text: undefined, [type]: content, ...changes });

const twoMessages = (id: string) =>
  noticeValue({
    messages: [personWrites(siti, 'MENU', { id }), personWrites(siti, 'YA', { id: `${id}b` })],
  });

describe('whatsapp-cloud messages', () => {
  let channel: Channel;
  before(async () => {
    const opened = await open();
    channel = opened.channel;
    await opened.provider.close();
  });
  const eventsOf = (...messages: readonly unknown[]) => parseBy(channel, told(...messages)).events;

  const kinds = [
    {
      label: 'a pressed button',
      message: typed(
        'interactive',
        { type: 'button_reply', button_reply: { id: 'YA', title: 'Ya, benar' } },
        context,
      ),
      expected: { text: 'YA', pressedOn: 'wamid.9' },
    },
    {
      label: 'a row of a list',
      message: typed(
        'interactive',
        { type: 'list_reply', list_reply: { id: '2', title: 'Penjahit', description: 'Tempeh' } },
        context,
      ),
      expected: { text: '2', pressedOn: 'wamid.9' },
    },
    {
      label: "a template's button",
      message: typed('button', { payload: 'MENU', text: 'Lihat menu' }, context),
      expected: { text: 'MENU', pressedOn: 'wamid.9' },
    },
    {
      label: 'an answer that quotes a message',
      message: personWrites(siti, 'YA', context),
      expected: { text: 'YA' },
    },
    {
      label: 'a picture',
      message: typed('image', {
        caption: 'KTP saya',
        mime_type: 'image/jpeg',
        sha256: 'x',
        id: '1003383421387256',
      }),
      expected: { text: 'KTP saya', media: [{ kind: 'photo', ref: '1003383421387256' }] },
    },
    {
      label: 'a document',
      message: typed('document', {
        filename: 'ijazah.pdf',
        id: '77',
        mime_type: 'application/pdf',
      }),
      expected: { text: '', media: [{ kind: 'document', ref: '77', name: 'ijazah.pdf' }] },
    },
    {
      label: 'a voice',
      message: typed('audio', { id: '78', voice: true, mime_type: 'audio/ogg; codecs=opus' }),
      expected: { text: '', media: [{ kind: 'voice', ref: '78' }] },
    },
    {
      label: 'a video',
      message: typed('video', { id: '79', caption: 'lihat' }),
      expected: { text: 'lihat', media: [{ kind: 'video', ref: '79' }] },
    },
    {
      label: 'a place',
      message: typed('location', { latitude: -8.1335, longitude: 113.2248, name: 'Alun-alun' }),
      expected: { text: 'Alun-alun, -8.1335, 113.2248' },
    },
    {
      label: 'a shared card',
      message: typed('contacts', [
        { name: { formatted_name: 'Pak Kades' }, phones: [{ phone: '+62 812-1111-2222' }] },
      ]),
      expected: { text: 'Pak Kades, +62 812-1111-2222' },
    },
    { label: 'a sticker', message: typed('sticker', { id: '80' }), expected: { text: '' } },
    {
      label: 'what WhatsApp does not support',
      message: typed('unsupported', undefined, { errors: [{ code: 131051 }] }),
      expected: { text: '' },
    },
    { label: 'a kind of tomorrow', message: typed('hologram', { x: 1 }), expected: { text: '' } },
    {
      label: 'a broken part',
      message: personWrites(siti, 'MENU', { context: 7, image: 'x', timestamp: {} }),
      expected: { text: 'MENU', at: undefined },
    },
  ];
  for (const { label, message, expected } of kinds) {
    it(`takes ${label}`, () => {
      const wanted = { ...event, ...expected };
      const present = Object.entries(wanted).filter(([, value]) => value !== undefined);
      expect(eventsOf(message)).to.deep.equal([Object.fromEntries(present)]);
    });
  }

  const silent = [
    {
      label: 'a reaction',
      message: typed('reaction', { message_id: 'wamid.9', emoji: '👍' }),
    },
    {
      label: 'a changed number',
      message: typed('system', { wa_id: '6281234567891', type: 'user_changed_number' }),
    },
    { label: 'a chat opened', message: typed('request_welcome', undefined) },
    { label: 'a group', message: personWrites(siti, 'halo', { group_id: 'g-1' }) },
  ];
  for (const { label, message } of silent) {
    it(`says nothing to ${label}`, () => {
      expect(eventsOf(message)).to.deep.equal([]);
    });
  }

  const senders = [
    {
      label: 'a number and a user id',
      contacts: [{ wa_id: '6281234567890', user_id: bsuid }],
      sender: { from: '6281234567890', from_user_id: bsuid },
      expected: { from: siti, phone: siti, aliases: [bsuid] },
    },
    {
      label: 'a user id alone',
      contacts: [{ profile: { username: 'siti' }, user_id: bsuid }],
      sender: { from: undefined, from_user_id: bsuid },
      expected: { from: bsuid },
    },
    {
      label: 'a user id whose number the contact tells',
      contacts: [{ wa_id: '6281234567890', user_id: bsuid }],
      sender: { from: undefined, from_user_id: bsuid },
      expected: { from: siti, phone: siti, aliases: [bsuid] },
    },
    {
      label: "no other person's number",
      contacts: [{ wa_id: '6281234567899', user_id: 'ID.1' }],
      sender: { from: undefined, from_user_id: bsuid },
      expected: { from: bsuid },
    },
    {
      label: 'a foreign number',
      contacts: [],
      sender: { from: '60123456789' },
      expected: { from: '+60123456789', phone: '+60123456789' },
    },
  ];
  for (const { label, contacts, sender, expected } of senders) {
    it(`knows a person by ${label}`, () => {
      const messages = [personWrites(siti, 'DAFTAR', sender)];
      const { events } = parseBy(channel, posted(notice(noticeValue({ contacts, messages }))));
      const { from, phone, ...rest } = event;
      expect(from).to.equal(phone);
      expect(events).to.deep.equal([{ ...rest, ...expected }]);
    });
  }

  it('takes every message of every change of every entry', () => {
    const first = JSON.parse(notice(twoMessages('a'), twoMessages('c'))) as { entry: unknown[] };
    const second = JSON.parse(notice(twoMessages('e'))) as { entry: unknown[] };
    const body = JSON.stringify({ ...first, entry: [...first.entry, ...second.entry] });
    const { events } = parseBy(channel, posted(body));
    const keys = events.map((one) => (one.kind === 'message' ? one.key : one.kind));
    expect(keys).to.deep.equal(['a', 'ab', 'c', 'cb', 'e', 'eb']);
  });

  it('loses one broken message of a hundred, and says so', () => {
    const messages = Array.from({ length: 100 }, (_, n) =>
      n === 49 ? { type: 'text' } : personWrites(siti, 'MENU', { id: `m-${n}` }),
    );
    const events = eventsOf(...messages);
    expect(events.filter(({ kind }) => kind === 'message')).to.have.length(99);
    expect(events[49]).to.deep.equal({
      kind: 'health',
      account: 'whatsapp',
      code: 'message-unreadable',
    });
  });

  it('hears nothing of another number of the same app', () => {
    const value = noticeValue({ messages: [daftar] }, '999999999999999');
    expect(parseBy(channel, posted(notice(value))).events).to.deep.equal([]);
  });

  it('tells what Meta reports of the number', () => {
    const value = noticeValue({ errors: [{ code: 131031, title: 'locked' }] });
    expect(parseBy(channel, posted(notice(value))).events).to.deep.equal([
      { kind: 'health', account: 'whatsapp', code: '131031' },
    ]);
  });

  it('tells the same trouble of a whole batch once', () => {
    const messages = [0, {}, null, personWrites(siti, 'MENU'), 'x'];
    const { events } = parseBy(channel, posted(notice(noticeValue({ messages }))));
    expect(events.map((one) => ('code' in one ? one.code : one.kind))).to.deep.equal([
      'message-unreadable',
      'message',
    ]);
  });

  const tooMuch = [
    {
      label: 'more updates than Meta ever puts into a batch',
      body: notice(noticeValue({ messages: Array.from({ length: 10_001 }, () => 0) })),
      status: 413,
    },
    { label: 'brackets without end', body: '['.repeat(3 * 1024 * 1024), status: 400 },
    {
      label: 'a megabyte in quotes and then brackets',
      body: `{"a":"${'['.repeat(1e6)}"`,
      status: 400,
    },
  ];
  for (const { label, body, status: answered } of tooMuch) {
    it(`answers ${answered} to ${label}`, () => {
      expect(rejectionOf(() => parseBy(channel, posted(body))).status).to.equal(answered);
    });
  }

  it('reads a text of nothing but brackets', () => {
    const text = '[{'.repeat(2_000);
    const body = notice(noticeValue({ messages: [personWrites(siti, text)] }));
    expect(parseBy(channel, posted(body)).events[0]).to.include({ text });
  });

  it('keeps no error code that is no word', () => {
    const value = {
      statuses: [{ id: 'wamid.1', status: 'failed', errors: [{ code: 'a\u0000b' }] }],
    };
    expect(parseBy(channel, posted(notice(noticeValue(value)))).events).to.deep.equal([
      { kind: 'report', account: 'whatsapp', providerId: 'wamid.1', status: 'failed' },
    ]);
  });

  it('proves the bytes, not what they mean', () => {
    const escaped = notice(noticeValue({ messages: [personWrites(siti, 'é 😀')] }));
    const other = escaped.replace('é', '\\u00e9');
    expect(JSON.parse(other)).to.deep.equal(JSON.parse(escaped));
    const request = webhookRequest(path, other, signedNotice(escaped));
    expect(rejectionOf(() => parseBy(channel, request)).status).to.equal(403);
    expect(parseBy(channel, posted(other)).events[0]).to.include({ text: 'é 😀' });
  });

  it('accepts none of 1,000 changed requests', () => {
    const body = told(daftar).rawBody;
    const signature = cloudSignature(body);
    const bodies = fc
      .tuple(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }))
      .map(([at, by]) => {
        const changed = Buffer.from(body);
        changed[at] = (changed[at] ?? 0) ^ by;
        return webhookRequest(path, changed, { 'x-hub-signature-256': signature });
      });
    const signatures = fc
      .string({ minLength: 1, unit: 'binary' })
      .filter((other) => other !== signature)
      .map((other) => webhookRequest(path, body, { 'x-hub-signature-256': other }));
    fc.assert(
      fc.property(fc.oneof(bodies, signatures), (request) => {
        expect(() => parseBy(channel, request))
          .to.throw(RejectedRequest)
          .with.property('status', 403);
      }),
      { numRuns: 1000 },
    );
  });

  it('throws nothing but a rejection, whatever is signed', () => {
    const values = fc.record(
      {
        metadata: fc.constant({ phone_number_id: phoneId }),
        messages: fc.jsonValue(),
        statuses: fc.jsonValue(),
        contacts: fc.jsonValue(),
        errors: fc.jsonValue(),
      },
      { requiredKeys: ['metadata'] },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.string({ unit: 'binary' }),
          values.map((value) => notice(value)),
          fc.array(fc.object()).map((messages) => notice(noticeValue({ messages }))),
        ),
        (body) => {
          try {
            parseBy(channel, posted(body));
          } catch (error) {
            expect(error).to.be.instanceOf(RejectedRequest);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('whatsapp-cloud status', () => {
  const cases = [
    { says: 'sent', status: 'sent' },
    { says: 'delivered', status: 'delivered' },
    { says: 'read', status: 'read' },
    { says: 'failed', status: 'failed' },
    { says: 'deleted', status: undefined },
    { says: 'constructor', status: undefined },
    { says: '', status: undefined },
  ];
  for (const { says, status: expected } of cases) {
    it(`${says || '(empty)'} is ${expected ?? 'no event'}`, async () => {
      const { channel, provider } = await open();
      await provider.close();
      const { events } = parseBy(channel, reported(status({ status: says })));
      expect(events).to.deep.equal(expected ? [{ ...report, status: expected }] : []);
    });
  }
});

const reply = { id: 'o-1', to: siti, text: 'Halo', ...inside };
const choice = (text: string, label: string) => ({ text, label });

describe('whatsapp-cloud send', () => {
  const shapes = [
    {
      label: 'three short choices as buttons',
      message: {
        choices: [choice('YA', 'Ya'), choice('TIDAK', 'Tidak'), choice('BATAL', 'Batal')],
      },
      type: 'button',
    },
    {
      label: 'four choices as a list',
      message: { choices: ['1', '2', '3', '4'].map((n) => choice(n, `Lowongan ${n}`)) },
      type: 'list',
    },
    {
      label: 'a long label as a list',
      message: { choices: [choice('1', 'Operator jahit, Pasirian'), choice('2', 'Sopir')] },
      type: 'list',
    },
    {
      label: 'two equal labels as a list',
      message: { choices: [choice('1', 'Penjahit'), choice('2', 'Penjahit')] },
      type: 'list',
    },
    {
      label: 'eleven choices as text',
      message: { choices: Array.from({ length: 11 }, (_, n) => choice(`${n}`, `L ${n}`)) },
      type: undefined,
    },
    {
      label: 'a text of 1,025 characters as text',
      message: { text: 'a'.repeat(1025), choices: [choice('YA', 'Ya')] },
      type: undefined,
    },
    {
      label: 'choices that cannot be told apart as text',
      message: { choices: [choice('YA', 'Ya'), choice('YA', 'Benar')] },
      type: undefined,
    },
    { label: 'no choices as text', message: { choices: [] }, type: undefined },
  ];
  for (const { label, message, type } of shapes) {
    it(`sends ${label}`, async () => {
      const { channel, provider } = await open();
      await channel.send({ ...reply, ...message });
      await provider.close();
      expect(provider.messages[0]?.request.interactive?.type).to.equal(type);
      expect(provider.messages[0]?.text).to.equal({ ...reply, ...message }.text);
    });
  }

  it('tells a label that is too long for its title below it', async () => {
    const { channel, provider } = await open();
    const label = 'Operator jahit, Pasirian, Rp2,4 jt, PT Contoh Sejahtera Bersama Nusantara Abadi';
    await channel.send({ ...reply, choices: [choice('1', label), choice('2', 'Sopir')] });
    await provider.close();
    const rows = provider.messages[0]?.request.interactive?.action.sections?.[0]?.rows;
    expect(rows).to.deep.equal([
      {
        id: '1',
        title: 'Operator jahit...',
        description: 'Operator jahit, Pasirian, Rp2,4 jt, PT Contoh Sejahtera Bersama...',
      },
      { id: '2', title: 'Sopir' },
    ]);
  });

  it('sends whatever choices so that Meta takes them', async () => {
    const { channel, provider } = await open();
    const texts = fc.string({ unit: 'binary', maxLength: 300 });
    const choices = fc.array(
      fc.record({ text: texts.filter((t) => t.trim() !== ''), label: texts }),
      { maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(choices, fc.integer({ min: 1, max: 1100 }), async (some, length) => {
        await channel.send({ ...reply, text: 'a'.repeat(length), choices: some });
      }),
      { numRuns: 200 },
    );
    await provider.close();
    expect(provider.messages.length).to.be.greaterThan(150);
  });

  it('writes to a user id in its own field', async () => {
    const { channel, provider } = await open();
    provider.wrote(bsuid);
    await channel.send({ ...reply, to: bsuid });
    await provider.close();
    expect(provider.messages[0]).to.include({ to: bsuid, delivered: true });
    expect(provider.messages[0]?.request).to.include({ recipient: bsuid });
    expect(provider.messages[0]?.request).not.to.have.property('to');
  });

  const refusals = [
    { code: 0, means: 'misconfigured', retryable: true },
    { code: 1, means: 'provider-down', retryable: true },
    { code: 4, means: 'throttled', retryable: true },
    { code: 10, means: 'misconfigured', retryable: true },
    { code: 100, means: 'refused', retryable: false },
    { code: 190, means: 'misconfigured', retryable: true },
    { code: 200, means: 'misconfigured', retryable: true },
    { code: 299, means: 'misconfigured', retryable: true },
    { code: 368, means: 'misconfigured', retryable: true },
    { code: 80007, means: 'throttled', retryable: true },
    { code: 130429, means: 'throttled', retryable: true },
    { code: 131009, means: 'refused', retryable: false },
    { code: 131021, means: 'bad-address', retryable: false },
    { code: 131026, means: 'bad-address', retryable: false },
    { code: 131031, means: 'misconfigured', retryable: true },
    { code: 131042, means: 'misconfigured', retryable: true },
    { code: 131047, means: 'window-closed', retryable: false },
    { code: 131048, means: 'throttled', retryable: true, retryAfter: 3_600_000 },
    { code: 131049, means: 'refused', retryable: false },
    { code: 131050, means: 'opted-out', retryable: false },
    { code: 131051, means: 'refused', retryable: false },
    { code: 131056, means: 'throttled', retryable: true, retryAfter: 6_000 },
    { code: 132001, means: 'misconfigured', retryable: true },
    { code: 132018, means: 'refused', retryable: false },
    { code: 999999, means: 'refused', retryable: false },
  ] as const;
  for (const { code, means, retryable, ...rest } of refusals) {
    it(`tells ${code} as ${means}, by its code alone`, async () => {
      const { channel, provider } = await open();
      provider.fail(cloudFailure(400, code));
      const error = await sendErrorOf(channel.send(reply));
      await provider.close();
      expect(error).to.include({ code: means, retryable, providerCode: String(code), ...rest });
      expect(error.message).to.equal(means);
    });
  }

  const answers = [
    {
      label: 'a 502 in HTML',
      fault: { status: 502, type: 'text/html', body: '<html>' },
      code: 'provider-down',
    },
    {
      label: 'a redirect',
      fault: { status: 302, headers: { location: 'https://evil.example/' } },
      code: 'misconfigured',
    },
    {
      label: 'JSON cut short',
      fault: { status: 200, body: '{"messages":[{"id":' },
      code: 'unknown-outcome',
    },
    { label: 'no id', fault: { status: 200, body: '{"messages":[]}' }, code: 'unknown-outcome' },
    { label: 'an error that is no object', fault: { status: 400, body: '[1]' }, code: 'refused' },
  ] as const;
  for (const { label, fault, code } of answers) {
    it(`tells ${label} as ${code}`, async () => {
      const { channel, provider } = await open();
      provider.fail(fault);
      const error = await sendErrorOf(channel.send(reply));
      await provider.close();
      expect(error.code).to.equal(code);
    });
  }
});

const day = 86_400_000;
const withTemplate = {
  WHATSAPP_CLOUD_TEMPLATE: template.name,
  WHATSAPP_CLOUD_TEMPLATE_LANGUAGE: template.language,
};

describe('whatsapp-cloud window', () => {
  const moments = [
    { label: '23:59:59 after the last word', ago: day - 1_000, closed: false },
    { label: '24:00:00 after the last word', ago: day, closed: true },
    { label: '24:00:01 after the last word', ago: day + 1_000, closed: true },
  ];
  for (const { label, ago, closed } of moments) {
    it(`is ${closed ? 'closed' : 'open'} ${label}`, async () => {
      const { channel, provider } = await open();
      const sending = channel.send({ ...reply, lastInboundAt: now.getTime() - ago });
      if (closed) {
        expect(await sendErrorOf(sending)).to.include({ code: 'window-closed', retryable: false });
        expect(provider.requests).to.have.length(0);
      } else {
        expect(await sending).to.have.property('providerId');
      }
      await provider.close();
    });

    it(`takes ${closed ? 'the template' : 'a free text'} ${label}`, async () => {
      const { channel, provider } = await open(withTemplate);
      await channel.send({ ...reply, lastInboundAt: now.getTime() - ago });
      await provider.close();
      expect(provider.messages[0]?.request.type).to.equal(closed ? 'template' : 'text');
    });
  }

  it('is closed for who never wrote', async () => {
    const { channel, provider } = await open();
    const { lastInboundAt, ...unasked } = reply;
    expect(lastInboundAt).to.be.a('number');
    const error = await sendErrorOf(channel.send(unasked));
    await provider.close();
    expect(error.code).to.equal('window-closed');
  });

  const unheard = [
    { label: 'takes the template', more: withTemplate, types: ['template'] },
    { label: 'tells it', more: {}, types: [] },
  ];
  for (const { label, more, types } of unheard) {
    it(`${label} when it closed at Meta earlier than here`, async () => {
      const { channel, provider } = await open(more);
      const late = { ...reply, to: '+6281234567899' }; // whose word reached us a day late
      const code = await channel.send(late).then(
        () => undefined,
        (error: unknown) => (error instanceof SendError ? error.code : error),
      );
      await provider.close();
      expect(provider.messages.map(({ request }) => request.type)).to.deep.equal(types);
      expect(code).to.equal(types.length > 0 ? undefined : 'window-closed');
    });
  }

  it('asks Meta once when it refuses the template as well', async () => {
    const { channel, provider } = await open(withTemplate);
    provider.fail(cloudFailure(400, 131047));
    const { lastInboundAt, ...late } = reply;
    expect(lastInboundAt).to.be.a('number');
    expect((await sendErrorOf(channel.send(late))).code).to.equal('window-closed');
    await provider.close();
    expect(provider.requests).to.have.length(1);
  });

  it('takes the whole text into the template, in one line', async () => {
    const { channel, provider } = await open(withTemplate);
    const text = 'Ada 2 lowongan:\n1) Penjahit\t\tTempeh\r\n2) Sopir      Kunir \u2028ok';
    await channel.send({ ...reply, text, lastInboundAt: 0 });
    await provider.close();
    expect(provider.messages[0]?.text).to.equal(
      'Ada 2 lowongan: 1) Penjahit Tempeh 2) Sopir Kunir ok',
    );
  });
});

describe('whatsapp-cloud find', () => {
  it('knows a message again by what its report named', async () => {
    const { channel, provider } = await open();
    provider.fail({ cut: 'reset', when: 'after' });
    expect((await sendErrorOf(channel.send(reply))).code).to.equal('unknown-outcome');
    expect(await channel.find?.(reply)).to.equal(undefined);
    const [taken] = provider.messages;
    const sent = status({ id: taken?.id, status: 'sent', biz_opaque_callback_data: reply.id });
    parseBy(channel, reported(sent));
    expect(await channel.find?.(reply)).to.deep.equal({ providerId: taken?.id });
    expect(await channel.find?.({ ...reply, id: 'o-2' })).to.equal(undefined);
    await provider.close();
  });
});

describe('whatsapp-cloud memory of names', () => {
  it('keeps the latest ten thousand', async () => {
    const { channel, provider } = await open();
    await provider.close();
    const named = Array.from({ length: 10_001 }, (_, n) =>
      status({ id: `wamid.${n}`, biz_opaque_callback_data: `o-${n}` }),
    );
    parseBy(channel, reported(...named.slice(0, 5_000)));
    parseBy(channel, reported(...named.slice(5_000)));
    const find = async (id: string) => channel.find?.({ ...reply, id });
    expect(await find('o-0')).to.equal(undefined);
    expect(await find('o-1')).to.deep.equal({ providerId: 'wamid.1' });
    expect(await find('o-10000')).to.deep.equal({ providerId: 'wamid.10000' });
  });
});

describe('whatsapp-cloud files', () => {
  const bytes = Buffer.from([0xff, 0xd8, 0xff, 0x00, 0x80]);
  const fetchFrom = async (changes: Readonly<Record<string, unknown>>, limit = 100, id = '77') => {
    const { channel, provider } = await open();
    provider.keep('77', bytes, changes);
    const fetched = channel.fetchMedia?.(id, limit) ?? Promise.reject(new Error('no files'));
    const outcome = await fetched.catch((error: unknown) => error);
    await provider.close();
    return { outcome, provider };
  };

  it('fetches a file where Meta keeps it', async () => {
    const { outcome } = await fetchFrom({});
    expect(outcome).to.deep.equal(bytes);
  });

  const refused = [
    {
      label: 'larger than asked for, by its own word',
      changes: { file_size: 101 },
      limit: 100,
      says: 'too-large',
    },
    {
      label: 'larger than asked for, against its word',
      changes: { file_size: 1 },
      limit: 4,
      says: 'too-large',
    },
    {
      label: 'at a foreign address',
      changes: { url: 'https://evil.example/x' },
      limit: 100,
      says: 'foreign-address',
    },
    {
      label: 'inside our network',
      changes: { url: 'http://169.254.169.254/latest/' },
      limit: 100,
      says: 'foreign-address',
    },
    {
      label: 'at a look-alike of Meta',
      changes: { url: 'https://evilfbsbx.com/x' },
      limit: 100,
      says: 'foreign-address',
    },
    {
      label: 'at Meta without encryption',
      changes: { url: 'http://lookaside.fbsbx.com/x' },
      limit: 100,
      says: 'foreign-address',
    },
  ];
  for (const { label, changes, limit, says } of refused) {
    it(`refuses a file ${label}`, async () => {
      const { outcome, provider } = await fetchFrom(changes, limit);
      expect(outcome).to.include({ code: 'refused', retryable: false, providerCode: says });
      expect(provider.requests.every(({ headers }) => headers['host'] === provider.host)).to.equal(
        true,
      );
    });
  }

  it('says that a file is gone', async () => {
    const { outcome } = await fetchFrom({}, 100, '78');
    expect(outcome).to.include({ code: 'refused', retryable: false });
  });

  it('asks for no other thing than a file', async () => {
    const { outcome, provider } = await fetchFrom({}, 100, `../${phoneId}?x=`);
    expect(outcome).to.include({ code: 'refused' });
    expect(provider.requests[0]?.path).to.equal(`/v25.0/..%2F${phoneId}%3Fx%3D`);
  });
});

describe('whatsapp-cloud check', () => {
  const states = [
    { label: 'connected', state: {}, health: { state: 'up', code: null } },
    {
      label: 'complained of',
      state: { quality_rating: 'RED' },
      health: { state: 'up', code: 'quality-red' },
    },
    { label: 'flagged', state: { status: 'FLAGGED' }, health: { state: 'down', code: 'flagged' } },
  ];
  for (const { label, state, health } of states) {
    it(`tells that the number is ${label}`, async () => {
      const { channel, provider } = await open();
      Object.assign(provider.state, state);
      const heard = await channel.check?.();
      await provider.close();
      expect(heard).to.deep.equal([{ account: 'whatsapp', ...health }]);
    });
  }

  it('tells an expired token as a matter of the operator', async () => {
    const { channel, provider } = await open({ WHATSAPP_CLOUD_TOKEN: 'lama' });
    const error = await sendErrorOf(channel.check?.() ?? Promise.resolve());
    await provider.close();
    expect(error).to.include({ code: 'misconfigured', providerCode: '190' });
  });
});

describe('docs/panduan-whatsapp-resmi.md', () => {
  const guide = readFileSync(
    new URL('../../../docs/panduan-whatsapp-resmi.md', import.meta.url),
    'utf8',
  );
  const settings = Object.fromEntries(
    [...guide.matchAll(/^([A-Z_]+)=(\S+)$/gm)].map(([, name, value]) => [name, value]),
  );

  it('sets up a channel that answers the question it lets Meta ask', async () => {
    const [channel] = await openChannels(settings, { publicUrl: settings['PUBLIC_URL'] ?? '' });
    const [, address = ''] = /curl "(\S+)"/.exec(guide) ?? [];
    const url = new URL(address);
    const request = { ...webhookRequest(url.pathname + url.search, ''), method: 'GET' };
    expect(url.origin).to.equal(settings['PUBLIC_URL']);
    expect(channel?.webhooks[0]?.parse(request).reply).to.include({ status: 200, body: '123' });
  });

  it('signs as Meta does', () => {
    const [, body = ''] = /^isi='(.*)'$/m.exec(guide) ?? [];
    const secret = settings['WHATSAPP_CLOUD_APP_SECRET'] ?? '';
    expect(guide).to.include(`# ${cloudSignature(body, secret).slice('sha256='.length)}\n`);
  });
});
