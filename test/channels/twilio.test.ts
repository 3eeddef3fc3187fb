import { expect } from 'chai';
import * as fc from 'fast-check';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import { openChannels } from '../../src/channels/index.ts';
import type { Channel } from '../../src/channels/channel.ts';
import { RejectedRequest } from '../../src/core/errors.ts';
import {
  describeChannel,
  parseBy,
  rejectionOf,
  sendErrorOf,
  webhookRequest,
} from '../helpers/channel-cases.ts';
import { fetchOnly, patience } from '../helpers/fake-provider.ts';
import {
  accountSid,
  authToken,
  inboundSms,
  openFakeTwilio,
  signedWebhook,
  twilioError,
  twilioSignature,
  type Pairs,
} from '../helpers/fake-twilio.ts';

const publicUrl = 'https://gw.example.go.id';
const now = new Date('2026-11-22T01:00:00Z');
const sms = '+15005550006';
const whatsapp = '+14155238886';
const lastInboundAt = now.getTime() - 60_000;

async function open(
  more: Readonly<Record<string, string>> = {},
  timeout: number = patience.answered,
) {
  const provider = await openFakeTwilio(() => now);
  const [channel] = await openChannels(
    {
      TWILIO_ACCOUNT_SID: accountSid,
      TWILIO_AUTH_TOKEN: authToken,
      TWILIO_SMS_FROM: sms,
      TWILIO_WHATSAPP_FROM: whatsapp,
      TWILIO_API_URL: `${provider.url}/`,
      ...more,
    },
    { publicUrl: `${publicUrl}/`, fetch: fetchOnly(provider.host), timeout, clock: () => now },
  );
  if (!channel?.find) throw new Error('the channel is off');
  return { channel, provider, find: channel.find.bind(channel) };
}

function posted(pairs: Pairs, path = '/webhooks/twilio') {
  const { body, headers } = signedWebhook(publicUrl, path, pairs);
  return webhookRequest(path, body, headers);
}

const report = (changes: Readonly<Record<string, string>>): Pairs =>
  Object.entries({
    SmsSid: 'SM7',
    SmsStatus: changes['MessageStatus'] ?? '',
    To: '+6281234567890',
    MessageSid: 'SM7',
    AccountSid: accountSid,
    From: sms,
    ApiVersion: '2010-04-01',
    ...changes,
  });
const statusPath = '/webhooks/twilio/status';
const sid = `SM${'a1'.repeat(16)}`;
const event = {
  kind: 'message',
  account: 'sms',
  key: sid,
  from: '+6281234567890',
  text: 'DAFTAR',
} as const;
const without = (name: string): Pairs => inboundSms().filter(([other]) => other !== name);

