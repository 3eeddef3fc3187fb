import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import * as fc from 'fast-check';
import { openChannels } from '../../src/channels/index.ts';
import { isSigned, sign } from '../../src/channels/http.ts';
import type { Channel } from '../../src/channels/channel.ts';
import { RejectedRequest } from '../../src/core/errors.ts';
import { describeChannel, parseBy, webhookRequest } from '../helpers/channel-cases.ts';
import {
  fetchOnly,
  openFakeProvider,
  patience,
  type FakeAnswer,
} from '../helpers/fake-provider.ts';

const secret = 'kunci-rahasia-gateway';

const hmac = (body: string): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

function signed(value: unknown, path = '/webhooks/http') {
  const body = typeof value === 'string' ? value : JSON.stringify(value);
  return webhookRequest(path, body, { 'x-signature': hmac(body) });
}

const taken: FakeAnswer = { status: 202, body: '{"id":"gw-7"}' };

async function open(answer = taken, timeout: number = patience.answered) {
  const provider = await openFakeProvider(() => answer);
  const [channel] = await openChannels(
    { HTTP_SMS_SEND_URL: `${provider.url}/send`, HTTP_SMS_SECRET: secret },
    {
      publicUrl: 'https://gw.example.go.id',
      fetch: fetchOnly(provider.host),
      timeout,
      clock: () => new Date('2026-11-22T01:00:00Z'),
    },
  );
  if (!channel) throw new Error('the channel is off');
  return { channel, provider };
}

const message = { id: 'm-1', from: '0812-3456-7890', text: ' DAFTAR ' };
const event = {
  kind: 'message',
  account: 'sms',
  key: 'm-1',
  from: '+6281234567890',
  text: ' DAFTAR ',
} as const;
const portal = { status: 200, type: 'text/html', body: '<html>Masuk ke jaringan</html>' };

describeChannel({
  name: 'http',
  open: (timeout) => open(taken, timeout),
  secrets: [secret, hmac(JSON.stringify(message))],
  receive: {
    valid: {
      request: signed({ ...message, receivedAt: '2026-11-22T08:05:00+07:00', more: [1] }),
      events: [{ ...event, at: '2026-11-22T08:05:00+07:00' }],
    },
    'empty text': { request: signed({ ...message, text: '' }), events: [{ ...event, text: '' }] },
    'missing sender': { request: signed({ id: 'm-1', text: 'DAFTAR' }), rejected: 400 },
    'missing signature': {
      request: webhookRequest('/webhooks/http', JSON.stringify(message)),
      rejected: 401,
    },
    'bad signature': {
      request: webhookRequest('/webhooks/http', `${JSON.stringify(message)} `, {
        'x-signature': hmac(JSON.stringify(message)),
      }),
      rejected: 403,
    },
    malformed: { request: signed('{"id":"m-1",'), rejected: 400 },
    repeated: { request: signed(message), events: [event] },
    'out of order': {
      request: [
        signed({ id: 'gw-7', status: 'delivered' }, '/webhooks/http/status'),
        signed({ id: 'gw-7', status: 'sending' }, '/webhooks/http/status'),
      ],
      events: [
        { kind: 'report', account: 'sms', providerId: 'gw-7', status: 'delivered' },
        { kind: 'report', account: 'sms', providerId: 'gw-7', status: 'sending' },
      ],
    },
    'delivery report': {
      request: signed({ id: 'gw-7', status: 'failed', code: 'E9' }, '/webhooks/http/status'),
      events: [
        { kind: 'report', account: 'sms', providerId: 'gw-7', status: 'failed', code: 'E9' },
      ],
    },
    'unknown status': {
      request: signed({ id: 'gw-7', status: 'pondering' }, '/webhooks/http/status'),
      events: [],
    },
  },
  send: {
    accepted: {
      receipt: { providerId: 'gw-7' },
      sees: ({ method, path, headers, body }) => {
        expect({ method, path }).to.deep.equal({ method: 'POST', path: '/send' });
        expect(headers['x-signature']).to.equal(hmac(body));
        expect(JSON.parse(body)).to.have.all.keys('id', 'to', 'text');
      },
    },
    'non-GSM text': {
      message: { text: 'Sugeng enjing 😀 ꦱꦸꦒꦼꦁ' },
      receipt: { providerId: 'gw-7' },
      sees: ({ body }) => expect(JSON.parse(body)).to.include({ text: 'Sugeng enjing 😀 ꦱꦸꦒꦼꦁ' }),
    },
    'over-long': {
      message: { text: 'a'.repeat(2000) },
      fault: { status: 413 },
      error: { code: 'refused', retryable: false },
    },
    throttled: {
      fault: { status: 429, headers: { 'retry-after': '60' } },
      error: { code: 'throttled', retryable: true, retryAfter: 60_000 },
    },
    broken: {
      fault: { status: 503, headers: { 'retry-after': 'Sun, 22 Nov 2026 01:02:00 GMT' } },
      error: { code: 'provider-down', retryable: true, retryAfter: 120_000 },
    },
    refused: {
      fault: { status: 422, body: `{"why":"${secret}"}` },
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
    },
    'HTML answer': { fault: portal, error: { code: 'unknown-outcome', retryable: true } },
  },
});

