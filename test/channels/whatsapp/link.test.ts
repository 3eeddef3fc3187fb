import { expect } from 'chai';
import type { ChannelEvent } from '../../../src/core/message.ts';
import { until } from '../../helpers/fake-whatsapp.ts';
import { connected, listening, openLinked, type LinkedWorld } from '../../helpers/linked-phone.ts';
import { reached } from '../../helpers/reached.ts';

const key = { remoteJid: '6281234567890@s.whatsapp.net', fromMe: false, id: 'M1' };

const healthIn = (heard: readonly ChannelEvent[]): unknown[] =>
  heard.flatMap((event) => (event.kind === 'health' ? [[event.state, event.code]] : []));

const wordsIn = (heard: readonly ChannelEvent[]): string[] =>
  heard.flatMap((event) => (event.kind === 'message' ? [event.text] : []));

/** Ends the pauses until the n-th connection is there. */
async function nthAfterPauses(world: LinkedWorld, n: number) {
  return until(() => {
    world.pass();
    return world.doubles.all[n - 1];
  });
}

describe('a linked phone', () => {
  let world: LinkedWorld;
  let heard: ChannelEvent[];
  beforeEach(async () => {
    world = await openLinked();
    heard = [];
  });
  afterEach(() => world.provider.close());

  it('hears what comes live and what waited while we were away', async () => {
    const socket = await listening(world, heard);
    const waited = Array.from({ length: 100 }, (_, n) => ({
      key: { ...key, id: `M${n}` },
      message: { conversation: `kata ${n}` },
    }));
    for (let n = 0; n < 100; n += 25) {
      socket.emit('messages.upsert', { messages: waited.slice(n, n + 25), type: 'append' });
    }
    const live = { key: { ...key, id: 'M100' }, message: { conversation: 'kata 100' } };
    socket.emit('messages.upsert', { messages: [live], type: 'notify' });
    await world.channel.stop!();
    expect(wordsIn(heard)).to.deep.equal(Array.from({ length: 101 }, (_, n) => `kata ${n}`));
    reached('waited-for-us', { 'messages that waited': 100, lost: 0, doubled: 0 });
  });

  it('delivers one after the other, and tries again what could not be stored', async () => {
    const stored: string[] = [];
    let refusals = 2;
    await world.channel.listen!(async (events) => {
      if (wordsIn(events).length > 0 && refusals-- > 0) throw new Error('no database');
      stored.push(...wordsIn(events));
    });
    const socket = await connected(world);
    const messages = ['satu', 'dua', 'tiga'].map((conversation, n) => ({
      key: { ...key, id: `M${n}` },
      message: { conversation },
    }));
    socket.emit('messages.upsert', { messages, type: 'notify' });
    await until(() => {
      world.pass();
      return stored.length === 3;
    });
    expect(stored).to.deep.equal(['satu', 'dua', 'tiga']);
  });

  it('says that it is up, down and up again, and pauses in between', async () => {
    const socket = await listening(world, heard);
    socket.close(428);
    (await nthAfterPauses(world, 2)).open();
    await world.channel.stop!();
    expect(healthIn(heard)).to.deep.equal([
      ['up', null],
      ['down', '428'],
      ['up', null],
    ]);
    expect(world.pauses[0]).to.equal(1_000);
  });

  for (const reason of [401, 403, 411, 440]) {
    it(`stops at ${reason} and waits for a person`, async () => {
      const socket = await listening(world, heard);
      socket.close(reason);
      await until(() => healthIn(heard).length === 2);
      expect(healthIn(heard)[1]).to.deep.equal(['waiting', String(reason)]);
      expect(world.channel.pairing!.now()).to.deep.equal({ state: 'refused' });
      expect(world.doubles.all).to.have.length(1);
      expect(world.pauses).to.deep.equal([]);
    });
  }

  it('listens and stops again and again', async () => {
    for (const n of [1, 2, 3]) {
      await world.channel.listen!(async (events) => void heard.push(...events));
      const socket = await world.doubles.nth(n);
      socket.open();
      const message = { key: { ...key, id: `M${n}` }, message: { conversation: String(n) } };
      socket.emit('messages.upsert', { messages: [message], type: 'notify' });
      await world.channel.stop!();
      expect(socket.ended).to.equal(true);
    }
    expect(wordsIn(heard)).to.deep.equal(['1', '2', '3']);
    await world.channel.stop!();
  });

  it('asks for nothing but what is needed', async () => {
    const { config } = await listening(world);
    expect(config).to.deep.include({
      syncFullHistory: false,
      markOnlineOnConnect: false,
      emitOwnEvents: false,
      browser: ['SapaKerja', 'Chrome', '1.0'],
    });
    expect(config.shouldIgnoreJid!('123@g.us')).to.equal(true);
    expect(config.shouldIgnoreJid!('status@broadcast')).to.equal(true);
    expect(config.shouldIgnoreJid!('6281234567890@s.whatsapp.net')).to.equal(false);
  });

  it('gives a phone that asks again the text that was sent', async () => {
    await world.provider.close();
    world = await openLinked({ sentText: async (id) => (id === '3EB0AA' ? 'Halo' : undefined) });
    const { config } = await listening(world);
    const kept = await config.getMessage!({ id: '3EB0AA' });
    expect(kept).to.deep.equal({ extendedTextMessage: { text: 'Halo' } });
    expect(await config.getMessage!({ id: 'other' })).to.equal(undefined);
  });

  it('keeps the credentials before the next message leaves', async () => {
    const socket = await listening(world);
    const { creds } = socket.config.auth;
    creds.nextPreKeyId = 77;
    socket.emit('creds.update', { nextPreKeyId: 77 });
    const to = '+6281234567890';
    const message = { id: 'x', account: 'whatsapp', to, text: 'a', lastInboundAt: 1 };
    await world.channel.send(message);
    const kept = (await world.vault.read('credentials', ['own'])).get('own');
    expect(JSON.parse(kept ?? '{}')).to.include({ nextPreKeyId: 77 });
  });

  it('sends nothing while the credentials cannot be kept', async () => {
    const socket = await listening(world);
    const kept = { ...world.vault };
    Object.assign(world.vault, { write: () => Promise.reject(new Error('no database')) });
    socket.emit('creds.update', {});
    const message = { id: 'x', account: 'whatsapp', to: '+6281234567890', text: 'a' };
    const error: unknown = await world.channel
      .send({ ...message, lastInboundAt: 1 })
      .catch((e: unknown) => e);
    Object.assign(world.vault, kept);
    expect(error).to.include({ code: 'unreachable', retryable: true });
    expect(socket.sent).to.deep.equal([]);
  });

  it('says what it could not read, and asks once when no copy came', async () => {
    const socket = await listening(world, heard);
    const stub = { key, messageStubType: 2, messageStubParameters: ['No session record'] };
    socket.emit('messages.upsert', { messages: [stub, stub], type: 'notify' });
    await until(() => world.pauses.length > 0);
    world.pass();
    await until(() => wordsIn(heard).length > 0);
    const asked = heard.find((event) => event.kind === 'message');
    expect(asked).to.include({ unreadable: true, from: '+6281234567890', text: '' });
    expect(asked?.key).not.to.include('M1');
    await until(() => healthIn(heard).length === 3);
    expect(healthIn(heard)).to.deep.equal([
      ['up', null],
      ['up', 'undecrypted-1'],
      ['up', null],
    ]);
  });

  it('reads the copy that comes later, under the key of the message itself', async () => {
    const socket = await listening(world, heard);
    const stub = { key, messageStubType: 2, messageStubParameters: ['No session record'] };
    socket.emit('messages.upsert', { messages: [stub], type: 'notify' });
    const copy = { key, message: { conversation: 'DAFTAR' } };
    socket.emit('messages.upsert', { messages: [copy], type: 'notify' });
    await until(() => wordsIn(heard).length > 0);
    world.pass();
    await world.channel.stop!();
    expect(wordsIn(heard)).to.deep.equal(['DAFTAR']);
    const read = heard.find((event) => event.kind === 'message');
    expect(read).to.include({ key: '6281234567890@s.whatsapp.net M1' });
  });
});

