import { expect } from 'chai';
import type { Channel } from '../../src/channels/channel.ts';
import { openChannels } from '../../src/channels/index.ts';
import { handOver } from '../../src/gateway/hand-over.ts';
import { openGateway } from '../../src/gateway/gateway.ts';
import { openBook } from '../../src/open.ts';
import { actions } from '../../src/services/index.ts';
import { seedOffices } from '../../src/services/offices.ts';
import { claimOutbound } from '../../src/store/outbox.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { testKeys } from '../helpers/databases.ts';
import { openGammuTables, type GammuTables } from '../helpers/gammu-tables.ts';
import { testStart } from '../helpers/gateway.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

const clock = (): Date => testStart;

async function gammuAt(url: string): Promise<Channel> {
  const [channel] = await openChannels(
    { GAMMU_DATABASE_URL: url, GAMMU_RATE: '100' },
    { publicUrl: 'http://127.0.0.1' },
  );
  if (!channel) throw new Error('the channel is off');
  return channel;
}

describe('the hand-over to Gammu', function () {
  this.timeout(120_000);
  let tables: GammuTables;
  let store: Store;
  let channel: Channel;

  beforeEach(async () => {
    tables = await openGammuTables('postgres'); // beside the office's own tables
    store = await openStore({ url: tables.url }, testKeys);
    await seedOffices(store);
    channel = await gammuAt(tables.url);
  });
  afterEach(async () => {
    await channel.stop?.();
    await store.close();
    await tables.close();
  });

  /** A gateway with Gammu alone, to which somebody has written. */
  async function withReply() {
    const parts = { store, book: openBook(), actions, clock, log: quiet, office: '35.08' };
    const gateway = await openGateway({ ...parts, channels: [channel] });
    const from = '+6281234567890';
    await gateway.receive('gammu', [{ kind: 'message', key: 'k', from, text: 'MENU' }]);
    return gateway;
  }

  const kept = (): Promise<Record<string, unknown>> =>
    store.sql('outbound_messages').first('id', 'public_id', 'status', 'provider_id', 'account_id');
  const handed = (): Promise<{ CreatorID: string }[]> => tables.sql('outbox').select('CreatorID');

  it('is one transaction with our mark, where SMSD has our database', async () => {
    const gateway = await withReply();
    await gateway.drain();
    const message = await kept();
    expect(message).to.include({ status: 'sent', provider_id: message['public_id'] });
    expect(await handed()).to.deep.equal([{ CreatorID: message['public_id'] }]);
  });

  async function claimed() {
    await withReply();
    const accountId = Number((await kept())['account_id']);
    const [first] = await claimOutbound(store, { accountId, limit: 1 });
    if (!first) throw new Error('nothing was due');
    const { publicId: id, userId: to, text } = first;
    return { first, message: { id, account: 'sms', to, text } };
  }

  it('leaves nothing in its outbox when the lease was lost meanwhile', async () => {
    const { first, message } = await claimed();
    const late = { ...first, attempts: first.attempts - 1 };
    const error: unknown = await handOver(store, channel, late, message).catch((e: unknown) => e);
    expect(error).to.be.instanceOf(Error).with.property('message', 'lease lost');
    expect(await handed()).to.deep.equal([]);
    expect(await kept()).to.include({ status: 'sending' });
  });

  it('leaves no mark when SMSD cannot have it', async () => {
    const { first, message } = await claimed();
    await tables.sql.raw('alter table outbox add check ("Class" > 0)');
    const error: unknown = await handOver(store, channel, first, message).catch((e: unknown) => e);
    expect(error).to.be.instanceOf(Error);
    expect(await kept()).to.include({ status: 'sending', provider_id: null });
  });

  it('finds in SMSD what was handed over before, and only marks it', async () => {
    const { first, message } = await claimed();
    await channel.send(message);
    const receipt = await handOver(store, channel, first, message);
    expect(receipt).to.deep.equal({ providerId: message.id, marked: true });
    expect(await handed()).to.have.length(1);
    expect(await kept()).to.include({ status: 'sent' });
  });

  it('is left to two transactions where SMSD has another database', async () => {
    const { first, message } = await claimed();
    const other = await openGammuTables('postgres');
    const elsewhere = await gammuAt(other.url);
    expect(await handOver(store, elsewhere, first, message)).to.equal(undefined);
    await elsewhere.stop?.();
    await other.close();
    expect(await handed()).to.deep.equal([]);
  });
});
