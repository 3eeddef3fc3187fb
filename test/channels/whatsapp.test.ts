import * as baileys from '@whiskeysockets/baileys';
import { expect } from 'chai';
import { openChannels } from '../../src/channels/index.ts';
import { loadBaileys } from '../../src/channels/whatsapp/baileys.ts';
import { whatsappId } from '../../src/channels/whatsapp/send.ts';
import { ConfigError } from '../../src/core/errors.ts';
import { describeChannel } from '../helpers/channel-cases.ts';
import { boom, type SocketDouble } from '../helpers/fake-whatsapp.ts';
import {
  connected,
  linkedStart,
  listening,
  openLinked,
  type LinkedWorld,
} from '../helpers/linked-phone.ts';

const secrets: string[] = [];

const open = async (timeout?: number): Promise<LinkedWorld> => {
  const world = await openLinked(timeout === undefined ? {} : { timeout });
  secrets.push(world.secret);
  return world;
};
type World = LinkedWorld;

const key = { remoteJid: '6281234567890@s.whatsapp.net', fromMe: false, id: 'M1' };
const daftar = { key, messageTimestamp: 1_795_395_600, message: { conversation: ' DAFTAR ' } };
const event = {
  kind: 'message',
  key: '6281234567890@s.whatsapp.net M1',
  from: '+6281234567890',
  phone: '+6281234567890',
  at: '2026-11-23T01:00:00.000Z',
} as const;

/** Messages that come live, or in `append` what waited while we were away. */
const upsert =
  (messages: readonly unknown[], type = 'notify') =>
  async (world: World) => {
    (await connected(world)).emit('messages.upsert', { messages, type });
  };

const update =
  (...statuses: number[]) =>
  async (world: World) => {
    const socket = await connected(world);
    const own = { ...key, fromMe: true, id: '3EB0AA' };
    for (const status of statuses)
      socket.emit('messages.update', [{ key: own, update: { status } }]);
  };

const report = { kind: 'report', providerId: '3EB0AA' } as const;
const outboundId = 'b7c1f6a2-0d5e-4a5e-9a55-2f6f3c6f7a01';
const receipt = { providerId: whatsappId(outboundId) };
const answered = { lastInboundAt: linkedStart.getTime() - 60_000 };

const acknowledging = (acknowledge: SocketDouble['acknowledge']) => async (world: World) => {
  (await listening(world)).acknowledge = acknowledge;
};

describeChannel<World>({
  name: 'whatsapp',
  open,
  secrets,
  receive: {
    valid: { arrives: upsert([daftar]), events: [{ ...event, text: ' DAFTAR ' }] },
    'empty text': {
      arrives: upsert([{ ...daftar, message: { stickerMessage: { url: 'x' } } }]),
      events: [{ ...event, text: '' }],
    },
    'missing sender': { arrives: upsert([{ ...daftar, key: { id: 'M1' } }]), events: [] },
    'missing signature': {
      impossible: 'nobody can call us: messages come over a connection that we opened ourselves',
    },
    'bad signature': {
      arrives: upsert([
        { key, messageTimestamp: 1, messageStubType: 2, messageStubParameters: ['Bad MAC'] },
      ]),
      events: [],
    },
    malformed: {
      arrives: upsert([
        { key: { ...key, remoteJid: 'x' }, message: null },
        { key, message: { ephemeralMessage: { message: null } } },
        { key: { ...key, id: '' }, message: { conversation: 'DAFTAR' } },
      ]),
      events: [],
    },
    repeated: {
      arrives: upsert([daftar, daftar]),
      events: [
        { ...event, text: ' DAFTAR ' },
        { ...event, text: ' DAFTAR ' },
      ],
    },
    'out of order': {
      arrives: update(4, 3),
      events: [
        { ...report, status: 'read' },
        { ...report, status: 'delivered' },
      ],
    },
    'delivery report': { arrives: update(3), events: [{ ...report, status: 'delivered' }] },
    'unknown status': { arrives: update(17, 1), events: [] },
  },
  send: {
    accepted: {
      message: answered,
      fault: async (world) => void (await listening(world)),
      receipt,
      finds: async ({ doubles }) => {
        const [sent] = (await doubles.nth(1)).sent;
        expect(sent).to.deep.equal({
          jid: '6281234567890@s.whatsapp.net',
          text: 'NIK harus 16 angka. Ketik lagi.',
          id: receipt.providerId,
        });
      },
    },
    'non-GSM text': {
      message: { ...answered, text: 'Sugeng enjing 😀 ꦱꦸꦒꦼꦁ' },
      fault: async (world) => void (await listening(world)),
      receipt,
      finds: async ({ doubles }) => {
        expect((await doubles.nth(1)).sent[0]?.text).to.equal('Sugeng enjing 😀 ꦱꦸꦒꦼꦁ');
      },
    },
    'over-long': {
      message: { ...answered, text: 'a'.repeat(65_537) },
      error: { code: 'refused', retryable: false },
    },
    throttled: {
      impossible: 'WhatsApp tells a linked phone nothing before it bans it; we keep our own pace',
    },
    broken: {
      message: answered,
      fault: acknowledging(async () => ({ attrs: { error: '503' } })),
      error: { code: 'provider-down', retryable: true },
    },
    refused: {
      message: answered,
      fault: acknowledging(async () => ({ attrs: { error: '463' } })),
      error: { code: 'refused', retryable: false },
    },
    unreachable: { message: answered, error: { code: 'unreachable', retryable: true } },
    hangs: {
      message: answered,
      fault: acknowledging(() => new Promise(() => undefined)),
      error: { code: 'unknown-outcome', retryable: true },
    },
    'cut off': {
      message: answered,
      fault: acknowledging(() => Promise.reject(new Error('socket hang up'))),
      error: { code: 'unknown-outcome', retryable: true },
    },
    'HTML answer': {
      impossible: 'the connection is encrypted from end to end: a proxy cannot answer in its place',
    },
  },
});