describeChannel({
  name: 'twilio',
  open: (timeout) => open({}, timeout),
  secrets: [
    authToken,
    Buffer.from(`${accountSid}:${authToken}`).toString('base64'),
    twilioSignature(authToken, `${publicUrl}/webhooks/twilio`, inboundSms()),
  ],
  receive: {
    valid: { request: posted(inboundSms()), events: [event] },
    'empty text': {
      request: posted(inboundSms({ Body: '', NumMedia: '1' })),
      events: [{ ...event, text: '' }],
    },
    'missing sender': { request: posted(without('From')), rejected: 400 },
    'missing signature': {
      request: webhookRequest('/webhooks/twilio', posted(inboundSms()).rawBody),
      rejected: 401,
    },
    'bad signature': {
      request: webhookRequest(
        '/webhooks/twilio',
        posted(inboundSms({ Body: 'LOWONGAN' })).rawBody,
        signedWebhook(publicUrl, '/webhooks/twilio', inboundSms()).headers,
      ),
      rejected: 403,
    },
    malformed: { request: posted(without('MessageSid')), rejected: 400 },
    repeated: { request: posted(inboundSms()), events: [event] },
    'out of order': {
      request: ['delivered', 'sent'].map((MessageStatus) =>
        posted(report({ MessageStatus }), statusPath),
      ),
      events: (['delivered', 'sent'] as const).map((status) => ({
        kind: 'report',
        account: 'sms',
        providerId: 'SM7',
        status,
      })),
    },
    'delivery report': {
      request: posted(report({ MessageStatus: 'undelivered', ErrorCode: '30003' }), statusPath),
      events: [
        { kind: 'report', account: 'sms', providerId: 'SM7', status: 'failed', code: '30003' },
      ],
    },
    'unknown status': {
      request: posted(report({ MessageStatus: 'pondering' }), statusPath),
      events: [],
    },
  },
  send: {
    accepted: {
      receipt: { providerId: `SM${'1'.padStart(32, '0')}` },
      sees: ({ method, path, body }) => {
        expect(`${method} ${path}`).to.equal(
          `POST /2010-04-01/Accounts/${accountSid}/Messages.json`,
        );
        expect(Object.fromEntries(new URLSearchParams(body))).to.deep.equal({
          To: '+6281234567890',
          From: sms,
          Body: 'NIK harus 16 angka. Ketik lagi.',
          StatusCallback: 'https://gw.example.go.id/webhooks/twilio/status',
        });
      },
    },
    'non-GSM text': {
      message: { text: 'Sugeng enjing 😀 & = + %41' },
      receipt: { providerId: `SM${'1'.padStart(32, '0')}` },
      sees: ({ body }) =>
        expect(new URLSearchParams(body).get('Body')).to.equal('Sugeng enjing 😀 & = + %41'),
    },
    'over-long': {
      message: { text: 'a'.repeat(1601) },
      error: { code: 'refused', retryable: false },
      sees: () => undefined,
    },
    throttled: {
      fault: twilioError(429, 20429, { 'retry-after': '7' }),
      error: { code: 'throttled', retryable: true, retryAfter: 7000 },
      sees: () => undefined,
    },
    broken: {
      fault: twilioError(500, 20500),
      error: { code: 'provider-down', retryable: true },
      sees: () => undefined,
    },
    refused: {
      fault: twilioError(400, 21610),
      error: { code: 'opted-out', retryable: false },
      sees: () => undefined,
    },
    unreachable: { fault: 'gone', error: { code: 'unreachable', retryable: true } },
    hangs: {
      fault: { cut: 'hang', when: 'after' },
      error: { code: 'unknown-outcome', retryable: true },
      sees: () => undefined,
    },
    'cut off': {
      fault: { cut: 'reset', when: 'after' },
      error: { code: 'unknown-outcome', retryable: true },
      sees: () => undefined,
    },
    'HTML answer': {
      fault: { status: 200, type: 'text/html', body: '<html>Masuk</html>' },
      error: { code: 'unknown-outcome', retryable: true },
      sees: () => undefined,
    },
  },
});

describe('twilio signature', () => {
  it('agrees with the published vector', async () => {
    const pairs: Pairs = [
      ['CallSid', 'CA1234567890ABCDE'],
      ['Caller', '+14158675309'],
      ['Digits', '1234'],
      ['From', '+14158675309'],
      ['To', '+18005551212'],
    ];
    const url = 'https://mycompany.com/myapp.php?foo=1&bar=2';
    expect(twilioSignature('12345', url, pairs)).to.equal('RSOYDt4T1cUTdK1PDd93/VVr8B8=');
    const [channel] = await openChannels(
      { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: '12345', TWILIO_SMS_FROM: sms },
      { publicUrl: 'https://mycompany.com' },
    );
    const body = new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, value]));
    const request = webhookRequest('/myapp.php?foo=1&bar=2', body.toString(), {
      'x-twilio-signature': 'RSOYDt4T1cUTdK1PDd93/VVr8B8=',
    });
    // Past the signature, the next thing looked at: the vector names no account.
    const rejection = rejectionOf(() => channel?.webhooks[0]?.parse(request));
    expect(rejection.code).to.equal('account-unknown');
  });

  it('of the fake agrees with the vendor for any parameters', () => {
    const pairs = fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })));
    fc.assert(
      fc.property(pairs, (some) => {
        const names = [...new Set(some.map(([name]) => name))].filter(
          (name) => name !== '__proto__',
        );
        const kept = some.filter(([name]) => names.includes(name));
        const parameters = Object.fromEntries(
          names.map((name) => [name, kept.filter(([n]) => n === name).map(([, value]) => value)]),
        );
        expect(twilioSignature('t', 'https://a.id/x', kept)).to.equal(
          getExpectedTwilioSignature('t', 'https://a.id/x', parameters),
        );
      }),
    );
  });
});

