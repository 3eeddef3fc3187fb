import { expect } from 'chai';
import { SendError } from '../../src/core/errors.ts';
import { conversationLog, findContact } from '../../src/services/messages.ts';
import { onEachDatabase, type Store } from '../helpers/databases.ts';
import { openTestGateway, type TestGateway } from '../helpers/gateway.ts';

const siti = '778899001';
const budi = '778899002';
const account = '+6281100000000';

onEachDatabase('shutting us out', (open) => {
  let store: Store;
  let office: TestGateway;
  /** Whom the provider lets us write to no more. */
  let refuses: Set<string>;

  beforeEach(async () => {
    store = await open();
    refuses = new Set();
    const send = async ({ to }: { readonly to: string }): Promise<void> => {
      if (!refuses.has(to)) return;
      throw new SendError('opted-out', { retryable: false, providerCode: '403' });
    };
    office = await openTestGateway(store, { medium: 'telegram', send });
  });

  const tell = (from: string, blocked: boolean): Promise<void> =>
    office.gateway.receive('test', [{ kind: 'blocking', from, blocked }]);

  const statuses = async (userId: string): Promise<(string | undefined)[]> => {
    const contact = await findContact(store, { channel: 'test', account, userId });
    const log = contact === undefined ? [] : await conversationLog(store, contact);
    return log.filter(({ direction }) => direction === 'out').map(({ status }) => status);
  };

  const isBlocked = async (userId: string): Promise<boolean> => {
    const row = await store.sql('addresses').where({ user_id: userId }).first('blocked_at');
    return row.blocked_at !== null;
  };

  it('gives up what waits for the address, and that of nobody else', async () => {
    await office.arrive(siti, 'MENU', 'k1');
    await office.arrive(budi, 'MENU', 'k2');
    await tell(siti, true);
    await office.gateway.drain();
    expect(office.sent.map(({ to }) => to)).to.deep.equal([budi]);
    expect(await statuses(siti)).to.deep.equal(['expired']);
  });

  it('tries nothing again whose end is unknown', async () => {
    await office.arrive(siti, 'MENU', 'k1');
    await store.sql('outbound_messages').update({ status: 'unknown', next_at: 0 });
    await tell(siti, true);
    await office.gateway.drain();
    expect(office.sent).to.deep.equal([]);
  });

  it('lets nothing leave that is put into the outbox afterwards', async () => {
    await office.say(siti, 'MENU');
    await tell(siti, true);
    await store.sql('outbound_messages').update({ status: 'queued', next_at: 0 });
    await office.gateway.drain();
    expect(office.sent).to.have.length(1);
    expect(await statuses(siti)).to.deep.equal(['failed']);
  });

  const again = [
    { label: 'lets us in', comes: () => tell(siti, false) },
    { label: 'writes', comes: () => office.arrive(siti, 'MENU', 'k9') },
  ];
  for (const { label, comes } of again) {
    it(`ends when the person ${label}`, async () => {
      await office.say(siti, 'MENU');
      await tell(siti, true);
      await comes();
      expect(await isBlocked(siti)).to.equal(false);
      expect(await office.say(siti, 'MENU')).to.contain('DAFTAR');
    });
  }

  it('is learnt from a refusal too, and not asked of the provider again', async () => {
    await office.say(siti, 'MENU');
    refuses.add(siti);
    expect(await office.say(siti, 'LOWONGAN')).to.equal(undefined);
    expect(await isBlocked(siti)).to.equal(true);
    expect(await statuses(siti)).to.deep.equal(['sent', 'failed']);
  });

  it('lets the one in who writes before he is told to be out', async () => {
    refuses.add(siti);
    await office.say(siti, 'MENU');
    refuses.clear();
    expect(await office.say(siti, 'MENU')).to.contain('DAFTAR');
  });

  it('is no news of somebody unknown, nor the second time', async () => {
    await tell(siti, true);
    await office.say(budi, 'MENU');
    await tell(budi, true);
    const first = await store.sql('addresses').first('blocked_at');
    await tell(budi, true);
    expect(await store.sql('addresses').first('blocked_at')).to.deep.equal(first);
    expect(await store.sql('addresses')).to.have.length(1);
  });

  it('is refused of an account that is not ours', async () => {
    const strange = { kind: 'blocking', account: 'lain', from: siti, blocked: true } as const;
    const failed = await office.gateway.receive('test', [strange]).then(
      () => false,
      () => true,
    );
    expect(failed).to.equal(true);
  });
});
