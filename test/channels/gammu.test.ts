import { expect } from 'chai';
import type { Channel } from '../../src/channels/channel.ts';
import { openChannels } from '../../src/channels/index.ts';
import type { Vault } from '../../src/channels/kind.ts';
import { openMemoryVault } from '../../src/channels/memory-vault.ts';
import { ConfigError } from '../../src/core/errors.ts';
import type { ChannelEvent, OutboundMessage } from '../../src/core/message.ts';
import { describeChannel, sendErrorOf } from '../helpers/channel-cases.ts';
import type { Dialect } from '../helpers/databases.ts';
import { arrive, openGammuTables, sendAll, type GammuTables } from '../helpers/gammu-tables.ts';
import { patience } from '../helpers/fake-provider.ts';
import { until } from '../helpers/until.ts';

const password = 'sandi-gammu-rahasia';
const id = 'b7c1f6a2-0d5e-4a5e-9a55-2f6f3c6f7a01';
const start = Date.parse('2026-11-23T08:00:00+07:00');

interface World {
  readonly channel: Channel;
  readonly provider: GammuTables & {
    /** The database goes away. */
    vanish(): Promise<void>;
    /** To be undone before it is closed. */
    readonly held: (() => Promise<unknown>)[];
  };
  readonly pass: (ms: number) => void;
}

function withPassword(url: string): string {
  return url.replace('postgres@', `postgres:${password}@`);
}

async function openOn(
  dialect: Dialect,
  options: { readonly vault?: Vault; readonly phone?: string; readonly timeout?: number } = {},
): Promise<World> {
  const tables = await openGammuTables(dialect);
  const vault = options.vault ?? openMemoryVault();
  let now = start;
  const [channel] = await openChannels(
    { GAMMU_DATABASE_URL: withPassword(tables.url), GAMMU_PHONE_ID: options.phone },
    {
      publicUrl: 'https://gw.example.go.id',
      timeout: options.timeout ?? patience.answered,
      clock: () => new Date(now),
      vault: () => vault,
    },
  );
  if (!channel) throw new Error('the channel is off');
  const held: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const undo of held) await undo();
    await channel.stop?.();
    await tables.close();
  };
  const pass = (ms: number): void => void (now += ms);
  return { channel, provider: { ...tables, close, held, vanish: () => tables.close() }, pass };
}

/** Resolves when nothing waits in the inbox. */
async function taken({ sql }: GammuTables): Promise<void> {
  await until(async () => !(await sql('inbox').where({ Processed: 'false' }).first('ID')));
}

/** Resolves when everything was looked at once more. */
async function looked({ provider }: World): Promise<void> {
  for (let n = 0; n < 3; n += 1) {
    await arrive(provider, { text: 'siapa?', sender: '' }); // nobody's: no event
    await taken(provider);
  }
}

const outboxOf = ({ sql }: GammuTables): Promise<Record<string, unknown>[]> =>
  sql('outbox').select().orderBy('ID');

const event = {
  kind: 'message',
  account: 'sms',
  key: '1 2026-11-23 08:00:00 +6281234567890',
  from: '+6281234567890',
  text: 'DAFTAR',
} as const;
const told = { kind: 'report', account: 'sms', providerId: id } as const;
const receipt = { providerId: id };
const message: OutboundMessage = { id, account: 'sms', to: '+6281234567890', text: 'Halo' };
const noRequest = {
  impossible: 'no request comes from Gammu: whoever may write its tables is Gammu to us',
};

const lock: Record<Dialect, string> = {
  postgres: 'lock table outbox in access exclusive mode',
  sqlite: 'delete from outbox',
};

/** Another program sits on the outbox. */
async function sitOnOutbox(dialect: Dialect, { provider }: World): Promise<void> {
  const trx = await provider.sql.transaction();
  await trx.raw(lock[dialect]);
  provider.held.push(() => trx.rollback());
}

