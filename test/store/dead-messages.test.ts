import { expect } from 'chai';
import { seedOffices } from '../../src/services/offices.ts';
import { ensureAccount } from '../../src/store/accounts.ts';
import { addressName, ensureSenders } from '../../src/store/contacts.ts';
import { findDead, listDead, settleDead } from '../../src/store/dead-messages.ts';
import { addInbound, inboundKeyName, type InboundStatus } from '../../src/store/inbound.ts';
import { onEachDatabase, type Store } from '../helpers/databases.ts';

const now = new Date('2026-11-23T08:00:00+07:00');
const siti = '+6281234567890';

onEachDatabase('dead messages', (open) => {
  let store: Store;
  beforeEach(async () => {
    store = await open();
    await seedOffices(store);
  });

  async function arrive(officeCode: string, status: InboundStatus, text: string): Promise<number> {
    const medium = 'sms';
    const wanted = { channel: 'test', name: officeCode, medium, officeCode } as const;
    const { id: accountId } = await ensureAccount(store, wanted, now);
    const senders = await ensureSenders(store, [[accountId, siti]], 1);
    const sender = senders.get(addressName(accountId, siti))!;
    const key = { accountId, key: text };
    const message = { ...key, ...sender, text, status, nextAt: null, receivedAt: now.getTime() };
    const ids = await addInbound(store, [message]);
    return ids.get(inboundKeyName(key))!;
  }

  const texts = async (office: string | undefined) =>
    (await listDead(store, office)).map(({ text }) => text);

  it('lists what no turn could take, of one office or of all, the oldest first', async () => {
    await arrive('35.08', 'dead', 'pertama');
    await arrive('35.09', 'dead', 'tetangga');
    await arrive('35.08', 'failed', 'dicoba lagi');
    await arrive('35.08', 'done', 'beres');
    expect(await texts('35.08')).to.deep.equal(['pertama']);
    expect(await texts(undefined)).to.deep.equal(['pertama', 'tetangga']);
  });

  it('says whose it is', async () => {
    const id = await arrive('35.08', 'dead', 'tolong');
    expect(await findDead(store, id)).to.include({
      id,
      office: '35.08',
      medium: 'sms',
      userId: siti,
      text: 'tolong',
      receivedAt: now.getTime(),
    });
    expect(await findDead(store, id + 1)).to.equal(undefined);
  });

  it('is settled once', async () => {
    const id = await arrive('35.08', 'dead', 'tolong');
    expect(await settleDead(store, id)).to.equal(true);
    expect(await settleDead(store, id)).to.equal(false);
    expect(await listDead(store, undefined)).to.deep.equal([]);
  });
});
