import { expect } from 'chai';
import { postToUser } from '../../src/services/post.ts';
import { seedOffices } from '../../src/services/offices.ts';
import { accountOfOffice, ensureAccount, liveAccount } from '../../src/store/accounts.ts';
import { onEachDatabase, type Store } from '../helpers/databases.ts';

const now = new Date('2026-11-23T08:00:00+07:00');

onEachDatabase('the account that an office writes from', (open) => {
  let store: Store;
  const add = async (channel: string, name: string): Promise<number> => {
    const account = { channel, name, medium: 'sms', officeCode: '35.08' } as const;
    return (await ensureAccount(store, account, now)).id;
  };
  const setDown = (id: number) => store.sql('accounts').where({ id }).update({ down_since: 1 });

  beforeEach(async () => {
    store = await open();
    await seedOffices(store);
  });

  it('is a real one before the simulator’s, and the first of several', async () => {
    await add('simulator', 'sms');
    const first = await add('http', 'a');
    await add('http', 'b');
    expect(await accountOfOffice(store, '35.08', 'sms')).to.equal(first);
  });

  it('is one that answers', async () => {
    await setDown(await add('http', 'a'));
    const second = await add('http', 'b');
    expect(await accountOfOffice(store, '35.08', 'sms')).to.equal(second);
  });

  it('is one that is down where no other is: the call waits there', async () => {
    const only = await add('http', 'a');
    await setDown(only);
    expect(await accountOfOffice(store, '35.08', 'sms')).to.equal(only);
  });

  it('carries a call to the officer on duty', async () => {
    await setDown(await add('http', 'a'));
    const second = await add('http', 'b');
    const to = { office: '35.08', medium: 'sms', userId: '+628123456789' } as const;
    await postToUser(store, to, 'Bahaya', { class: 'reply', now, trace: null });
    expect(await store.sql('outbound_messages').pluck('account_id')).to.deep.equal([second]);
  });

  it('is none for a stand-in when all are down or closed', async () => {
    const wanted = { office: '35.08', medium: 'sms' } as const;
    const first = await add('http', 'a');
    await setDown(first);
    const second = await add('http', 'b');
    expect(await liveAccount(store, { ...wanted, open: [first] })).to.equal(undefined);
    expect(await liveAccount(store, { ...wanted, open: [first, second] })).to.equal(second);
  });
});
