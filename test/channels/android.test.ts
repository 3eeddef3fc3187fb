import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import * as fc from 'fast-check';
import { signPhone } from '../../src/channels/android/events.ts';
import { openChannels } from '../../src/channels/index.ts';
import { RejectedRequest } from '../../src/core/errors.ts';
import { describeChannel, parseBy, sendErrorOf, webhookRequest } from '../helpers/channel-cases.ts';
import {
  deviceId,
  healthReport,
  openFakePhone,
  phonePassword,
  phoneUser,
  signingKey,
  type PhoneOptions,
} from '../helpers/fake-android.ts';
import { fetchOnly, patience } from '../helpers/fake-provider.ts';

const start = new Date('2026-11-23T08:00:00+07:00');
const path = '/webhooks/android';

async function open(options: Partial<PhoneOptions> = {}, timeout: number = patience.answered) {
  let now = start.getTime();
  const clock = (): Date => new Date(now);
  const provider = await openFakePhone({ clock, ...options });
  const [channel] = await openChannels(
    {
      ANDROID_SMS_URL: `${provider.url}/`,
      ANDROID_SMS_USER: phoneUser,
      ANDROID_SMS_PASSWORD: phonePassword,
      ANDROID_SMS_SIGNING_KEY: signingKey,
    },
    {
      publicUrl: 'https://gw.example.go.id',
      fetch: fetchOnly(provider.host),
      timeout,
      clock,
    },
  );
  if (!channel?.check) throw new Error('the channel is off');
  const check = channel.check.bind(channel);
  return { channel, provider, check, pass: (ms: number) => void (now += ms) };
}

/** A webhook as the app posts it. */
function posted(event: string, payload: unknown, more: { id?: string; at?: Date } = {}) {
  const body = JSON.stringify({ deviceId, event, id: more.id ?? 'ev-1', payload, webhookId: 'w' });
  const timestamp = String((more.at ?? start).getTime() / 1000);
  return webhookRequest(path, body, {
    'x-timestamp': timestamp,
    'x-signature': signPhone(signingKey, body, timestamp),
  });
}

const sms = {
  messageId: '83be51e4',
  message: 'DAFTAR',
  sender: '0812-3456-7890',
  recipient: '+6281100000000',
  phoneNumber: '0812-3456-7890',
  simNumber: 1,
  receivedAt: '2026-11-23T07:59:58.000+07:00',
};
/** Device, sender, moment and text; made here without our code. */
const sameKey = (text: string, at: string): string => {
  const parts = [deviceId, '+6281234567890', Date.parse(at), text];
  return `sms:${createHmac('sha256', signingKey).update(JSON.stringify(parts)).digest('hex')}`;
};
const event = {
  kind: 'message',
  account: 'sms',
  key: 'ev-1',
  sameAs: [sameKey('DAFTAR', sms.receivedAt)],
  from: '+6281234567890',
  text: 'DAFTAR',
  at: sms.receivedAt,
} as const;
const sent = { messageId: 'our-1', recipient: '+6281234567890', simNumber: null };
const report = { kind: 'report', account: 'sms', providerId: 'our-1' } as const;
const full = { error: 'QueueLimitExceeded', message: 'queue limits exceeded: too many pending' };
const ours = 'b7c1f6a2-0d5e-4a5e-9a55-2f6f3c6f7a01';

