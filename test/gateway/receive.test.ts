import { expect } from 'chai';
import type { ChannelEvent } from '../../src/core/message.ts';
import { retryFailed } from '../../src/gateway/retry.ts';
import type { Action } from '../../src/services/action.ts';
import { conversationLog, findContact } from '../../src/services/messages.ts';
import { actions } from '../../src/services/index.ts';
import type { Store } from '../../src/store/store.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { openTestGateway } from '../helpers/gateway.ts';

const ani = '+6281234567890';
const budi = '+6281234567891';

const message = (from: string, text: string, key: string): ChannelEvent => ({
  kind: 'message',
  from,
  text,
  key,
});

const logOf = async (store: Store, userId: string) => {
  const contact = await findContact(store, { channel: 'test', account: '+6281100000000', userId });
  return contact === undefined ? [] : conversationLog(store, contact);
};

const count = async (store: Store, table: string): Promise<number> => {
  const rows: { n: number }[] = await store.sql(table).count({ n: '*' });
  return Number(rows[0]?.n);
};

/** The real actions, with consultations.open failing as long as `broken()`. */
const failing = (broken: () => boolean): Readonly<Record<string, Action>> => {
  const open = actions['consultations.open'] as Action;
  return {
    ...actions,
    'consultations.open': {
      ...open,
      run: async (input, context) => {
        const outcome = await open.run(input, context);
        if (broken()) throw new Error('the office is closed');
        return outcome;
      },
    },
  };
};