const signed = (form: URLSearchParams): string => twilioSignature('x', '', [...form]);

describe('twilio webhook', () => {
  let channel: Channel;
  before(async () => {
    const opened = await open();
    channel = opened.channel;
    await opened.provider.close();
  });

  const accepted: readonly { label: string; pairs: Pairs; expected?: object }[] = [
    {
      label: 'twenty unknown parameters',
      pairs: [
        ...inboundSms(),
        ...Array.from({ length: 20 }, (_, i) => [`Baru${i}`, `${i}`] as const),
      ],
    },
    { label: 'a parameter with brackets', pairs: [...inboundSms(), ['a[b]', '1'], ['a[c]', '2']] },
    { label: 'a parameter with a Unicode name', pairs: [...inboundSms(), ['ꦱꦸ-é', 'ꦱ']] },
    {
      label: 'a repeated parameter',
      pairs: [...inboundSms(), ['Tag', 'b'], ['Tag', 'a'], ['Tag', 'b']],
    },
    { label: 'a parameter without a name', pairs: [...inboundSms(), ['', 'x']] },
    { label: 'a parameter named __proto__', pairs: [...inboundSms(), ['__proto__', 'x']] },
    {
      label: 'JSON in a parameter',
      pairs: [...inboundSms(), ['ChannelMetadata', '{"type":"whatsapp"}']],
    },
    {
      label: 'a padded text',
      pairs: inboundSms({ Body: ' \t halo \n ' }),
      expected: { text: ' \t halo \n ' },
    },
    {
      label: '1,600 characters',
      pairs: inboundSms({ Body: 'x'.repeat(1600) }),
      expected: { text: 'x'.repeat(1600) },
    },
    { label: 'emoji', pairs: inboundSms({ Body: '👩‍🌾 ñ' }), expected: { text: '👩‍🌾 ñ' } },
    { label: 'NUL', pairs: inboundSms({ Body: 'a\u0000b' }), expected: { text: 'a\u0000b' } },
    {
      label: 'a lone surrogate',
      pairs: inboundSms({ Body: 'a\ud800b' }),
      expected: { text: 'a\ufffdb' },
    },
    {
      label: 'HTML',
      pairs: inboundSms({ Body: '<b>&amp;</b>' }),
      expected: { text: '<b>&amp;</b>' },
    },
    {
      label: 'a plus and a percent sign',
      pairs: inboundSms({ Body: '1+1=100%' }),
      expected: { text: '1+1=100%' },
    },
    {
      label: 'a name as sender',
      pairs: inboundSms({ From: 'TELKOMSEL' }),
      expected: { from: 'TELKOMSEL' },
    },
    {
      label: 'a short code as sender',
      pairs: inboundSms({ From: '3636' }),
      expected: { from: '3636' },
    },
    {
      label: 'another number of the account',
      pairs: inboundSms({ To: '+15005550007' }),
      expected: { account: 'sms' },
    },
    {
      label: 'WhatsApp',
      pairs: inboundSms({ From: 'whatsapp:+6281234567890', To: `whatsapp:${whatsapp}` }),
      expected: { account: 'whatsapp', from: '+6281234567890' },
    },
    {
      label: 'a WhatsApp user without a number',
      pairs: inboundSms({ From: 'whatsapp:ID.4566546130240823', To: `whatsapp:${whatsapp}` }),
      expected: { account: 'whatsapp', from: 'ID.4566546130240823' },
    },
  ];
  for (const { label, pairs, expected } of accepted) {
    it(`takes ${label}`, () => {
      const { events, reply } = parseBy(channel, posted(pairs));
      expect(events).to.have.length(1);
      expect(events[0]).to.include({ ...event, ...expected });
      expect(reply).to.deep.equal({ status: 200, type: 'text/xml', body: '<Response/>' });
    });
  }

  it('hears nothing of what it said itself', () => {
    expect(parseBy(channel, posted(inboundSms({ From: sms }))).events).to.deep.equal([]);
  });

  it('signs over the query as it came', () => {
    const path = `/webhooks/twilio?x=a%20b&y=%27'`;
    expect(parseBy(channel, posted(inboundSms(), path)).events).to.have.length(1);
  });

  it('does not ask the Host header who we are', () => {
    const elsewhere = signedWebhook('https://evil.example', '/webhooks/twilio', inboundSms());
    const request = webhookRequest('/webhooks/twilio', elsewhere.body, {
      ...elsewhere.headers,
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
    });
    expect(rejectionOf(() => parseBy(channel, request)).status).to.equal(403);
  });

  it('takes a signature over the address with the standard port', () => {
    const withPort = signedWebhook(`${publicUrl}:443`, '/webhooks/twilio', inboundSms());
    const request = webhookRequest('/webhooks/twilio', withPort.body, withPort.headers);
    expect(parseBy(channel, request).events).to.have.length(1);
  });

  it('refuses the account of another', () => {
    const request = posted(inboundSms({ AccountSid: `AC${'f'.repeat(32)}` }));
    expect(rejectionOf(() => parseBy(channel, request)).status).to.equal(403);
  });

  const malformed = [
    { label: 'a sid with a NUL', pairs: inboundSms({ MessageSid: 'SM\u0000' }) },
    { label: 'an empty sender', pairs: inboundSms({ From: '' }) },
    { label: 'two sids', pairs: [...inboundSms(), ['MessageSid', 'SM2'] as const] },
  ];
  for (const { label, pairs } of malformed) {
    it(`answers 400 to ${label}`, () => {
      expect(rejectionOf(() => parseBy(channel, posted(pairs))).status).to.equal(400);
    });
  }

  it('accepts none of 1,000 changed requests', () => {
    const { body, headers } = signedWebhook(publicUrl, '/webhooks/twilio', inboundSms());
    const signature = headers['x-twilio-signature'] ?? '';
    const form = new URLSearchParams(body);
    const change = fc.oneof(
      fc
        .constantFrom(...form.keys())
        .chain((name) => fc.string({ unit: 'binary' }).map((value) => ({ name, value }))),
      fc.record({ name: fc.string({ minLength: 1 }), value: fc.string({ minLength: 1 }) }),
    );
    const requests = fc.oneof(
      change
        .map(({ name, value }) => {
          const changed = new URLSearchParams(body);
          changed.set(name, value);
          return changed;
        })
        // Twilio signs names and values without a mark between them: a=bc and ab=c are one.
        .filter((changed) => signed(changed) !== signed(form))
        .map((changed) => webhookRequest('/webhooks/twilio', changed.toString(), headers)),
      fc
        .string({ minLength: 1 })
        .map((query) =>
          webhookRequest(`/webhooks/twilio?${encodeURIComponent(query)}`, body, headers),
        ),
      fc
        .tuple(fc.nat(signature.length - 2), fc.base64String())
        .map(([at, text]) => signature.slice(0, at) + text)
        .filter((other) => other !== signature && other !== '')
        .map((other) => webhookRequest('/webhooks/twilio', body, { 'x-twilio-signature': other })),
    );
    fc.assert(
      fc.property(requests, (request) => {
        expect(() => parseBy(channel, request))
          .to.throw(RejectedRequest)
          .with.property('status', 403);
      }),
      { numRuns: 1000 },
    );
  });

  it('throws nothing but a rejection, whatever bytes and signature come', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.string({ minLength: 1 }), (bytes, signature) => {
        const request = webhookRequest('/webhooks/twilio', Buffer.from(bytes), {
          'x-twilio-signature': signature,
        });
        expect(() => parseBy(channel, request)).to.throw(RejectedRequest);
      }),
      { numRuns: 500 },
    );
  });
});

