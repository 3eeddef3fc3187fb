import { expect } from 'chai';
import type { Channel } from '../../src/channels/channel.ts';
import { openGateway, type Gateway } from '../../src/gateway/gateway.ts';
import { openTestGateway } from '../helpers/gateway.ts';
import { onEachDatabase, type Store } from '../helpers/databases.ts';
import { until } from '../helpers/until.ts';

onEachDatabase('a gateway that begins calmly', (open) => {
  let store: Store;
  let did: string[];

  async function openCalm(calm: number): Promise<Gateway> {
    const { tools } = await openTestGateway(store);
    const channel: Channel = {
      name: 'test',
      accounts: [{ name: '+6281100000000', medium: 'sms', phone: '+6281100000003' }],
      rate: 1_000,
      local: true,
      webhooks: [],
      listen: async () => void did.push('listens'),
      send: async ({ id }) => {
        did.push('sends');
        return { providerId: id };
      },
    };
    const gateway = await openGateway({ ...tools, channels: [channel], office: '35.08', calm });
    await gateway.start();
    await gateway.receive('test', [
      {
        kind: 'message',
        account: '+6281100000000',
        key: 'k1',
        from: '+6281234567890',
        text: 'MENU',
      },
    ]);
    return gateway;
  }

  beforeEach(async () => {
    store = await open();
    did = [];
  });

  it('takes messages at once, and listens and sends a moment later', async () => {
    const gateway = await openCalm(1);
    expect(gateway.turns).to.equal(1);
    await until(() => did.includes('sends') && did.includes('listens'));
    await gateway.stop();
  });

  it('never begins when it is stopped before', async () => {
    const gateway = await openCalm(60_000);
    await gateway.stop();
    expect(did).to.deep.equal([]);
    expect(await store.sql('outbound_messages').pluck('status')).to.deep.equal(['queued']);
  });
});