/** PostgreSQL ends the connection in the middle of the hand-over. */
async function cutInTheMiddle({ provider }: World): Promise<void> {
  await provider.sql.raw(`create function cut() returns trigger language plpgsql as
    'begin perform pg_terminate_backend(pg_backend_pid()); return new; end'`);
  await provider.sql.raw(
    'create trigger cut before insert on outbox for each row execute function cut()',
  );
}

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`on ${dialect}`, () => {
    describeChannel({
      name: 'gammu',
      open: (timeout) => openOn(dialect, { timeout }),
      secrets: [password],
      receive: {
        valid: {
          arrives: async ({ provider }) => {
            await arrive(provider, { text: 'DAFTAR' });
            await taken(provider);
          },
          events: [event],
        },
        'empty text': {
          arrives: async ({ provider }) => {
            await arrive(provider, { text: '' });
            await taken(provider);
          },
          events: [{ ...event, text: '' }],
        },
        'missing sender': {
          arrives: async ({ provider }) => {
            await arrive(provider, { text: 'DAFTAR', sender: '' });
            await taken(provider);
          },
          events: [],
        },
        'missing signature': noRequest,
        'bad signature': noRequest,
        malformed: {
          arrives: async ({ provider }) => {
            await arrive(provider, { text: 'DAFTAR', udh: '05ZZ' });
            await taken(provider);
          },
          events: [event],
        },
        repeated: {
          arrives: async ({ provider }) => {
            await arrive(provider, { text: 'DAFTAR' });
            await taken(provider);
            await provider.sql('inbox').update({ Processed: 'false' });
            await taken(provider);
          },
          events: [event, event],
        },
        'out of order': {
          arrives: async ({ provider }) => {
            await arrive(provider, { text: 'TAR', udh: '050003070202' });
            await arrive(provider, { text: 'DAF', udh: '050003070201' });
            await taken(provider);
          },
          events: [event],
        },
        'delivery report': {
          arrives: async (world) => {
            await world.channel.send(message);
            await sendAll(world.provider, 'DeliveryOK');
            await looked(world);
          },
          events: [{ ...told, status: 'delivered' }],
        },
        'unknown status': {
          arrives: async (world) => {
            await world.channel.send(message);
            await sendAll(world.provider, 'Pondering');
            await looked(world);
          },
          events: [],
        },
      },
      send: {
        accepted: {
          receipt,
          finds: async ({ provider }) => {
            const [row, ...more] = await outboxOf(provider);
            expect(more).to.deep.equal([]);
            expect(row).to.include({
              DestinationNumber: '+6281234567890',
              TextDecoded: 'NIK harus 16 angka. Ketik lagi.',
              CreatorID: id,
              Coding: 'Default_No_Compression',
              UDH: null,
              Class: -1,
              RelativeValidity: 169,
              DeliveryReport: 'yes',
            });
            expect(String(row?.['MultiPart'])).to.equal('false');
          },
        },
        'non-GSM text': {
          message: { text: 'ꦱꦸꦒꦼꦁ 😀' },
          receipt,
          finds: async ({ provider }) => {
            const [row] = await outboxOf(provider);
            expect(row).to.include({
              TextDecoded: 'ꦱꦸꦒꦼꦁ 😀',
              Coding: 'Unicode_No_Compression',
            });
          },
        },
        'over-long': {
          message: { text: 'a'.repeat(400) },
          receipt,
          finds: async ({ provider }) => {
            const [row] = await outboxOf(provider);
            expect(row).to.include({ TextDecoded: 'a'.repeat(153), UDH: '050003B70301' });
            expect(String(row?.['MultiPart'])).to.equal('true');
            const rest: unknown = await provider
              .sql('outbox_multipart')
              .select('ID', 'SequencePosition', 'UDH')
              .orderBy('SequencePosition');
            expect(rest).to.deep.equal([
              { ID: row?.['ID'], SequencePosition: 2, UDH: '050003B70302' },
              { ID: row?.['ID'], SequencePosition: 3, UDH: '050003B70303' },
            ]);
          },
        },
        throttled: {
          impossible: 'SMSD takes rows as fast as they are written: the rate is kept by us',
        },
        broken: {
          fault: async ({ provider }) => {
            await provider.sql.schema.dropTable('outbox');
          },
          error: { code: 'misconfigured', retryable: true },
        },
        refused: {
          message: { text: 'a'.repeat(153 * 255 + 1) },
          error: { code: 'refused', retryable: false },
        },
        unreachable: {
          fault: ({ provider }) => provider.vanish(),
          error: { code: 'unreachable', retryable: true },
        },
        hangs: {
          fault: (world) => sitOnOutbox(dialect, world),
          error: { code: 'provider-down', retryable: true },
        },
        'cut off':
          dialect === 'sqlite'
            ? { impossible: 'a file has no connection that could be cut' }
            : {
                fault: cutInTheMiddle,
                error: { code: 'unreachable', retryable: true },
                finds: async ({ provider }) => {
                  expect(await outboxOf(provider)).to.deep.equal([]);
                },
              },
        'HTML answer': { impossible: 'a database answers with rows and never with a page' },
      },
    });

    describe('gammu channel', () => {
      let world: World;
      beforeEach(async () => {
        world = await openOn(dialect);
      });
      afterEach(() => world.provider.close());

      /** Events but those of health, as they come. */
      async function listen(): Promise<ChannelEvent[]> {
        const heard: ChannelEvent[] = [];
        await world.channel.listen?.(async (events) => {
          heard.push(...events.filter(({ kind }) => kind !== 'health'));
        });
        return heard;
      }

      it('hands a message over once, however often it is told to', async () => {
        const all = [1, 2, 3].map(() => world.channel.send(message));
        // SQLite has one writer: who meets another is told to try again, and finds it done.
        await Promise.allSettled(all);
        expect(await world.channel.send(message)).to.deep.equal(receipt);
        expect(await outboxOf(world.provider)).to.have.length(1);
        await sendAll(world.provider, 'SendingOK');
        expect(await world.channel.send(message)).to.deep.equal(receipt);
        expect(await outboxOf(world.provider)).to.have.length(0);
      });

      it('listens and sends again after it was stopped', async () => {
        await listen();
        await world.channel.stop?.();
        await arrive(world.provider, { text: 'DAFTAR' });
        const heard = await listen();
        await taken(world.provider);
        expect(heard).to.deep.equal([event]);
        await world.channel.stop?.();
        expect(await world.channel.send(message)).to.deep.equal(receipt);
      });

      it('finds what it has handed over, before and after it was sent', async () => {
        expect(await world.channel.find?.(message)).to.equal(undefined);
        await world.channel.send(message);
        expect(await world.channel.find?.(message)).to.deep.equal(receipt);
        await sendAll(world.provider, 'SendingError');
        expect(await world.channel.find?.(message)).to.deep.equal(receipt);
      });

      it('marks nothing as taken that was not stored', async () => {
        let tries = 0;
        const heard: ChannelEvent[] = [];
        await world.channel.listen?.(async (events) => {
          tries += 1;
          if (tries < 3) throw new Error('the database is down');
          heard.push(...events);
        });
        await arrive(world.provider, { text: 'DAFTAR' });
        await taken(world.provider);
        expect(heard.find(({ kind }) => kind === 'message')).to.deep.equal(event);
        expect(tries).to.be.at.least(3);
      });

      it('waits ten minutes for a missing part, then takes what is there', async () => {
        const heard = await listen();
        await arrive(world.provider, { text: 'TANYA ', udh: '050003070301' });
        await arrive(world.provider, { text: 'gaji?', udh: '050003070303' });
        await arrive(world.provider, { text: 'MENU', sender: '+6281234567891' });
        const left = (): Promise<unknown[]> =>
          world.provider.sql('inbox').where({ Processed: 'false' }).select('ID');
        await until(async () => (await left()).length === 2);
        expect(heard.map((one) => one.kind === 'message' && one.text)).to.deep.equal(['MENU']);
        world.pass(599_000);
        await arrive(world.provider, { text: 'YA', sender: '+6281234567891' });
        await until(() => heard.length === 2);
        expect(await left()).to.have.length(2);
        world.pass(1_000);
        await taken(world.provider);
        expect(heard.at(-1)).to.include({ text: 'TANYA  (...) gaji?', from: '+6281234567890' });
      });

      it('tells how each part fared', async () => {
        const heard = await listen();
        await world.channel.send({ ...message, text: 'a'.repeat(400) });
        await sendAll(world.provider, 'SendingOK');
        await until(() => heard.length === 1);
        const raise = (part: number, status: string): Promise<unknown> =>
          world.provider
            .sql('sentitems')
            .where({ SequencePosition: part })
            .update({ Status: status, UpdatedInDB: '2099-01-01 00:00:00' });
        await raise(1, 'DeliveryOK');
        await looked(world);
        await raise(2, 'DeliveryOK');
        await raise(3, 'DeliveryOK');
        await until(() => heard.length === 2);
        expect(heard).to.deep.equal([
          { ...told, status: 'sent' },
          { ...told, status: 'delivered' },
        ]);
      });

      it('tells why a message was not sent', async () => {
        const heard = await listen();
        await world.channel.send(message);
        await sendAll(world.provider, 'SendingError', 38);
        await until(() => heard.length === 1);
        expect(heard).to.deep.equal([{ ...told, status: 'failed', code: 'SendingError-38' }]);
      });

      it('says nothing of what other programs send', async () => {
        const heard = await listen();
        await world.channel.send({ ...message, id: 'Gammu 1.42.0' });
        await sendAll(world.provider, 'DeliveryOK');
        await looked(world);
        expect(heard).to.deep.equal([]);
      });

      const beat = (at: string, changes: object = {}) =>
        world.provider
          .sql('phones')
          .insert({ IMEI: '999', TimeOut: at, Battery: 100, Signal: 42, ...changes })
          .onConflict('IMEI')
          .merge();

      const other = { ...message, id: id.replace('b', 'c') };
      const third = { ...message, id: id.replace('b', 'd') };

      it('gives a silent modem one message, and the rest when it has taken that', async () => {
        await beat('2026-11-23 01:00:10');
        await world.channel.check?.();
        world.pass(301_000);
        expect(await world.channel.send(message)).to.deep.equal(receipt);
        const error = await sendErrorOf(world.channel.send(other));
        expect(error).to.include({ code: 'provider-down', providerCode: 'modem-silent' });
        expect(await world.channel.send(message)).to.deep.equal(receipt); // it has that one already
        await sendAll(world.provider, 'SendingOK'); // it lives, only its heartbeat is off
        expect(await world.channel.send(other)).to.deep.equal({ providerId: other.id });
        await beat('2026-11-23 01:09:00');
        expect(await world.channel.send(third)).to.deep.equal({ providerId: third.id });
      });

      it('knows how the modem is, and that it has fallen silent', async () => {
        const check = async (): Promise<unknown> => (await world.channel.check?.())?.[0];
        expect(await check()).to.deep.equal({ account: 'sms', state: 'down', code: 'no-modem' });
        await beat('2026-11-23 01:00:10');
        const up = { account: 'sms', state: 'up', code: null, signal: 42, battery: 100 };
        expect(await check()).to.deep.equal(up);
        world.pass(290_000);
        await beat('2026-11-23 01:05:00', { Battery: -1 });
        expect(await check()).to.deep.equal({
          account: 'sms',
          state: 'up',
          code: null,
          signal: 42,
        });
        world.pass(301_000);
        const silent = { account: 'sms', state: 'down', code: 'modem-silent' };
        expect(await check()).to.deep.equal(silent);
      });
    });
  });
}