describe('whatsapp channel', () => {
  const surroundings = { publicUrl: 'https://gw.example.go.id' };

  it('is off without its setting, and when it says so', async () => {
    expect(await openChannels({}, surroundings)).to.deep.equal([]);
    expect(await openChannels({ WHATSAPP_LINKED: 'off' }, surroundings)).to.deep.equal([]);
  });

  it('is on, with the pace of an ordinary person', async () => {
    const [channel] = await openChannels({ WHATSAPP_LINKED: 'on' }, surroundings);
    expect(channel).to.include({ name: 'whatsapp', rate: 0.5 });
  });

  const mistakes = [
    { label: 'another word than on or off', env: { WHATSAPP_LINKED: 'ya' } },
    {
      label: 'an address that is no socket',
      env: { WHATSAPP_LINKED: 'on', WHATSAPP_SOCKET_URL: 'http://127.0.0.1' },
    },
  ];
  for (const { label, env } of mistakes) {
    it(`refuses ${label}`, async () => {
      const opened = await openChannels(env, surroundings).catch((error: unknown) => error);
      expect(opened).to.be.instanceOf(ConfigError);
    });
  }

  it('says how to install the package where it is missing', async () => {
    const missing = Object.assign(new Error('Cannot find package'), {
      code: 'ERR_MODULE_NOT_FOUND',
    });
    const error = await loadBaileys(() => Promise.reject(missing)).catch((e: unknown) => e);
    expect(error).to.be.instanceOf(ConfigError).with.property('message').that.includes('optional');
  });

  it('stays off while the signature check accepts tampered data', async () => {
    const Curve = Object.freeze({ ...baileys.Curve, verify: () => true });
    const error = await loadBaileys(async () => ({ ...baileys, Curve })).catch((e: unknown) => e);
    expect(error).to.be.instanceOf(ConfigError);
  });

  it('never writes first', async () => {
    const { channel } = await open();
    const sending = channel.send({ id: 'x', account: 'whatsapp', to: '+6281234567890', text: 'a' });
    const error: unknown = await sending.catch((e: unknown) => e);
    expect(error).to.include({ code: 'refused', retryable: false, providerCode: 'never-wrote' });
  });

  it('gives each attempt of a message the same id', async () => {
    const world = await open();
    const socket = await listening(world);
    const message = { id: outboundId, account: 'whatsapp', to: '123@lid', text: 'a', ...answered };
    await world.channel.send(message);
    await world.channel.send(message);
    expect(socket.sent.map(({ jid, id }) => ({ jid, id }))).to.deep.equal([
      { jid: '123@lid', id: receipt.providerId },
      { jid: '123@lid', id: receipt.providerId },
    ]);
    await world.provider.close();
  });

  it('knows a connection that closed before anything left', async () => {
    const world = await open();
    const socket = await listening(world);
    socket.acknowledge = () => Promise.reject(boom(428));
    const message = { id: 'x', account: 'whatsapp', to: '+6281234567890', text: 'a', ...answered };
    const error: unknown = await world.channel.send(message).catch((e: unknown) => e);
    expect(error).to.include({ code: 'unreachable' });
    await world.provider.close();
  });
});
