import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { openChannels } from '../../../src/channels/index.ts';
import type { Channel } from '../../../src/channels/channel.ts';
import {
  describeChannel,
  parseBy,
  sendErrorOf,
  webhookRequest,
} from '../../helpers/channel-cases.ts';
import { fetchOnly, patience } from '../../helpers/fake-provider.ts';
import {
  accountSid,
  authToken,
  contentSid,
  inboundSms,
  openFakeTwilio,
  signedWebhook,
  twilioError,
  type Pairs,
} from '../../helpers/fake-twilio.ts';

const publicUrl = 'https://gw.example.go.id';
const now = new Date('2026-11-22T01:00:00Z');
const ours = 'whatsapp:+14155238886';
const siti = '+6281234567890';
const bsuid = 'ID.4566546130240823';
const statusPath = '/webhooks/twilio/status';
const inside = { lastInboundAt: now.getTime() - 60_000 };

/** Twilio with a WhatsApp sender and no other. */
async function open(
  more: Readonly<Record<string, string>> = {},
  timeout: number = patience.answered,
) {
  const provider = await openFakeTwilio(() => now);
  const [channel] = await openChannels(
    {
      TWILIO_ACCOUNT_SID: accountSid,
      TWILIO_AUTH_TOKEN: authToken,
      TWILIO_WHATSAPP_FROM: ours,
      TWILIO_API_URL: provider.url,
      ...more,
    },
    { publicUrl, fetch: fetchOnly(provider.host), timeout, clock: () => now },
  );
  if (!channel?.fetchMedia) throw new Error('the channel is off');
  return { channel, provider, fetchMedia: channel.fetchMedia.bind(channel) };
}

function posted(pairs: Pairs, path = '/webhooks/twilio') {
  const { body, headers } = signedWebhook(publicUrl, path, pairs);
  return webhookRequest(path, body, headers);
}

/** A WhatsApp message as Twilio tells it. */
const written = (changes: Readonly<Record<string, string>> = {}): Pairs =>
  inboundSms({
    From: `whatsapp:${siti}`,
    To: ours,
    ProfileName: 'Siti',
    WaId: '6281234567890',
    MessageType: 'text',
    ChannelMetadata: '{"type":"whatsapp","data":{"context":{"ProfileName":"Siti"}}}',
    ...changes,
  });
const told = (changes: Readonly<Record<string, string>>): Pairs =>
  Object.entries({
    MessageSid: 'SM7',
    AccountSid: accountSid,
    From: ours,
    To: `whatsapp:${siti}`,
    ...changes,
  });

const event = {
  kind: 'message',
  account: 'whatsapp',
  key: `SM${'a1'.repeat(16)}`,
  from: siti,
  phone: siti,
  text: 'DAFTAR',
} as const;
const report = { kind: 'report', account: 'whatsapp', providerId: 'SM7' } as const;
const firstSid = `SM${'1'.padStart(32, '0')}`;
const signature = signedWebhook(publicUrl, '/webhooks/twilio', written()).headers;