describe('a modem among several', () => {
  for (const dialect of ['sqlite', 'postgres'] as const) {
    it(`has its own messages, reports and health, on ${dialect}`, async () => {
      const { channel, provider } = await openOn(dialect, { phone: 'modem2' });
      const heard: ChannelEvent[] = [];
      await channel.send(message);
      expect((await outboxOf(provider))[0]).to.include({ SenderID: 'modem2' });
      await sendAll(provider, 'DeliveryOK');
      await provider.sql('outbox').insert({
        CreatorID: id.replace('b', 'c'),
        DestinationNumber: '+6281234567891',
        SenderID: 'modem1',
        Coding: 'Default_No_Compression',
        DeliveryReport: 'yes',
      });
      await sendAll(provider, 'DeliveryOK');
      const phones = [
        { IMEI: '1', ID: 'modem1', TimeOut: '2026-11-23 01:00:00', Signal: 11 },
        { IMEI: '2', ID: 'modem2', TimeOut: '2026-11-23 01:00:00', Signal: 22 },
      ];
      await provider.sql('phones').insert(phones);
      await arrive(provider, { text: 'bukan', phone: 'modem1' });
      await arrive(provider, { text: 'DAFTAR', phone: 'modem2' });
      await channel.listen?.(async (events) => void heard.push(...events));
      await until(() => heard.some(({ kind }) => kind === 'health'));
      await provider.close();
      expect(heard).to.deep.equal([
        { ...event, key: '2 2026-11-23 08:00:00 +6281234567890' },
        { ...told, status: 'delivered' },
        { kind: 'health', account: 'sms', state: 'up', code: null, signal: 22 },
      ]);
    });
  }
});

