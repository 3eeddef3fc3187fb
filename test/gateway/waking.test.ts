import { expect } from 'chai';
import type { Channel } from '../../src/channels/channel.ts';
import type { OutboundMessage } from '../../src/core/message.ts';
import { openGateway, type Gateway } from '../../src/gateway/gateway.ts';
import { openWaking } from '../../src/gateway/waking.ts';
import { openBook } from '../../src/open.ts';
import { actions } from '../../src/services/index.ts';
import { seedOffices } from '../../src/services/offices.ts';
import { postToUser } from '../../src/services/post.ts';
import { openNews, type OutboxNews } from '../../src/store/notify.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { freshPostgres, testKeys, type FreshDatabase } from '../helpers/databases.ts';
import { until } from '../helpers/until.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

describe('waking of processes on one PostgreSQL', function () {
  this.timeout(120_000);
  let database: FreshDatabase;
  const stores: Store[] = [];
  const gateways: Gateway[] = [];
  /** What each process heard, by its number; what the provider took. */
  let heard: number[];
  let sent: OutboundMessage[];

  beforeEach(async () => {
    database = await freshPostgres();
    [heard, sent] = [[], []];
  });
  afterEach(async () => {
    await Promise.all(gateways.splice(0).map((gateway) => gateway.stop()));
    await Promise.all(stores.splice(0).map((store) => store.close()));
    await database.drop();
  });

  const channel = (): Channel => ({
    name: 'test',
    accounts: [{ name: 'a', medium: 'sms' }],
    rate: 1_000_000,
    webhooks: [],
    send: async (message) => {
      sent.push(message);
      return { providerId: message.id };
    },
  });

  /** Counts what another process told. */
  function counted(news: OutboxNews, process: number): OutboxNews {
    heard[process] = 0;
    const listen = (ring: () => void): void =>
      news.listen(() => {
        heard[process] = (heard[process] ?? 0) + 1;
        ring();
      });
    return { listen, tell: () => news.tell(), stop: () => news.stop() };
  }

  async function startProcess(channels: readonly Channel[]): Promise<{
    readonly gateway: Gateway;
    readonly store: Store;
  }> {
    const store = await openStore({ url: database.url }, testKeys);
    await seedOffices(store);
    const process = stores.push(store) - 1;
    const news = counted(openNews(database.url, log), process);
    const tools = { store, book: openBook(), actions, clock: () => new Date(), log };
    const gateway = await openGateway({ ...tools, channels, office: '35.08', news });
    gateways.push(gateway);
    await gateway.start();
    await until(() => heard[process] === 1);
    return { gateway, store };
  }

  it('has a message sent by a process that may, where another one wrote it', async () => {
    await startProcess([channel()]);
    const { gateway, store } = await startProcess([]);
    for (let n = 1; n <= 5; n += 1) {
      const to = { office: '35.08', medium: 'sms', userId: `+628123456780${n}` } as const;
      const now = new Date();
      await store.transaction((db) =>
        postToUser(db, to, `kabar ${n}`, { class: 'reply', now, trace: null }),
      );
      gateway.wake();
      await until(() => heard[0] === n + 1 && sent.length === n);
    }
    expect(sent.map(({ text }) => text)).to.deep.equal([1, 2, 3, 4, 5].map((n) => `kabar ${n}`));
  });

  it('hands what it leaves behind to the others when it stops', async () => {
    await startProcess([channel()]);
    const { gateway } = await startProcess([channel()]);
    gateways.pop();
    await gateway.stop();
    await until(() => heard[0] === 2);
  });
});

const route = (id: number, maySend: boolean) => ({
  account: { id, channel: 'c', name: 'n', medium: 'sms', officeCode: '35.08' } as const,
  channel: { name: 'c', accounts: [], rate: 1, webhooks: [], send: async () => ({}) },
  maySend: () => maySend,
});

describe('waking after messages came in', () => {
  const rows = [
    { label: 'here alone, where this process sends', maySend: true, told: 0 },
    { label: 'the others too, where another has the socket', maySend: false, told: 1 },
  ];
  for (const { label, maySend, told } of rows) {
    it(`wakes ${label}`, () => {
      const calls = { woken: 0, told: 0 };
      const news = {
        listen: () => undefined,
        tell: () => void (calls.told += 1),
        stop: async () => undefined,
      };
      const sender = { wake: () => void (calls.woken += 1) };
      const waking = openWaking(sender, news, () => [route(1, maySend), route(2, true)]);
      waking.wakeFor([2]);
      waking.wakeFor([1]);
      expect(calls).to.deep.equal({ woken: 2, told });
    });
  }
});