describeChannel({
  name: 'twilio (WhatsApp)',
  open: (timeout) => open({}, timeout),
  secrets: [authToken, Buffer.from(`${accountSid}:${authToken}`).toString('base64')],
  receive: {
    valid: { request: posted(written()), events: [event] },
    'empty text': {
      request: posted(written({ Body: '', MessageType: 'sticker' })),
      events: [{ ...event, text: '' }],
    },
    'missing sender': { request: posted(written({ From: '' })), rejected: 400 },
    'missing signature': {
      request: webhookRequest('/webhooks/twilio', posted(written()).rawBody),
      rejected: 401,
    },
    'bad signature': {
      request: webhookRequest(
        '/webhooks/twilio',
        posted(written({ Body: 'LOWONGAN' })).rawBody,
        signature,
      ),
      rejected: 403,
    },
    malformed: { request: posted(written({ MessageSid: '' })), rejected: 400 },
    repeated: { request: [posted(written()), posted(written())], events: [event, event] },
    'out of order': {
      request: [
        posted(told({ MessageStatus: 'read' }), statusPath),
        posted(written()),
        posted(told({ MessageStatus: 'sent' }), statusPath),
      ],
      events: [{ ...report, status: 'read' }, event, { ...report, status: 'sent' }],
    },
    'delivery report': {
      request: posted(told({ MessageStatus: 'failed', ErrorCode: '63016' }), statusPath),
      events: [{ ...report, status: 'failed', code: '63016' }],
    },
    'unknown status': {
      request: posted(told({ MessageStatus: 'pondering' }), statusPath),
      events: [],
    },
  },
  send: {
    accepted: {
      message: inside,
      receipt: { providerId: firstSid },
      sees: ({ body }) =>
        expect(Object.fromEntries(new URLSearchParams(body))).to.deep.equal({
          To: `whatsapp:${siti}`,
          From: ours,
          Body: 'NIK harus 16 angka. Ketik lagi.',
          StatusCallback: 'https://gw.example.go.id/webhooks/twilio/status',
        }),
    },
    'non-GSM text': {
      message: { ...inside, text: 'Sugeng enjing 😀\n& = + %41' },
      receipt: { providerId: firstSid },
      sees: ({ body }) =>
        expect(new URLSearchParams(body).get('Body')).to.equal('Sugeng enjing 😀\n& = + %41'),
    },
    'over-long': {
      message: { ...inside, text: 'a'.repeat(1601) },
      error: { code: 'refused', retryable: false },
      sees: () => undefined,
    },
    throttled: {
      message: inside,
      fault: twilioError(429, 63018, { 'retry-after': '7' }),
      error: { code: 'throttled', retryable: true, retryAfter: 7000 },
      sees: () => undefined,
    },
    broken: {
      message: inside,
      fault: twilioError(500, 63010),
      error: { code: 'provider-down', retryable: true },
      sees: () => undefined,
    },
    refused: {
      message: inside,
      fault: twilioError(400, 63024),
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

const mediaPath = `/2010-04-01/Accounts/${accountSid}/Messages/MM1/Media/ME1`;
const mediaUrl = `https://api.twilio.com${mediaPath}`;

describe('twilio WhatsApp messages', () => {
  let channel: Channel;
  before(async () => {
    const opened = await open();
    channel = opened.channel;
    await opened.provider.close();
  });

  const kinds = [
    {
      label: 'a pressed button by its payload',
      changes: {
        Body: 'Ya, benar',
        ButtonText: 'Ya, benar',
        ButtonPayload: 'YA',
        OriginalRepliedMessageSid: 'SM9',
      },
      expected: { text: 'YA', pressedOn: 'SM9' },
    },
    {
      label: 'a row of a list by its id',
      changes: {
        Body: 'Penjahit',
        ListId: '2',
        ListTitle: 'Penjahit',
        OriginalRepliedMessageSid: 'SM9',
      },
      expected: { text: '2', pressedOn: 'SM9' },
    },
    {
      label: 'a press on what is no name of a message',
      changes: { Body: 'YA', ButtonPayload: 'YA', OriginalRepliedMessageSid: 'SM9\u0000' },
      expected: { text: 'YA' },
    },
    {
      label: 'an answer that quotes a message',
      changes: { Body: 'YA', OriginalRepliedMessageSid: 'SM9' },
      expected: { text: 'YA' },
    },
    {
      label: 'a picture with words',
      changes: {
        Body: 'KTP saya',
        NumMedia: '1',
        MediaUrl0: mediaUrl,
        MediaContentType0: 'image/jpeg',
      },
      expected: { text: 'KTP saya', media: [{ kind: 'photo', ref: mediaPath }] },
    },
    {
      label: 'a voice',
      changes: { Body: '', NumMedia: '1', MediaUrl0: mediaUrl, MediaContentType0: 'audio/ogg' },
      expected: { text: '', media: [{ kind: 'voice', ref: mediaPath }] },
    },
    {
      label: 'a paper of an unknown kind',
      changes: { Body: '', NumMedia: '1', MediaUrl0: mediaUrl },
      expected: { text: '', media: [{ kind: 'document', ref: mediaPath }] },
    },
    {
      label: 'no file of another server',
      changes: {
        NumMedia: '2',
        MediaUrl0: 'https://evil.example/2010-04-01/x',
        MediaUrl1: 'file:///etc/passwd',
      },
      expected: {},
    },
    {
      label: 'no more files than were sent',
      changes: { NumMedia: '0', MediaUrl0: mediaUrl, MediaContentType0: 'image/png' },
      expected: {},
    },
    {
      label: 'a place',
      changes: {
        Body: '',
        Latitude: '-8.1335',
        Longitude: '113.2248',
        Label: 'Alun-alun',
        Address: 'Lumajang',
      },
      expected: { text: 'Alun-alun, Lumajang, -8.1335, 113.2248' },
    },
    {
      label: "Meta's own user id as another name",
      changes: { ExternalUserId: `whatsapp:${bsuid}` },
      expected: { aliases: [bsuid] },
    },
    {
      label: 'a person who shows no number',
      changes: { From: `whatsapp:${bsuid}`, WaId: '', ExternalUserId: `whatsapp:${bsuid}` },
      expected: { from: bsuid, phone: undefined },
    },
    {
      label: 'a person whose number Twilio knows all the same',
      changes: { From: `whatsapp:${bsuid}` },
      expected: { from: bsuid, phone: siti },
    },
  ];
  for (const { label, changes, expected } of kinds) {
    it(`takes ${label}`, () => {
      const present = Object.entries({ ...event, ...expected }).filter(
        ([, value]) => value !== undefined,
      );
      const { events } = parseBy(channel, posted(written(changes)));
      expect(events).to.deep.equal([Object.fromEntries(present)]);
    });
  }
});

const reply = { id: 'o-1', account: 'whatsapp', to: siti, text: 'Halo,\nada kabar' };
const day = 86_400_000;

describe('twilio WhatsApp window', () => {
  const moments = [
    { label: '23:59:59 after the last word', ago: day - 1_000, late: false },
    { label: '24:00:01 after the last word', ago: day + 1_000, late: true },
  ];
  for (const { label, ago, late } of moments) {
    const message = { ...reply, lastInboundAt: now.getTime() - ago };

    it(`${late ? 'gives up' : 'writes freely'} ${label}`, async () => {
      const { channel, provider } = await open();
      const sending = channel.send(message);
      if (late) expect((await sendErrorOf(sending)).code).to.equal('window-closed');
      else expect(await sending).to.deep.equal({ providerId: firstSid });
      await provider.close();
      expect(provider.messages).to.have.length(late ? 0 : 1);
    });

    it(`takes ${late ? 'the template' : 'no template'} ${label}`, async () => {
      const { channel, provider } = await open({ TWILIO_WHATSAPP_CONTENT_SID: contentSid });
      await channel.send(message);
      await provider.close();
      expect(provider.messages[0]).to.include(
        late
          ? {
              content_sid: contentSid,
              body: 'Kabar dari Disnaker: Halo, ada kabar Balas pesan ini bila ada pertanyaan.',
            }
          : { content_sid: null, body: reply.text },
      );
    });
  }

  it('finds again what left as a template', async () => {
    const { channel, provider } = await open({ TWILIO_WHATSAPP_CONTENT_SID: contentSid });
    provider.fail({ cut: 'reset', when: 'after' });
    expect((await sendErrorOf(channel.send(reply))).code).to.equal('unknown-outcome');
    const found = await channel.find?.(reply);
    const other = await channel.find?.({ ...reply, text: 'Halo yang lain' });
    await provider.close();
    expect({ found, other }).to.deep.equal({ found: { providerId: firstSid }, other: undefined });
  });
});

const choice = (text: string, label = text) => ({ text, label });
const long = 'Operator jahit, Pasirian, Rp2,4 jt';
const within = { ...reply, ...inside };

/** With buttons on, and every shape of them made. */
async function withButtons() {
  const world = await open({ TWILIO_WHATSAPP_BUTTONS: 'on' });
  await world.channel.check?.();
  return world;
}

describe('twilio buttons', () => {
  const shapes = [
    {
      label: 'two buttons',
      choices: [choice('YA', 'Ya, benar'), choice('TIDAK')],
      items: [
        { id: 'YA', title: 'Ya, benar' },
        { id: 'TIDAK', title: 'TIDAK' },
      ],
    },
    {
      label: 'a list of four',
      choices: ['SD', 'SMP', 'SMA', 'SMK'].map((text) => choice(text)),
      items: ['SD', 'SMP', 'SMA', 'SMK'].map((text) => ({ id: text, title: text })),
    },
    {
      label: 'a list with descriptions',
      choices: [choice('1', long), choice('2', 'Sopir')],
      items: [
        { id: '1', title: 'Operator jahit...', description: long },
        { id: '2', title: 'Sopir', description: 'Sopir' },
      ],
    },
    {
      label: 'eleven choices as text',
      choices: Array.from({ length: 11 }, (_, n) => choice(`${n}`)),
      items: [],
    },
    { label: 'no choices as text', choices: [], items: [] },
    { label: 'what looks like a variable as text', choices: [choice('{{1}}')], items: [] },
  ];
  for (const { label, choices, items } of shapes) {
    it(`shows ${label}`, async () => {
      const { channel, provider } = await withButtons();
      await channel.send({ ...within, choices });
      await provider.close();
      const [sent] = provider.messages;
      expect(sent?.body).to.equal(reply.text);
      expect(
        sent?.items.map(({ id, title, description }) => ({
          id,
          title,
          ...(description && { description }),
        })),
      ).to.deep.equal(items);
    });
  }

  it('shows none after the day, when only the template may leave', async () => {
    const { channel, provider } = await open({
      TWILIO_WHATSAPP_BUTTONS: 'on',
      TWILIO_WHATSAPP_CONTENT_SID: contentSid,
    });
    await channel.check?.();
    await channel.send({ ...reply, lastInboundAt: 0, choices: [choice('YA')] });
    await provider.close();
    expect(provider.messages[0]).to.include({ content_sid: contentSid });
  });

  it('makes each shape once, whatever the words', async () => {
    const { channel, provider } = await withButtons();
    await channel.check?.();
    for (const text of ['YA', 'TIDAK']) await channel.send({ ...within, choices: [choice(text)] });
    await provider.close();
    const made = provider.requests.filter(({ path }) => path === '/v1/Content');
    expect(made).to.have.length(23);
    expect(new Set(provider.messages.map(({ content_sid: sid }) => sid)).size).to.equal(1);
  });

  it('writes plainly until the shapes are made, and where they are switched off', async () => {
    const early = await open({ TWILIO_WHATSAPP_BUTTONS: 'on' });
    const off = await open();
    await off.channel.check?.();
    for (const { channel, provider } of [early, off]) {
      await channel.send({ ...within, choices: [choice('YA')] });
      await provider.close();
      expect(provider.messages.map(({ content_sid: sid }) => sid)).to.deep.equal([null]);
    }
  });

  it('writes plainly when a shape is gone, and makes it again', async () => {
    const { channel, provider } = await withButtons();
    provider.clearContents();
    const message = { ...within, choices: [choice('YA')] };
    await channel.send(message);
    await channel.check?.();
    await channel.send(message);
    await provider.close();
    const isPlain = provider.messages.map(({ content_sid: sid }) => sid === null);
    expect(isPlain).to.deep.equal([true, false]);
  });

  const faults = [
    { label: 'its words do not please', fault: twilioError(400, 21656), sent: 1 },
    { label: 'the person said STOP', fault: twilioError(400, 21610), sent: 0 },
    { label: 'nobody knows whether it left', fault: { cut: 'reset', when: 'before' }, sent: 0 },
  ] as const;
  for (const { label, fault, sent } of faults) {
    it(`writes ${sent ? 'plainly' : 'no second time'} when ${label}`, async () => {
      const { channel, provider } = await withButtons();
      provider.fail(fault);
      await channel.send({ ...within, choices: [choice('YA')] }).catch(() => undefined);
      await provider.close();
      expect(provider.messages).to.have.length(sent);
    });
  }
});

describe('twilio files', () => {
  const bytes = Buffer.from([0xff, 0xd8, 0xff, 0x00, 0x80]);
  const kept = async () => {
    const opened = await open();
    const files = [{ type: 'image/jpeg', bytes }];
    const sid = opened.provider.writes({ from: `whatsapp:${siti}`, to: ours, body: '', files });
    const file = `ME${'1'.padStart(32, '0')}`;
    const ref = `/2010-04-01/Accounts/${accountSid}/Messages/${sid}/Media/${file}`;
    return { ...opened, ref };
  };

  it('fetches a file through to its store, and leaves the password behind', async () => {
    const { provider, fetchMedia, ref } = await kept();
    const fetched = await fetchMedia(ref, 100);
    await provider.close();
    expect(fetched).to.deep.equal(bytes);
    const passwords = provider.requests.map(
      ({ headers }) => headers['authorization'] !== undefined,
    );
    expect(passwords).to.deep.equal([true, false]);
  });

  it('refuses a file that is too large', async () => {
    const { provider, fetchMedia, ref } = await kept();
    const error = await sendErrorOf(fetchMedia(ref, 4));
    await provider.close();
    expect(error).to.include({ code: 'refused', retryable: false, providerCode: 'too-large' });
  });

  it('says that a file is gone', async () => {
    const { provider, fetchMedia } = await kept();
    const error = await sendErrorOf(fetchMedia(mediaPath, 100));
    await provider.close();
    expect(error).to.include({ code: 'refused', retryable: false });
  });

  const refs = [
    'https://evil.example/x',
    '//evil.example/x',
    `${mediaPath}/../../../..`,
    '/store/ME1',
    '',
  ];
  for (const ref of refs) {
    it(`asks nobody for ${ref || 'nothing'}`, async () => {
      const { provider, fetchMedia } = await kept();
      const error = await sendErrorOf(fetchMedia(ref, 100));
      await provider.close();
      expect(error).to.include({ code: 'refused', retryable: false });
      expect(provider.requests).to.have.length(0);
    });
  }

  const stores = [
    'http://169.254.169.254/latest/meta-data/',
    'https://127.0.0.1/x',
    'https://[::1]/x',
    'https://localhost/x',
    'https://127.0.0.1.nip.io/x',
    'https://twiliocdn.com.example.org/x',
    'http://mms.twiliocdn.com/x',
    'file:///etc/passwd',
    'https://a b/',
  ];
  for (const location of stores) {
    it(`does not follow to ${location}`, async () => {
      const { provider, fetchMedia, ref } = await kept();
      provider.fail({ status: 307, headers: { location } });
      const error = await sendErrorOf(fetchMedia(ref, 100));
      await provider.close();
      expect(error.code).to.equal('misconfigured');
      expect(provider.requests).to.have.length(1);
    });
  }
});

describe('docs/panduan-twilio.md', () => {
  const guide = readFileSync(
    new URL('../../../../docs/panduan-twilio.md', import.meta.url),
    'utf8',
  );
  const settings = Object.fromEntries(
    [...guide.matchAll(/^([A-Z_]+)=(\S+)$/gm)].map(([, name, value]) => [name, value]),
  );

  it('sets up a channel that is called where it lets Twilio call', async () => {
    const address = settings['PUBLIC_URL'] ?? '';
    const [twilio] = await openChannels(settings, { publicUrl: address });
    const [called = ''] = /https:\S+#rc=\S+tt=15000/.exec(guide) ?? [];
    const { origin, pathname } = new URL(called);
    expect(origin).to.equal(address);
    expect(twilio?.webhooks.map(({ path }) => path)).to.include(pathname);
    const phone = settings['TWILIO_WHATSAPP_FROM'];
    expect(twilio?.accounts).to.deep.equal([{ name: 'whatsapp', medium: 'whatsapp', phone }]);
  });
});