describeChannel({
  name: 'android',
  open: (timeout) => open({}, timeout),
  secrets: [
    signingKey,
    phonePassword,
    Buffer.from(`${phoneUser}:${phonePassword}`).toString('base64'),
  ],
  receive: {
    valid: { request: posted('sms:received', { ...sms, more: [1] }), events: [event] },
    'empty text': {
      request: posted('sms:received', { ...sms, message: '' }),
      events: [{ ...event, text: '', sameAs: [sameKey('', sms.receivedAt)] }],
    },
    'missing sender': {
      request: posted('sms:received', { ...sms, sender: null, phoneNumber: undefined }),
      rejected: 400,
    },
    'missing signature': { request: webhookRequest(path, '{}'), rejected: 401 },
    'bad signature': {
      request: webhookRequest(path, '{}', {
        'x-timestamp': '1',
        'x-signature': signPhone(signingKey, '{}', '2'),
      }),
      rejected: 403,
    },
    malformed: { request: posted('sms:received', { message: 1 }), rejected: 400 },
    repeated: {
      request: ['ev-1', 'ev-2'].map((id) => posted('sms:received', sms, { id })),
      events: [event, { ...event, key: 'ev-2' }],
    },
    'out of order': {
      request: [posted('sms:delivered', sent), posted('sms:sent', { ...sent, partsCount: 1 })],
      events: [
        { ...report, status: 'delivered' },
        { ...report, status: 'sent' },
      ],
    },
    'delivery report': {
      request: posted('sms:failed', {
        ...sent,
        reason: 'Send result: RESULT_ERROR_LIMIT_EXCEEDED to 0812',
      }),
      events: [{ ...report, status: 'failed', code: 'RESULT_ERROR_LIMIT_EXCEEDED' }],
    },
    'unknown status': { request: posted('sms:pondered', sent), events: [] },
  },
  send: {
    accepted: {
      receipt: { providerId: ours },
      sees: ({ method, path: at, headers, body }) => {
        expect({ method, at }).to.deep.equal({ method: 'POST', at: '/messages' });
        expect(headers['authorization']).to.match(/^Basic /);
        expect(JSON.parse(body)).to.deep.equal({
          id: ours,
          textMessage: { text: 'NIK harus 16 angka. Ketik lagi.' },
          phoneNumbers: ['+6281234567890'],
          ttl: 21_600,
          withDeliveryReport: true,
          priority: 0,
        });
      },
      finds: ({ provider }) => void expect(provider.queue).to.have.length(1),
    },
    'non-GSM text': {
      message: { text: 'Sugeng enjing 😀 ꦱꦸꦒꦼꦁ' },
      receipt: { providerId: ours },
      finds: ({ provider }) => void expect(provider.queue[0]?.text).to.equal('Sugeng enjing 😀 ꦱꦸꦒꦼꦁ'),
    },
    'over-long': {
      message: { text: 'a'.repeat(2000) }, // the app divides it
      receipt: { providerId: ours },
      finds: ({ provider }) => void expect(provider.queue[0]?.text).to.have.length(2000),
    },
    throttled: {
      fault: { status: 503, body: JSON.stringify(full) },
      error: { code: 'throttled', retryable: true, retryAfter: 60_000 },
    },
    broken: {
      fault: { status: 500, body: '{"message":"SQLiteFullException"}' },
      error: { code: 'provider-down', retryable: true },
    },
    refused: {
      fault: { status: 400, body: `{"message":"${signingKey}"}` },
      error: { code: 'refused', retryable: false },
    },
    unreachable: { fault: 'gone', error: { code: 'unreachable', retryable: true } },
    hangs: {
      fault: { cut: 'hang', when: 'after' },
      error: { code: 'unknown-outcome', retryable: true },
    },
    'cut off': {
      fault: { cut: 'reset', when: 'after' },
      error: { code: 'unknown-outcome', retryable: true },
      finds: async ({ channel, provider }) => {
        const again = { id: ours, account: 'sms', to: '+6281234567890', text: 'x' };
        expect(await channel.send(again)).to.deep.equal({ providerId: ours });
        expect(provider.queue).to.have.length(1);
      },
    },
    'HTML answer': {
      fault: { status: 200, type: 'text/html', body: '<html>Masuk ke jaringan</html>' },
      error: { code: 'unknown-outcome', retryable: true },
    },
  },
});

