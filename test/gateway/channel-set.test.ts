import { EventEmitter, once } from 'node:events';
import { expect } from 'chai';
import type { Channel } from '../../src/channels/channel.ts';
import { renamed } from '../../src/channels/added.ts';
import { ConfigError } from '../../src/core/errors.ts';
import type { ChannelEvent, OutboundMessage } from '../../src/core/message.ts';
import { openGateway, type Gateway } from '../../src/gateway/gateway.ts';
import { openBook } from '../../src/open.ts';
import { actions } from '../../src/services/index.ts';
import { seedOffices } from '../../src/services/offices.ts';
import { addAccount, changeAccount, type AccountForm } from '../../src/store/added-accounts.ts';
import { readHealth } from '../../src/store/account-health.ts';
import { onEachDatabase, type Store } from '../helpers/databases.ts';
import { testStart } from '../helpers/gateway.ts';

const book = openBook();

const form = (
  name: string,
  officeCode: string,
  changes: Partial<AccountForm> = {},
): AccountForm => ({
  channel: 'test',
  name,
  medium: 'sms',
  officeCode,
  label: `SMS ${name}`,
  enabled: true,
  settings: {},
  ...changes,
});

/** What a test channel did, each as `event` with what it was about. */
class Witness extends EventEmitter {
  readonly sent: OutboundMessage[] = [];
  readonly listening = new Map<string, (events: readonly ChannelEvent[]) => Promise<void>>();
}

/** A channel as a channel's file makes it: it knows one sender, `sms`, and nothing of its account. */
const bare = (key: string, witness: Witness): Channel => ({
  name: 'test',
  accounts: [{ name: 'sms', medium: 'sms' }],
  rate: 1_000_000,
  webhooks: [
    {
      method: 'POST',
      path: `/webhooks/test/${key}`,
      parse: ({ rawBody }) => ({
        events: [
          {
            kind: 'message',
            account: 'sms',
            key: 'k1',
            from: '+6281200000001',
            text: String(rawBody),
          },
        ],
      }),
    },
  ],
  listen: async (deliver) => {
    witness.listening.set(key, deliver);
    witness.emit('listen', key);
  },
  stop: async () => {
    witness.listening.delete(key);
    witness.emit('stop', key);
  },
  send: async (message) => {
    witness.sent.push(message);
    return { providerId: message.id };
  },
});

onEachDatabase('channels that officers add', (open) => {
  let store: Store;
  let witness: Witness;
  let gateway: Gateway;
  beforeEach(async () => {
    store = await open();
    await seedOffices(store);
    witness = new Witness();
    gateway = await openGateway({
      store,
      book,
      actions,
      clock: () => testStart,
      log: { info: () => {}, warn: () => {}, error: () => {} },
      channels: [{ ...bare('', witness), accounts: [{ name: 'sms', medium: 'sms' }] }],
      office: '35.08',
      openAdded: async ({ name, settings }) => {
        if (settings?.['WRONG']) throw new ConfigError('wrong');
        return renamed(bare(name, witness), name);
      },
    });
  });

  const names = (): string[] => gateway.routes().map(({ account }) => account.name);
  const add = async (wanted: AccountForm): Promise<number> => {
    const id = await addAccount(store, wanted, testStart.getTime());
    await gateway.refresh();
    return id!;
  };

  it('are opened, changed and ended while the gateway runs', async () => {
    await gateway.start();
    const id = await (async () => {
      const heard = once(witness, 'listen');
      const made = add(form('tempeh', '35.08'));
      await heard;
      return made;
    })();
    expect(names()).to.deep.equal(['sms', 'tempeh']);
    const again = once(witness, 'stop');
    await changeAccount(
      store,
      id,
      form('tempeh', '35.08', { settings: { A: '1' } }),
      testStart.getTime(),
    );
    await gateway.refresh();
    await again;
    expect(names()).to.deep.equal(['sms', 'tempeh']);
    await changeAccount(
      store,
      id,
      form('tempeh', '35.08', { enabled: false }),
      testStart.getTime(),
    );
    await gateway.refresh();
    expect(names()).to.deep.equal(['sms']);
    await gateway.stop();
    expect([...witness.listening.keys()]).to.deep.equal([]);
  });

  it('speak for their office, under their own name at their provider', async () => {
    await add(form('jember', '35.09'));
    const [, channel] = gateway.channels();
    const request = {
      method: 'POST',
      url: '',
      headers: {},
      query: new URLSearchParams(),
      rawBody: Buffer.from('TANYA apa syarat kartu kuning utk lulusan paket B'),
    };
    const { events } = channel!.webhooks[0]!.parse(request);
    await gateway.receive('test', events);
    await gateway.drain();
    const [matter] = await store.sql('matters').select('office_code');
    expect(matter).to.deep.equal({ office_code: '35.09' });
    expect(witness.sent.map(({ account, to }) => ({ account, to }))).to.deep.equal([
      { account: 'sms', to: '+6281200000001' },
    ]);
    // The same key at another account is another message.
    await gateway.receive('test', [{ ...events[0]!, account: 'sms' }]);
    await gateway.drain();
    const offices = await store.sql('matters').select('office_code').orderBy('id');
    expect(offices).to.deep.equal([{ office_code: '35.09' }, { office_code: '35.08' }]);
  });

  it('stop no other when one of them is wrong, and say why', async () => {
    const wrong = await add(form('rusak', '35.08', { settings: { WRONG: 'x' } }));
    await add(form('tempeh', '35.08'));
    expect(names()).to.deep.equal(['sms', 'tempeh']);
    const { state, code } = (await readHealth(store)).get(wrong)!;
    expect({ state, code }).to.deep.equal({ state: 'waiting', code: 'settings' });
    await changeAccount(store, wrong, form('rusak', '35.08'), testStart.getTime());
    await gateway.refresh();
    expect(names()).to.have.members(['sms', 'tempeh', 'rusak']);
    expect((await readHealth(store)).get(wrong)).to.include({ state: null, code: null });
  });
});