describe('twilio status', () => {
  const cases = [
    { says: 'accepted', status: 'sending' },
    { says: 'scheduled', status: 'sending' },
    { says: 'queued', status: 'sending' },
    { says: 'sending', status: 'sending' },
    { says: 'sent', status: 'sent' },
    { says: 'partially_delivered', status: 'sent' },
    { says: 'delivered', status: 'delivered' },
    { says: 'undelivered', status: 'failed' },
    { says: 'failed', status: 'failed' },
    { says: 'canceled', status: 'failed' },
    { says: 'read', status: 'read' },
    { says: 'received', status: undefined },
    { says: 'constructor', status: undefined },
    { says: '', status: undefined },
  ];
  for (const { says, status } of cases) {
    it(`${says || '(empty)'} is ${status ?? 'no event'}`, async () => {
      const { channel, provider } = await open();
      await provider.close();
      const { events, reply } = parseBy(
        channel,
        posted(report({ MessageStatus: says }), statusPath),
      );
      const expected = { kind: 'report', account: 'sms', providerId: 'SM7', status };
      expect(events).to.deep.equal(status ? [expected] : []);
      expect(reply?.status).to.equal(200);
    });
  }

  it('belongs to the account that sent', async () => {
    const { channel, provider } = await open();
    await provider.close();
    const pairs = report({ MessageStatus: 'read', From: `whatsapp:${whatsapp}` });
    expect(parseBy(channel, posted(pairs, statusPath)).events[0]).to.include({
      account: 'whatsapp',
    });
  });
});