describe('linking a phone', () => {
  let world: LinkedWorld;
  let heard: ChannelEvent[];
  beforeEach(async () => {
    world = await openLinked({ linked: false });
    heard = [];
    await world.channel.listen!(async (events) => void heard.push(...events));
  });
  afterEach(() => world.provider.close());
  const pairing = () => world.channel.pairing!;

  const begin = async (phone?: string, nth = 1) => {
    const begun = pairing().begin(phone);
    const socket = await world.doubles.nth(nth);
    socket.emit('connection.update', { qr: 'gambar-1' });
    await begun;
    return socket;
  };

  /** What Baileys does when a phone has scanned the picture. */
  const scan = (socket: Awaited<ReturnType<typeof begin>>): void => {
    const { creds } = socket.config.auth;
    Object.assign(creds, { me: { id: '6281100000000:3@s.whatsapp.net' }, account: {} });
    socket.emit('creds.update', creds);
    socket.close(515);
  };

  it('calls nobody by itself', async () => {
    await until(() => heard.length);
    expect(healthIn(heard)).to.deep.equal([['waiting', 'not-linked']]);
    expect(world.doubles.all).to.deep.equal([]);
    expect(pairing().now()).to.deep.equal({ state: 'off' });
  });

  it('shows a picture, and the next when it has expired', async () => {
    const socket = await begin();
    expect(pairing().now()).to.deep.equal({ state: 'scan', qr: 'gambar-1' });
    socket.emit('connection.update', { qr: 'gambar-2' });
    await until(() => pairing().now().qr === 'gambar-2');
  });

  it('shows a code to type, asked for once', async () => {
    const socket = await begin('+6281100000000');
    socket.emit('connection.update', { qr: 'gambar-2' });
    await Promise.resolve();
    expect(pairing().now()).to.deep.equal({ state: 'scan', code: 'ABCD1234' });
    expect(socket.codesFor).to.deep.equal(['6281100000000']);
  });

  it('is linked after the phone said yes and a new connection was asked for', async () => {
    scan(await begin());
    const second = await nthAfterPauses(world, 2);
    second.open();
    await until(() => pairing().now().state === 'linked');
    expect(pairing().now()).to.deep.equal({ state: 'linked', phone: '+6281100000000' });
    expect(world.pauses).to.deep.equal([0]);
    expect((await world.vault.read('credentials', ['own'])).size).to.equal(1);
  });

  it('is off again when nobody scanned in time', async () => {
    (await begin()).close(408);
    await until(() => pairing().now().state === 'off');
    expect(healthIn(heard).at(-1)).to.deep.equal(['waiting', 'not-linked']);
    expect(world.doubles.all).to.have.length(1);
  });

  it('tells that WhatsApp refused, and may be tried anew', async () => {
    (await begin()).close(403);
    await until(() => pairing().now().state === 'refused');
    await begin(undefined, 2);
    expect(pairing().now().state).to.equal('scan');
  });

  it('begins anew with keys of its own when begun twice', async () => {
    const first = await begin();
    const second = await begin(undefined, 2);
    expect(first.ended).to.equal(true);
    expect(second.config.auth.creds.noiseKey).not.to.deep.equal(first.config.auth.creds.noiseKey);
  });

  it('forgets everything when it is ended', async () => {
    scan(await begin());
    (await nthAfterPauses(world, 2)).open();
    await until(() => pairing().now().state === 'linked');
    await pairing().end();
    expect(pairing().now()).to.deep.equal({ state: 'off' });
    expect((await world.vault.read('credentials', ['own'])).size).to.equal(0);
  });

  it('does not begin where another process listens', async () => {
    await world.channel.stop!();
    const error: unknown = await pairing()
      .begin()
      .catch((e: unknown) => e);
    expect(error).to.include({ code: 'unreachable', providerCode: 'not-listening' });
  });
});