onEachDatabase('gateway/receive', (open, dialect) => {
  it('answers a message with one reply and keeps both', async () => {
    const store = await open();
    const { say } = await openTestGateway(store);
    const reply = await say(ani, 'MENU');
    expect(reply).to.contain('DAFTAR');
    expect((await logOf(store, ani)).map(({ direction, text }) => [direction, text])).to.deep.equal(
      [
        ['in', 'MENU'],
        ['out', reply],
      ],
    );
  });

  it('takes a repeated key once: one message, one reply', async () => {
    const store = await open();
    const { arrive, gateway, sent } = await openTestGateway(store);
    await arrive(ani, 'MENU', 'SM1');
    await arrive(ani, 'MENU', 'SM1');
    await gateway.drain();
    expect(sent).to.have.length(1);
    expect(await count(store, 'inbound_messages')).to.equal(1);
  });

  it('takes fifty concurrent copies once', async () => {
    const store = await open();
    const { arrive, gateway, sent } = await openTestGateway(store);
    await Promise.all(Array.from({ length: 50 }, () => arrive(ani, 'MENU', 'SM1')));
    await gateway.drain();
    expect(sent).to.have.length(1);
  });

  it('takes a copy that two gateways on one database get at once a single time', async () => {
    const store = await open();
    const gateways = [await openTestGateway(store), await openTestGateway(store)];
    await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        Promise.all(gateways.map(({ arrive }) => arrive(`${ani}${n % 7}`, 'MENU', `SM${n}`))),
      ),
    );
    expect(await count(store, 'inbound_messages')).to.equal(30);
    expect(await count(store, 'outbound_messages')).to.equal(30);
    expect(await count(store, 'contacts')).to.equal(7);
  });

  it('keeps the conversations of people in one batch apart', async () => {
    const store = await open();
    const { arrive, gateway, sent } = await openTestGateway(store);
    await Promise.all([arrive(ani, 'DAFTAR', 'a1'), arrive(budi, 'LOWONGAN', 'b1')]);
    await Promise.all([arrive(ani, 'BATAL', 'a2'), arrive(budi, 'MENU', 'b2')]);
    await gateway.drain();
    const to = (userId: string) => sent.filter((one) => one.to === userId).map(({ text }) => text);
    expect(to(ani)).to.have.length(2);
    expect(to(budi)).to.have.length(2);
    expect(to(ani)[0]).to.contain('NIK');
  });

  it('keeps the order of one person inside a request with several messages', async () => {
    const store = await open();
    const { gateway } = await openTestGateway(store);
    const texts = ['DAFTAR', '3508105201990001', 'SITI AMINAH'];
    await gateway.receive(
      'test',
      texts.map((text, n) => message(ani, text, `k${n}`)),
    );
    const log = await logOf(store, ani);
    expect(log.filter(({ direction }) => direction === 'in').map(({ text }) => text)).to.deep.equal(
      texts,
    );
  });

  it('stores nothing readable: no text, no NIK in clear in any column', async () => {
    const store = await open();
    const { say } = await openTestGateway(store);
    await say(ani, 'DAFTAR#3508105201990001#SITI AMINAH#SMK#JAHIT');
    await say(ani, 'YA');
    const tables = ['inbound_messages', 'outbound_messages', 'conversations', 'persons', 'seekers'];
    for (const table of tables) {
      const rows = JSON.stringify(await store.sql(table).select());
      expect(rows, table).not.to.contain('3508105201990001');
    }
    expect(JSON.stringify(await store.sql('inbound_messages').select())).not.to.contain('JAHIT');
  });

  const silent = [
    { label: 'a name', from: 'TELKOMSEL' },
    { label: 'a short code', from: '3636' },
    { label: 'our own number', from: '+6281100000003' },
  ];
  for (const { label, from } of silent) {
    it(`never answers ${label}, but keeps what it sent`, async () => {
      const store = await open();
      const { say } = await openTestGateway(store);
      expect(await say(from, 'MENU')).to.equal(undefined);
      expect(await count(store, 'inbound_messages')).to.equal(1);
    });
  }

  for (const medium of ['whatsapp', 'telegram'] as const) {
    it(`asks for no NIK on ${medium} without saying what it is for`, async () => {
      const { say } = await openTestGateway(await open(), { medium });
      expect(await say('628123456789', 'DAFTAR')).to.match(/NIK.*Data Anda hanya utk.*PRIVASI$/);
    });
  }

  it('is silent on an empty message', async () => {
    const { say } = await openTestGateway(await open());
    expect(await say(ani, ' \u200b ')).to.equal(undefined);
  });

  it('apologises once when a turn fails, undoes what the action wrote, and tries again', async () => {
    const store = await open();
    let broken = true;
    const test = await openTestGateway(store, { actions: failing(() => broken) });
    const apology = await test.say(ani, 'TANYA apakah buka hari Sabtu');
    expect(apology).to.be.a('string').and.not.to.contain('K1001');
    expect(await count(store, 'matters')).to.equal(0);
    expect(test.logged.map(({ message: text }) => text)).to.deep.equal(['turn failed']);
    broken = false;
    await store.sql('inbound_messages').update({ next_at: 0 });
    await retryNow(test, store);
    await test.gateway.drain();
    expect(test.sent.at(-1)?.text).to.match(/K10\d\d/);
    expect(test.sent).to.have.length(2);
    expect(await count(store, 'matters')).to.equal(1);
  });

  if (dialect === 'postgres') {
    it('tries a message once when another process took it over meanwhile', async () => {
      const store = await open();
      const test = await openTestGateway(store, { actions: failing(() => true) });
      await test.say(ani, 'TANYA apakah buka hari Sabtu');
      await test.say(budi, 'TANYA apakah buka hari Sabtu');
      await store.sql('inbound_messages').update({ next_at: 0 });
      let takenOver = false;
      const slow = failing(() => false);
      const slowOpen = slow['consultations.open'] as Action;
      const run: Action['run'] = async (input, context) => {
        if (!takenOver) {
          takenOver = true;
          await store.sql('inbound_messages').whereNot('id', 1).update({ next_at: 0 });
          await retryNow(test, store); // as another process does, while this turn lasts
        }
        return slowOpen.run(input, context);
      };
      const { tools, accounts } = test;
      const slowly = { ...slow, 'consultations.open': { ...slowOpen, run } };
      await retryFailed({ ...tools, actions: slowly }, accounts);
      expect(await count(store, 'matters')).to.equal(2);
      await test.gateway.drain();
      expect(test.sent.filter(({ to }) => to === budi)).to.have.length(2); // the apology, the answer
    });
  }

  it('gives a message that keeps failing to an officer after five turns', async () => {
    const store = await open();
    const test = await openTestGateway(store, { actions: failing(() => true) });
    await test.say(ani, 'TANYA apakah buka hari Sabtu');
    for (let n = 0; n < 6; n += 1) {
      await store.sql('inbound_messages').where('status', 'failed').update({ next_at: 0 });
      await retryNow(test, store, () => true);
    }
    const [row] = (await store.sql('inbound_messages').select('status', 'attempts')) as [
      { status: string; attempts: number },
    ];
    expect(row).to.deep.equal({ status: 'dead', attempts: 5 });
    expect(test.sent).to.have.length(1);
  });

  it('answers the others of a batch when one turn fails', async () => {
    const store = await open();
    const test = await openTestGateway(store, { actions: failing(() => true) });
    await Promise.all([test.arrive(ani, 'TANYA apakah buka', 'a'), test.arrive(budi, 'MENU', 'b')]);
    await test.gateway.drain();
    expect(test.sent.find(({ to }) => to === budi)?.text).to.contain('DAFTAR');
  });

  it('runs the whole batch again when the database ended it for the sake of another', async () => {
    const store = await open();
    let conflicts = 0;
    const conflicted = failing(() => {
      conflicts += 1;
      if (conflicts === 1) throw Object.assign(new Error('deadlock'), { code: '40P01' });
      return false;
    });
    const test = await openTestGateway(store, { actions: conflicted });
    expect(await test.say(ani, 'TANYA apakah buka')).to.match(/K10\d\d/);
    expect(conflicts).to.equal(2);
    expect(await count(store, 'matters')).to.equal(1);
    expect(test.logged).to.deep.equal([]);
  });

  it('tells a flooding person once, then is silent, and others are served', async () => {
    const store = await open();
    const test = await openTestGateway(store);
    for (let n = 0; n < 30; n += 1) await test.arrive(ani, `MENU`, `k${n}`);
    await test.gateway.drain();
    expect(test.sent.filter(({ to }) => to === ani)).to.have.length(20);
    expect(await test.say(budi, 'MENU')).to.contain('DAFTAR');
    test.pass(61_000);
    expect(await test.say(ani, 'BANTUAN')).to.be.a('string');
  });

  it('limits nobody who writes from this machine', async () => {
    const test = await openTestGateway(await open(), { local: true });
    for (let n = 0; n < 30; n += 1) await test.arrive('ani', 'MENU', `k${n}`);
    await test.gateway.drain();
    expect(test.sent).to.have.length(30);
  });

  it('lets a village helper write as much as is needed', async () => {
    const store = await open();
    const test = await openTestGateway(store);
    await test.say(ani, 'MENU');
    await store.sql('contacts').update({ helper: 1 });
    for (let n = 0; n < 30; n += 1) await test.arrive(ani, n % 2 ? 'MENU' : 'BANTUAN', `k${n}`);
    await test.gateway.drain();
    expect(test.sent.length).to.equal(31);
  });

  it('falls silent when it talks with a machine: twenty equal replies', async () => {
    const store = await open();
    const test = await openTestGateway(store);
    let replies = 0;
    for (let n = 0; n < 28; n += 1) {
      test.pass(5_000);
      if ((await test.say(ani, 'MENU')) !== undefined) replies += 1;
    }
    expect(replies).to.equal(20);
    expect(test.logged.map(({ message: text }) => text)).to.include(
      'a number writes like a machine: not answered',
    );
  });
});

async function retryNow(
  test: Awaited<ReturnType<typeof openTestGateway>>,
  store: Store,
  broken: () => boolean = () => false,
): Promise<void> {
  const { tools, accounts } = test;
  await retryFailed({ ...tools, store, actions: failing(broken) }, accounts);
}