const reply = { id: 'o-1', account: 'sms', to: '+6281234567890', text: 'Halo' };

describe('twilio send', () => {
  const refusals = [
    {
      label: 'a wrong token',
      fault: twilioError(401, 20003),
      code: 'misconfigured',
      retryable: true,
    },
    {
      label: 'an unknown account',
      fault: twilioError(404, 20404),
      code: 'misconfigured',
      retryable: true,
    },
    {
      label: 'no phone number',
      fault: twilioError(400, 21211),
      code: 'bad-address',
      retryable: false,
    },
    { label: 'a landline', fault: twilioError(400, 21614), code: 'bad-address', retryable: false },
    { label: 'who said STOP', fault: twilioError(400, 21610), code: 'opted-out', retryable: false },
    { label: 'a full queue', fault: twilioError(400, 21611), code: 'throttled', retryable: true },
    {
      label: 'outside the 24 hours',
      fault: twilioError(400, 63016),
      code: 'window-closed',
      retryable: false,
    },
    { label: 'an unknown code', fault: twilioError(400, 99999), code: 'refused', retryable: false },
    {
      label: 'a 429 in HTML',
      fault: { status: 429, type: 'text/html', body: '<html>' },
      code: 'throttled',
      retryable: true,
    },
    {
      label: 'a 502 in HTML',
      fault: { status: 502, type: 'text/html', body: '<html>' },
      code: 'provider-down',
      retryable: true,
    },
    {
      label: 'a redirect',
      fault: { status: 302, headers: { location: 'https://evil.example/' } },
      code: 'misconfigured',
      retryable: true,
    },
    {
      label: 'JSON cut short',
      fault: { status: 201, body: '{"sid":"SM1","bo' },
      code: 'unknown-outcome',
      retryable: true,
    },
    {
      label: 'JSON null',
      fault: { status: 201, body: 'null' },
      code: 'unknown-outcome',
      retryable: true,
    },
    {
      label: 'no sid',
      fault: { status: 201, body: '{}' },
      code: 'unknown-outcome',
      retryable: true,
    },
    {
      label: 'an error in a 400 that is no object',
      fault: { status: 400, body: '[1]' },
      code: 'refused',
      retryable: false,
    },
    {
      label: 'a code that is no number',
      fault: { status: 400, body: '{"code":"constructor"}' },
      code: 'refused',
      retryable: false,
    },
    {
      label: 'an endless answer',
      fault: { status: 201, body: ' '.repeat(1_100_000) },
      code: 'unknown-outcome',
      retryable: true,
    },
  ] as const;
  for (const { label, fault, code, retryable } of refusals) {
    it(`tells ${label} as ${code}`, async () => {
      const { channel, provider } = await open();
      provider.fail(fault);
      const error = await sendErrorOf(channel.send(reply));
      await provider.close();
      expect(error).to.include({ code, retryable });
    });
  }

  it('gives the provider code and never its words', async () => {
    const { channel, provider } = await open();
    provider.fail(twilioError(400, 21211));
    const error = await sendErrorOf(channel.send(reply));
    await provider.close();
    expect(error.providerCode).to.equal('21211');
    expect(error.message).to.equal('bad-address');
  });

  it('leaves from the WhatsApp number', async () => {
    const { channel, provider } = await open();
    await channel.send({ ...reply, account: 'whatsapp', lastInboundAt });
    await provider.close();
    expect(provider.messages[0]).to.include({
      from: `whatsapp:${whatsapp}`,
      to: 'whatsapp:+6281234567890',
    });
  });

  it('refuses an account that has no number', async () => {
    const { channel, provider } = await open();
    const error = await sendErrorOf(channel.send({ ...reply, account: 'telegram' }));
    await provider.close();
    expect(error.code).to.equal('misconfigured');
    expect(provider.requests).to.have.length(0);
  });
});