describe('android channel', () => {
  const messages = [
    {
      label: 'the payload before February 2026',
      payload: { ...sms, sender: undefined, recipient: undefined },
      expected: event,
    },
    {
      label: 'the later payload alone',
      payload: { ...sms, phoneNumber: undefined },
      expected: event,
    },
    {
      label: 'no known SIM',
      payload: { ...sms, simNumber: null, recipient: null },
      expected: event,
    },
    {
      label: 'the moment written without milliseconds',
      payload: { ...sms, receivedAt: '2026-11-23T00:59:58Z' },
      expected: { ...event, at: '2026-11-23T00:59:58Z' },
    },
    {
      label: 'a name',
      payload: { ...sms, sender: 'TELKOMSEL' },
      expected: { from: 'TELKOMSEL' },
    },
    { label: 'a short code', payload: { ...sms, sender: '3636' }, expected: { from: '3636' } },
  ];
  for (const { label, payload, expected } of messages) {
    it(`reads ${label}`, async () => {
      const { channel, provider } = await open();
      const [first] = parseBy(channel, posted('sms:received', payload)).events;
      expect(first).to.deep.include(expected);
      await provider.close();
    });
  }

  const others = [
    { label: 'another text', change: { message: 'YA' } },
    { label: 'another moment', change: { receivedAt: '2026-11-23T08:00:58.000+07:00' } },
    { label: 'another sender', change: { sender: '081234567891' } },
  ];
  for (const { label, change } of others) {
    it(`gives ${label} a key of its own`, async () => {
      const { channel, provider } = await open();
      const [first] = parseBy(channel, posted('sms:received', { ...sms, ...change })).events;
      expect(first).to.have.property('sameAs').that.does.not.deep.equal(event.sameAs);
      await provider.close();
    });
  }

  it('reads many SMS of one webhook, each by its own key', async () => {
    const { channel, provider } = await open();
    const request = posted('sms:batch:received', { messages: [sms, { ...sms, message: 'YA' }] });
    expect(parseBy(channel, request).events.map((one) => 'key' in one && one.key)).to.deep.equal([
      sameKey('DAFTAR', sms.receivedAt),
      sameKey('YA', sms.receivedAt),
    ]);
    await provider.close();
  });

  const clocks = [
    { label: '5 minutes fast', seconds: 300, told: [] },
    { label: '301 seconds fast', seconds: 301, told: [{ code: 'clock' }] },
    { label: 'two days slow', seconds: -172_800, told: [{ code: 'clock' }] },
  ];
  for (const { label, seconds, told } of clocks) {
    it(`takes a message when the phone's clock is ${label}`, async () => {
      const { channel, provider } = await open();
      const at = new Date(start.getTime() + seconds * 1000);
      const { events } = parseBy(channel, posted('sms:received', sms, { at }));
      const health = told.map((one) => ({ kind: 'health', account: 'sms', ...one }));
      expect(events).to.deep.equal([event, ...health]);
      await provider.close();
    });
  }

  it('says when the clock is right again, once', async () => {
    const { channel, provider } = await open();
    const late = new Date(start.getTime() + 900_000);
    parseBy(channel, posted('sms:received', sms, { at: late }));
    const right = () => parseBy(channel, posted('sms:received', sms)).events.slice(1);
    expect(right()).to.deep.equal([{ kind: 'health', account: 'sms', code: null }]);
    expect(right()).to.deep.equal([]);
    await provider.close();
  });

  it('takes a timestamp that is no number for a wrong clock', async () => {
    const { channel, provider } = await open();
    const body = JSON.stringify({ deviceId, event: 'sms:received', id: 'ev-1', payload: sms });
    const request = webhookRequest(path, body, {
      'x-timestamp': 'pagi',
      'x-signature': signPhone(signingKey, body, 'pagi'),
    });
    expect(parseBy(channel, request).events.map(({ kind }) => kind)).to.deep.equal([
      'message',
      'health',
    ]);
    await provider.close();
  });

  const healths = [
    {
      label: 'a ping with battery',
      event: 'system:ping',
      payload: { health: healthReport(41) },
      expected: { state: 'up', code: null, battery: 41 },
    },
    {
      label: 'a ping of a phone that cannot send',
      event: 'system:ping',
      payload: { health: healthReport(90, 'messages:failed') },
      expected: { state: 'up', code: 'messages:failed', battery: 90 },
    },
    {
      label: 'a ping of an old app',
      event: 'system:ping',
      payload: undefined,
      expected: { state: 'up', code: null },
    },
    {
      label: 'the start of the app',
      event: 'app:started',
      payload: { simCards: [] },
      expected: { state: 'up' },
    },
  ];
  for (const { label, event: name, payload, expected } of healths) {
    it(`tells of ${label}`, async () => {
      const { channel, provider } = await open();
      expect(parseBy(channel, posted(name, payload)).events).to.deep.equal([
        { kind: 'health', account: 'sms', ...expected },
      ]);
      await provider.close();
    });
  }

  it('asks the phone itself how it is', async () => {
    const { check, provider } = await open();
    expect(await check()).to.deep.equal([{ account: 'sms', state: 'up', code: null, battery: 94 }]);
    provider.fail({ status: 500, body: JSON.stringify(healthReport(8, 'battery:level')) });
    expect(await check()).to.deep.equal([
      { account: 'sms', state: 'up', code: 'battery:level', battery: 8 },
    ]);
    await provider.close();
  });

  it('cannot ask a phone that is off', async () => {
    const { check, provider } = await open();
    await provider.close();
    expect(await sendErrorOf(check())).to.include({ code: 'unreachable' });
  });

  it('says so when two pings are missing, though the phone answers', async () => {
    const { channel, check, provider, pass } = await open();
    const ping = () => {
      const at = new Date(start.getTime());
      return parseBy(channel, posted('system:ping', { health: healthReport() }, { at }));
    };
    ping();
    pass(60_000);
    ping();
    pass(140_000);
    expect((await check())[0]).to.include({ state: 'up' });
    pass(20_000);
    expect((await check())[0]).to.include({ state: 'down', code: 'silent', battery: 94 });
    ping();
    expect((await check())[0]).to.include({ state: 'up' });
    await provider.close();
  });

  const lastSeen = [
    { label: 'was seen half an hour ago', minutes: 30, expected: { state: 'up' } },
    {
      label: 'was not seen for an hour',
      minutes: 60,
      expected: { state: 'down', code: 'unseen' },
    },
  ];
  for (const { label, minutes, expected } of lastSeen) {
    it(`asks the server between, when the phone ${label}`, async () => {
      const seen = new Date(start.getTime() - minutes * 60_000);
      const { check, provider } = await open({ cloud: true, lastSeen: () => seen });
      expect(await check()).to.deep.equal([{ account: 'sms', ...expected }]);
      await provider.close();
    });
  }

  it('sends through a server between', async () => {
    const { channel, provider } = await open({ cloud: true });
    const message = { id: ours, account: 'sms', to: '+6281234567890', text: 'x' };
    expect(await channel.send(message)).to.deep.equal({ providerId: ours });
    expect(provider.requests[0]?.path).to.equal('/3rdparty/v1/messages');
    await provider.close();
  });

  it('takes a repeated id for sent, also where an old app answers 500', async () => {
    const { channel, provider } = await open();
    const message = { id: ours, account: 'sms', to: '+6281234567890', text: 'x' };
    await channel.send(message);
    provider.fail({ status: 500, body: '{"message":"UNIQUE constraint failed"}' });
    expect(await channel.send(message)).to.deep.equal({ providerId: ours });
    await provider.close();
  });

  it('accepts none of 500 changed requests', async () => {
    const { channel, provider } = await open();
    const { rawBody, headers } = posted('sms:received', sms);
    const changed = fc.record({
      part: fc.constantFrom('body', 'x-timestamp', 'x-signature'),
      at: fc.nat(),
      byte: fc.integer({ min: 1, max: 127 }),
    });
    fc.assert(
      fc.property(changed, ({ part, at, byte }) => {
        const bytes = Buffer.from(part === 'body' ? rawBody : (headers[part] ?? ''));
        const place = at % bytes.length;
        bytes[place] = (bytes[place] ?? 0) ^ byte;
        const plain = { 'x-timestamp': '', 'x-signature': '', ...headers } as Record<
          string,
          string
        >;
        const request =
          part === 'body'
            ? webhookRequest(path, bytes, plain)
            : webhookRequest(path, rawBody, { ...plain, [part]: bytes.toString('latin1') });
        expect(() => parseBy(channel, request))
          .to.throw(RejectedRequest)
          .with.property('status', 403);
      }),
      { numRuns: 500 },
    );
    await provider.close();
  });

  it('never throws but a rejection, whatever comes signed', async () => {
    const { channel, provider } = await open();
    const events = fc.constantFrom('sms:received', 'sms:sent', 'system:ping', 'app:started');
    fc.assert(
      fc.property(events, fc.jsonValue(), (name, payload) => {
        try {
          parseBy(channel, posted(name, payload));
        } catch (error) {
          expect(error).to.be.instanceOf(RejectedRequest).with.property('status', 400);
        }
      }),
      { numRuns: 500 },
    );
    await provider.close();
  });
});

describe('docs/panduan-hp-android.md', () => {
  const page = readFileSync(
    new URL('../../../docs/panduan-hp-android.md', import.meta.url),
    'utf8',
  );

  it('has every event registered that is understood, and no other', () => {
    const [, events = ''] = /^for kejadian in (.+); do$/m.exec(page) ?? [];
    expect(events.split(' ')).to.have.members([
      'sms:received',
      'sms:sent',
      'sms:delivered',
      'sms:failed',
      'sms:cancelled',
      'system:ping',
      'app:started',
    ]);
  });

  for (const code of ['clock', 'silent', 'unseen', 'app-old', 'QueueLimitExceeded']) {
    it(`says how to mend ${code}`, () => {
      expect(page).to.match(new RegExp(`^\\| \`${code}\` .*\\| .+ \\| .+ \\|$`, 'm'));
    });
  }
});
