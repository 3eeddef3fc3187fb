import { expect } from 'chai';
import type { Channel } from '../../src/channels/channel.ts';
import { SendError } from '../../src/core/errors.ts';
import type { ChannelEvent } from '../../src/core/message.ts';
import { openKept, type Kept, type KeepTools } from '../../src/gateway/keep.ts';
import { onEachDatabase, type Store } from '../helpers/databases.ts';
import { until } from '../helpers/until.ts';

const bare: Channel = {
  name: 'test',
  accounts: [{ name: 'sms', medium: 'sms' }],
  rate: 1,
  webhooks: [],
  send: async () => ({}),
};

const down = (code: ConstructorParameters<typeof SendError>[0]): (() => Promise<never>) =>
  async function fail() {
    throw new SendError(code, { retryable: true, providerCode: 'E17' });
  };

onEachDatabase('a channel that is kept', (open) => {
  let store: Store;
  let told: ChannelEvent[];
  let logged: string[];
  let tools: KeepTools;
  const kept: Kept[] = [];

  beforeEach(async () => {
    store = await open();
    told = [];
    logged = [];
    const log = {
      info: () => {},
      warn: () => {},
      error: (_fields: object, message: string) => void logged.push(message),
    };
    const receive = async (_channel: string, events: readonly ChannelEvent[]): Promise<void> => {
      told.push(...events);
    };
    tools = { store, log, receive, leaseMs: 600 };
  });

  function keep(channel: Partial<Channel>, key = 'test'): Kept {
    const one = openKept({ ...bare, ...channel }, key, tools);
    kept.push(one);
    return one;
  }
  const endAll = (): Promise<unknown> => Promise.all(kept.splice(0).map((one) => one.stop()));

  const health = { kind: 'health', account: 'sms' } as const;
  const cases: readonly {
    readonly label: string;
    readonly channel: Partial<Channel>;
    readonly says: object;
  }[] = [
    {
      label: 'what it answers when it is asked',
      channel: { check: async () => [{ account: 'sms', state: 'up', battery: 80 }] },
      says: { ...health, state: 'up', battery: 80 },
    },
    {
      label: 'that it cannot be asked',
      channel: { check: down('unreachable') },
      says: { ...health, state: 'down', code: 'E17' },
    },
    {
      label: 'that it cannot listen',
      channel: { listen: down('provider-down') },
      says: { ...health, state: 'down', code: 'E17' },
    },
    {
      label: 'that its secret is wrong',
      channel: { listen: down('misconfigured') },
      says: { ...health, state: 'waiting', code: 'E17' },
    },
    {
      label: 'that it has a bug, which is logged',
      channel: {
        check: async () => {
          throw new TypeError('a bug');
        },
      },
      says: { ...health, state: 'down', code: 'unexpected' },
    },
  ];
  for (const { label, channel, says } of cases) {
    it(`tells ${label}`, async () => {
      keep(channel).start();
      await until(() => told.length > 0);
      await endAll();
      expect(told[0]).to.deep.equal(says);
      expect(logged).to.deep.equal(label.includes('bug') ? ['channel failed'] : []);
    });
  }

  it('listens and sends in one process, and in another when that one stops', async () => {
    const deeds: string[] = [];
    const listening = (name: string): Partial<Channel> => ({
      listen: async () => void deeds.push(`${name} listens`),
      stop: async () => void deeds.push(`${name} stops`),
    });
    const [first, second] = [keep(listening('first')), keep(listening('second'))];
    first.start();
    await until(() => deeds.length === 1);
    second.start();
    await until(() => !second.maySend());
    expect([first.maySend(), second.maySend()]).to.deep.equal([true, false]);
    await first.stop();
    await until(() => second.maySend());
    await until(() => deeds.length === 3);
    expect(deeds).to.deep.equal(['first listens', 'first stops', 'second listens']);
    await second.stop();
    kept.length = 0;
  });

  it('is kept by every process at once when it only takes webhooks, or is of this machine', async () => {
    let listening = 0;
    const local = { local: true, listen: async () => void (listening += 1) } as const;
    for (const channel of [{}, {}, local, local]) {
      const one = keep(channel);
      one.start();
      expect(one.maySend()).to.equal(true);
    }
    await until(() => listening === 2);
    await endAll();
    expect(await store.sql('leases')).to.deep.equal([]);
  });

  it('may send everywhere as long as nothing has begun: commands send without listening', () => {
    expect(keep({ listen: async () => {} }).maySend()).to.equal(true);
    kept.length = 0;
  });
});
