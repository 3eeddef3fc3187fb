import { inspect } from 'node:util';
import { expect } from 'chai';
import * as fc from 'fast-check';
import type { Channel } from '../../src/channels/channel.ts';
import { openChannels } from '../../src/channels/index.ts';
import { ConfigError, RejectedRequest } from '../../src/core/errors.ts';
import { describeChannel, parseBy, sendErrorOf, webhookRequest } from '../helpers/channel-cases.ts';
import { kannelLogin, openFakeKannel, smsboxSays } from '../helpers/fake-kannel.ts';
import { fetchOnly, patience, type Recorded } from '../helpers/fake-provider.ts';

const secret = 'jalan-yang-tak-tertebak-7f3';
const path = `/webhooks/kannel/${secret}`;
const uuid = '5a24b0f8-26f5-4fec-8fad-e13526c6b53e';

const settingsAt = (url: string) => ({
  KANNEL_SENDSMS_URL: `${url}/cgi-bin/sendsms`,
  KANNEL_USER: kannelLogin.username,
  KANNEL_PASSWORD: kannelLogin.password,
  KANNEL_FROM: '6281100000000',
  KANNEL_SECRET: secret,
});

async function open(
  changes: Readonly<Record<string, string>> = {},
  timeout: number = patience.answered,
) {
  const provider = await openFakeKannel();
  const [channel] = await openChannels(
    { ...settingsAt(provider.url), ...changes },
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

/** A request of smsbox, its query as it writes it. */
const got = (query: string, at = path) => ({
  ...webhookRequest(`${at}?${query}`, ''),
  method: 'GET',
});

const inbound = (changes: Readonly<Record<string, string>> = {}): string =>
  Object.entries({
    id: uuid,
    ts: '1795435351',
    sender: '081234567890',
    to: '62811',
    message: 'DAFTAR%233508105201990001%23SITI+AMINAH%23SMK',
    charset: 'UTF-8',
    ...changes,
  })
    .map((pair) => pair.join('='))
    .join('&');

const report = (status: string) => got(`id=o-1&status=${status}`, `${path}/status`);

const event = {
  kind: 'message',
  account: 'sms',
  key: uuid,
  from: '+6281234567890',
  text: 'DAFTAR#3508105201990001#SITI AMINAH#SMK',
  at: '2026-11-23T12:02:31.000Z',
} as const;
const told = { kind: 'report', account: 'sms', providerId: 'o-1' } as const;

const receipt = { providerId: 'b7c1f6a2-0d5e-4a5e-9a55-2f6f3c6f7a01' };
const pathIsProof = {
  impossible:
    'Kannel signs nothing: the unguessable path is the proof, and another path is no route',
};

/** Parameters of a request that reached smsbox, without those that are the same in all. */
function asked({ method, query }: Recorded): Record<string, string> {
  const all = Object.fromEntries(query);
  expect({ method, ...all }).to.include({ method: 'GET', ...kannelLogin, from: '6281100000000' });
  return all;
}

describeChannel({
  name: 'kannel',
  open: (timeout) => open({}, timeout),
  secrets: [secret, kannelLogin.password],
  receive: {
    valid: { request: got(inbound()), events: [event] },
    'empty text': { request: got(inbound({ message: '' })), events: [{ ...event, text: '' }] },
    'missing sender': { request: got(inbound({ sender: '' })), rejected: 400 },
    'missing signature': pathIsProof,
    'bad signature': pathIsProof,
    malformed: { request: got('message=DAFTAR&sender=081234567890'), rejected: 400 },
    repeated: { request: [got(inbound()), got(inbound())], events: [event, event] },
    'out of order': {
      request: [report('1'), report('8')], // as 1.4.5 really tells them
      events: [
        { ...told, status: 'delivered' },
        { ...told, status: 'sent' },
      ],
    },
    'delivery report': {
      request: report('2'),
      events: [{ ...told, status: 'failed', code: 'not-delivered' }],
    },
    'unknown status': { request: report('32'), events: [] },
  },
  send: {
    accepted: {
      receipt,
      sees: (request) =>
        expect(asked(request)).to.include({
          to: '+6281234567890',
          text: 'NIK harus 16 angka. Ketik lagi.',
          charset: 'UTF-8',
          coding: '0',
          'dlr-mask': '31',
          'dlr-url': `https://gw.example.go.id${path}/status?id=${receipt.providerId}&status=%d`,
        }),
    },
    'non-GSM text': {
      message: { text: 'ꦱ😀' },
      receipt,
      sees: ({ path: way, query }) => {
        expect(way).to.equal('/cgi-bin/sendsms');
        expect(query.get('coding')).to.equal('2');
        expect(query.has('charset')).to.equal(false);
      },
    },
    'over-long': {
      message: { text: 'a'.repeat(2000) }, // Kannel cuts it into parts: max-messages of docs/kannel.conf
      receipt,
      sees: (request) => expect(asked(request)['text']).to.have.length(2000),
    },
    throttled: {
      fault: { ...smsboxSays(429, 'Slow down'), headers: { 'retry-after': '7' } },
      error: { code: 'throttled', retryable: true, retryAfter: 7_000 },
    },
    broken: {
      fault: smsboxSays(503, 'Temporal failure, try again later.'),
      error: { code: 'provider-down', retryable: true },
    },
    refused: {
      fault: smsboxSays(403, 'Not routable. Do not try again.'),
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
    'HTML answer': {
      fault: { status: 200, type: 'text/html', body: '<html>Masuk ke jaringan</html>' },
      error: { code: 'unknown-outcome', retryable: true },
    },
  },
});

/** UTF-16BE as Kannel percent-encodes it: letters and digits stand for themselves, a space is `+`. */
const asKannelWrites = (bytes: Uint8Array): string =>
  [...bytes]
    .map((byte) => {
      const letter = String.fromCharCode(byte);
      if (/[0-9A-Za-z]/.test(letter)) return letter;
      return byte === 0x20 ? '+' : `%${byte.toString(16).padStart(2, '0').toUpperCase()}`;
    })
    .join('');

const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

describe('kannel channel', () => {
  let channel: Channel;
  before(async () => {
    const { channel: opened, provider } = await open();
    channel = opened;
    await provider.close();
  });

  const textOf = (query: string): unknown => {
    const [first] = parseBy(channel, got(query)).events;
    return first?.kind === 'message' ? first.text : undefined;
  };

  const texts = [
    {
      label: 'UCS-2 as 1.4.5 wrote it',
      message: '%00H%00a%00i%00+%D8%3D%DE%00',
      charset: 'UTF-16BE',
      expected: 'Hai 😀',
    },
    { label: 'UTF-8', message: 'Rp%E2%82%AC%7B%5D', charset: 'UTF-8', expected: 'Rp€{]' },
    { label: 'a plus and a percent', message: 'a%2Bb%25', charset: 'UTF-8', expected: 'a+b%' },
    { label: 'the older name', message: 'YA', charset: 'GSM', expected: 'YA' },
    { label: 'recoded text', message: 'caf%E9', charset: 'WINDOWS-1252', expected: 'café' },
    { label: 'half a percent', message: '50%', charset: 'UTF-8', expected: '50%' },
    { label: 'a ringtone', message: '%06%05%04', charset: 'binary', expected: '' },
    { label: 'no charset', message: 'YA', charset: '', expected: 'YA' },
  ];
  for (const { label, message, charset, expected } of texts) {
    it(`reads ${label}`, () => {
      expect(textOf(inbound({ message, charset }))).to.equal(expected);
    });
  }

  it('reads every text that may come as UCS-2', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 100 }), (text) => {
        fc.pre(!text.startsWith('\ufeff'));
        const message = asKannelWrites(utf16be(text));
        expect(textOf(inbound({ message, charset: 'UTF-16BE' }))).to.equal(text);
      }),
    );
  });

  it('gives smsbox the very bytes of a text that is not GSM-7', async () => {
    const seen: string[] = [];
    const [sending] = await openChannels(settingsAt('http://127.0.0.1:9'), {
      publicUrl: 'https://gw.example.go.id',
      fetch: async (input) => {
        seen.push(String(input instanceof Request ? input.url : input));
        return new Response('0: Accepted for delivery', { status: 202 });
      },
    });
    const written = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });
    for (const text of fc.sample(written, 100).map((some) => `ꦱ${some}`)) {
      await sending?.send({ id: 'o-1', account: 'sms', to: '+6281234567890', text });
      const bytes = /[?&]text=([^&]*)/.exec(seen.at(-1) ?? '')?.[1] ?? '';
      const raw = Buffer.from(bytes.replaceAll('%', ''), 'hex');
      expect(raw.swap16().toString('utf16le')).to.equal(text);
    }
  });

  it('throws nothing but a rejection, whatever query comes', () => {
    const piece = fc.oneof(
      fc.constantFrom('id', 'sender', 'message', 'charset', 'ts', 'status', '=', '&', '%', '+'),
      fc.constantFrom('UTF-16BE', 'utf-8', '%D8', '%00', '%zz', uuid, '081234567890'),
      fc.string(),
    );
    const queries = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(queries, fc.constantFrom(path, `${path}/status`), (query, at) => {
        const request = got(query.replaceAll('#', '%23'), at);
        try {
          for (const found of parseBy(channel, request).events)
            expect(found.kind).to.be.a('string');
        } catch (error) {
          expect(error).to.be.instanceOf(RejectedRequest);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('answers with nothing, because an answer would be sent as SMS', () => {
    for (const request of [got(inbound()), report('8')]) {
      expect(parseBy(channel, request).reply).to.deep.equal({ status: 200 });
    }
  });

  it('has no webhook but those behind the secret', () => {
    const routes = channel.webhooks.map((webhook) => `${webhook.method} ${webhook.path}`);
    expect(routes).to.deep.equal([`GET ${path}`, `GET ${path}/status`]);
  });
});

describe('kannel reports', () => {
  const cases = [
    { bit: '1', expected: { status: 'delivered' } },
    { bit: '2', expected: { status: 'failed', code: 'not-delivered' } },
    { bit: '4', expected: { status: 'sending' } },
    { bit: '8', expected: { status: 'sent' } },
    { bit: '16', expected: { status: 'failed', code: 'rejected-by-smsc' } },
    { bit: '3', expected: undefined },
    { bit: '%d', expected: undefined },
    { bit: '', expected: undefined },
  ];
  for (const { bit, expected } of cases) {
    it(`${bit || '(empty)'} is ${expected?.status ?? 'no event'}`, async () => {
      const { channel, provider } = await open();
      await provider.close();
      const { events } = parseBy(channel, report(bit));
      expect(events).to.deep.equal(expected ? [{ ...told, ...expected }] : []);
    });
  }
});

describe('kannel send', () => {
  const message = { id: 'o-1', account: 'sms', to: '+6281234567890', text: 'Halo' };

  it('takes "queued for later" for an acceptance', async () => {
    const { channel, provider } = await open();
    provider.fail(smsboxSays(202, '3: Queued for later delivery'));
    expect(await channel.send(message)).to.deep.equal({ providerId: 'o-1' });
    await provider.close();
  });

  const refusals = [
    {
      label: 'a number that is none',
      changes: {},
      to: 'DISNAKER',
      code: 'bad-address',
      retryable: false,
    },
    {
      label: 'a wrong password',
      changes: { KANNEL_PASSWORD: 'salah-sandi' },
      to: message.to,
      code: 'misconfigured',
      retryable: true,
    },
    {
      label: 'a wrong address',
      changes: { KANNEL_SENDSMS_URL: 'set below' },
      to: message.to,
      code: 'misconfigured',
      retryable: true,
    },
  ];
  for (const { label, changes, to, code, retryable } of refusals) {
    it(`tells ${label} as ${code}`, async () => {
      const provider = await openFakeKannel();
      const elsewhere = { KANNEL_SENDSMS_URL: `${provider.url}/kirim` };
      const given = 'KANNEL_SENDSMS_URL' in changes ? elsewhere : changes;
      const [channel] = await openChannels(
        { ...settingsAt(provider.url), ...given },
        { publicUrl: 'https://gw.example.go.id', fetch: fetchOnly(provider.host) },
      );
      const error = await sendErrorOf(channel?.send({ ...message, to }) ?? Promise.resolve());
      await provider.close();
      expect(error).to.include({ code, retryable });
      expect(inspect(error, { depth: 9 })).not.to.include('sandi');
    });
  }

  it('has reports brought to KANNEL_CALLBACK_URL where it is set', async () => {
    const { channel, provider } = await open({ KANNEL_CALLBACK_URL: 'http://127.0.0.1:3000/' });
    await channel.send(message);
    await provider.close();
    expect(provider.requests[0]?.query.get('dlr-url')).to.equal(
      `http://127.0.0.1:3000${path}/status?id=o-1&status=%d`,
    );
  });
});

describe('kannel account', () => {
  it('tells its own number, to which nothing may be sent', async () => {
    const { channel, provider } = await open();
    await provider.close();
    const [account] = channel.accounts;
    expect(account).to.deep.equal({ name: 'sms', medium: 'sms', phone: '+6281100000000' });
  });
});

describe('kannel check', () => {
  it('is up when smsbox refuses a message to nobody', async () => {
    const { channel, provider } = await open();
    expect(await channel.check?.()).to.deep.equal([{ account: 'sms', state: 'up', code: null }]);
    await provider.close();
  });

  it('says when the password is wrong, and when nobody is there', async () => {
    const { channel, provider } = await open({ KANNEL_PASSWORD: 'salah' });
    const wrong = await sendErrorOf(channel.check?.() ?? Promise.resolve());
    await provider.close();
    const gone = await sendErrorOf(channel.check?.() ?? Promise.resolve());
    expect([wrong.code, gone.code]).to.deep.equal(['misconfigured', 'unreachable']);
  });
});

describe('KANNEL_SECRET', () => {
  for (const bad of ['pendek', 'dengan/garis-miring', 'dengan spasi di dalam', 'a'.repeat(101)]) {
    it(`may not be "${bad.slice(0, 30)}"`, async () => {
      const env = { ...settingsAt('http://127.0.0.1:9'), KANNEL_SECRET: bad };
      const error = await openChannels(env, { publicUrl: 'http://x' }).catch(
        (thrown: unknown) => thrown,
      );
      expect(error).to.be.instanceOf(ConfigError);
      expect(String(error)).to.include('KANNEL_SECRET').and.not.include(bad);
    });
  }
});
