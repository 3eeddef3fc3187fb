import { expect } from 'chai';
import { tendBroadcasts } from '../../src/gateway/broadcasts.ts';
import { readLanes } from '../../src/services/broadcasts.ts';
import { addSubscriber, release } from '../helpers/broadcasts.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { openTestOutbox, outboxStart } from '../helpers/outbox.ts';

const hour = 3_600_000;
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

onEachDatabase('a broadcast and the budget of the day', (open) => {
  it('stops where the budget is used up, goes on the next day, and never holds an answer up', async () => {
    const store = await open();
    const budget = { segments: 2, rupiah: 350 };
    const outbox = await openTestOutbox(store, async ({ id }) => ({ providerId: id }), { budget });
    const { account, calls, sender } = outbox;
    let now = outboxStart.getTime();
    const pass = (ms: number): void => {
      now += ms;
      outbox.pass(ms);
    };
    const channel = {
      name: 'test',
      accounts: [],
      rate: 1_000,
      webhooks: [],
      send: () => Promise.reject(new Error('the outbox has a channel of its own')),
    };
    const tools = {
      store,
      log,
      clock: () => new Date(now),
      routes: () => [{ account, channel }],
      wake: () => undefined,
    };
    const send = async (): Promise<number> => {
      const before = calls.length;
      while (await tendBroadcasts(tools));
      await sender.drain();
      return calls.length - before;
    };
    pass(2 * hour);
    for (let n = 0; n < 5; n += 1) {
      await addSubscriber(store, { userId: `+628123456790${n}`, accountId: account.id });
    }
    const id = await release(store, new Date(now), {}, [account.id]);
    expect(await send(), 'the first day').to.equal(2);
    expect(await send(), 'later that day').to.equal(0);
    await outbox.queue('+6281234567900', 'Jawaban petugas', { purpose: 'officer' });
    expect(await send(), 'an answer').to.equal(1);
    pass(24 * hour);
    expect(await send(), 'the second day').to.equal(2);
    pass(24 * hour);
    expect(await send(), 'the third day').to.equal(1);
    expect((await readLanes(store, id))[0]).to.include({ queued: 5, sent: 5, failed: 0 });
  });
});