describe('twilio find', () => {
  it('finds the message that was taken though no answer came', async () => {
    const { channel, provider, find } = await open();
    provider.fail({ cut: 'reset', when: 'after' });
    expect((await sendErrorOf(channel.send(reply))).code).to.equal('unknown-outcome');
    const receipt = await find(reply);
    await provider.close();
    expect(receipt).to.deep.equal({ providerId: provider.messages[0]?.sid });
  });

  const others = [
    { label: 'never taken', sent: undefined },
    { label: 'another text', sent: { ...reply, text: 'Halo lagi' } },
    { label: 'another recipient', sent: { ...reply, to: '+6281234567891' } },
    { label: 'from another account', sent: { ...reply, account: 'whatsapp', lastInboundAt } },
  ];
  for (const { label, sent } of others) {
    it(`finds nothing: ${label}`, async () => {
      const { channel, provider, find } = await open();
      if (sent) await channel.send(sent);
      const receipt = await find(reply);
      await provider.close();
      expect(receipt).to.equal(undefined);
    });
  }

  it('finds the newest of equal messages', async () => {
    const { channel, provider, find } = await open();
    await channel.send(reply);
    const second = await channel.send(reply);
    const found = await find(reply);
    await provider.close();
    expect(found).to.deep.equal(second);
  });

  const faults = [
    {
      label: 'a list that cannot be read',
      fault: { status: 200, body: '{"messages":[7]}' },
      code: 'unknown-outcome',
    },
    { label: 'a refusal', fault: twilioError(401, 20003), code: 'misconfigured' },
  ] as const;
  for (const { label, fault, code } of faults) {
    it(`tells ${label} as ${code}`, async () => {
      const { provider, find } = await open();
      provider.fail(fault);
      const error = await sendErrorOf(find(reply));
      await provider.close();
      expect(error.code).to.equal(code);
    });
  }
});

describe('twilio check', () => {
  const states = [
    { status: 'active', health: { state: 'up', code: null } },
    { status: 'suspended', health: { state: 'waiting', code: 'account-suspended' } },
  ];
  for (const { status, health } of states) {
    it(`tells that the account is ${status}`, async () => {
      const { channel, provider } = await open();
      provider.account.status = status;
      const heard = await channel.check?.();
      await provider.close();
      expect(heard).to.deep.equal([health]);
    });
  }

  it('tells a wrong token as a matter of the operator', async () => {
    const { channel, provider } = await open({ TWILIO_AUTH_TOKEN: 'lama' });
    const error = await sendErrorOf(channel.check?.() ?? Promise.resolve());
    await provider.close();
    expect(error).to.include({ code: 'misconfigured', providerCode: '20003' });
  });

  it('takes no answer for none', async () => {
    const { channel, provider } = await open();
    provider.fail({ status: 200, body: '<html>' });
    const error = await sendErrorOf(channel.check?.() ?? Promise.resolve());
    await provider.close();
    expect(error.code).to.equal('unknown-outcome');
  });
});