describe('gammu reports', () => {
  it('go on after a restart where they ended', async () => {
    const vault = openMemoryVault();
    const first = await openOn('sqlite', { vault });
    await first.channel.send(message);
    await sendAll(first.provider, 'DeliveryOK');
    const heard: ChannelEvent[] = [];
    await first.channel.listen?.(async (events) => void heard.push(...events));
    await until(() => heard.some(({ kind }) => kind === 'report'));
    await first.provider.close();
    const kept = (await vault.read('gammu', ['reports'])).get('reports') ?? '';
    expect(JSON.parse(kept)).to.have.property('id', 1);
  });
});

describe('GAMMU_DATABASE_URL', () => {
  for (const url of [`mysql://u:${password}@h/smsd`, 'sqlite://smsd.db', password]) {
    it(`may not be ${url.replace(password, '...')}`, async () => {
      const opening = openChannels({ GAMMU_DATABASE_URL: url }, { publicUrl: 'http://x' });
      const error: unknown = await opening.catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(ConfigError);
      expect(String(error)).to.include('GAMMU_DATABASE_URL').and.not.include(password);
    });
  }

  it('is asked nothing before a message leaves, and then told as unreachable', async () => {
    const [channel] = await openChannels(
      { GAMMU_DATABASE_URL: `postgres://u:${password}@127.0.0.1:1/smsd` },
      { publicUrl: 'http://x', timeout: 500 },
    );
    const error = await sendErrorOf(channel?.send(message) ?? Promise.resolve());
    await channel?.stop?.();
    expect(error.code).to.equal('unreachable');
    expect(JSON.stringify(error)).not.to.include(password);
  });
});