describe('sign', () => {
  // RFC 4231, test case 2.
  it('agrees with the published vector of HMAC-SHA-256', () => {
    expect(sign('Jefe', 'what do ya want for nothing?')).to.equal(
      'sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });
});

describe('docs/channels.md', () => {
  it('shows the signature of its own example', () => {
    const page = readFileSync(new URL('../../../docs/channels.md', import.meta.url), 'utf8');
    const find = (pattern: RegExp): string => pattern.exec(page)?.[1] ?? '';
    const key = find(/^secret=(.+)$/m);
    expect(page).to.include(`# ${sign(key, find(/^body='(.+)'$/m)).slice('sha256='.length)}\n`);
  });
});

describe('isSigned', () => {
  const cases = [
    { label: 'the right signature', signature: hmac('x'), expected: true },
    { label: 'another body', signature: hmac('y'), expected: false },
    { label: 'no prefix', signature: hmac('x').slice(7), expected: false },
    { label: 'capital letters', signature: hmac('x').toUpperCase(), expected: false },
    { label: 'cut short', signature: hmac('x').slice(0, -1), expected: false },
    { label: 'empty', signature: '', expected: false },
    { label: 'letters of many bytes', signature: 'é'.repeat(71), expected: false },
  ];
  for (const { label, signature, expected } of cases) {
    it(`${expected ? 'accepts' : 'refuses'} ${label}`, () => {
      expect(isSigned(secret, 'x', signature)).to.equal(expected);
    });
  }
});

describe('http channel', () => {
  let channel: Channel;
  before(async () => {
    const { channel: opened, provider } = await open();
    channel = opened;
    await provider.close();
  });

  const oddities = [
    { label: 'a NUL in the sender', body: { ...message, from: '+62\u0000812' } },
    {
      label: 'an id beyond what a number can tell apart',
      body: '{"id":9007199254740993,"from":"0812","text":""}',
    },
    { label: 'an id of 201 letters', body: { ...message, id: 'x'.repeat(201) } },
    { label: 'an empty id', body: { ...message, id: '' } },
    { label: 'a text that is a number', body: { ...message, text: 12 } },
    { label: 'no text', body: { id: 'm-1', from: '0812' } },
    { label: 'a time that is none', body: { ...message, receivedAt: 'kemarin' } },
    { label: 'a list', body: [message] },
    { label: 'null', body: null },
  ];
  for (const { label, body } of oddities) {
    it(`answers 400 to ${label}`, () => {
      expect(() => parseBy(channel, signed(body)))
        .to.throw(RejectedRequest)
        .with.property('status', 400);
    });
  }

  const senders = [
    { label: 'a name', from: 'TELKOMSEL', expected: 'TELKOMSEL' },
    { label: 'a short code', from: '3636', expected: '3636' },
    { label: 'a foreign number', from: '+60123456789', expected: '+60123456789' },
    { label: 'a number that is a number', from: 6281234567890, expected: '+6281234567890' },
  ];
  for (const { label, from, expected } of senders) {
    it(`keeps the sender: ${label}`, () => {
      const [first] = parseBy(channel, signed({ ...message, from })).events;
      expect(first).to.include({ from: expected });
    });
  }

  it('takes a plain OK for an answer, and 409 for sent before', async () => {
    for (const answer of [
      { status: 200, type: 'text/plain', body: 'OK' },
      { status: 204 },
      { status: 409, body: 'again' },
    ]) {
      const opened = await open(answer);
      const sent = { id: 'our-1', account: 'sms', to: '+6281234567890', text: 'x' };
      expect(await opened.channel.send(sent)).to.deep.equal({ providerId: 'our-1' });
      await opened.provider.close();
    }
  });

  it('accepts none of 1,000 changed requests', () => {
    const body = JSON.stringify(message);
    const change = fc.record({
      at: fc.nat(body.length - 1),
      byte: fc.integer({ min: 1, max: 255 }),
      flip: fc.boolean(),
    });
    fc.assert(
      fc.property(change, ({ at, byte, flip }) => {
        const bytes = Buffer.from(flip ? body : hmac(body));
        const place = at % bytes.length;
        bytes[place] = (bytes[place] ?? 0) ^ byte;
        const request = flip
          ? webhookRequest('/webhooks/http', bytes, { 'x-signature': hmac(body) })
          : webhookRequest('/webhooks/http', body, { 'x-signature': bytes.toString('latin1') });
        expect(() => parseBy(channel, request))
          .to.throw(RejectedRequest)
          .with.property('status', 403);
      }),
      { numRuns: 1000 },
    );
  });

  it('never throws but a rejection, whatever bytes come signed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const body = Buffer.from(bytes);
        const signature = sign(secret, body);
        const request = webhookRequest('/webhooks/http', body, { 'x-signature': signature });
        expect(() => parseBy(channel, request))
          .to.throw(RejectedRequest)
          .with.property('status', 400);
      }),
      { numRuns: 500 },
    );
  });
});
