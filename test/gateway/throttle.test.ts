import { expect } from 'chai';
import fc from 'fast-check';
import { http } from '../../src/channels/http.ts';
import { openMemoryVault } from '../../src/channels/memory-vault.ts';
import { SendError } from '../../src/core/errors.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { openFakeProvider, patience } from '../helpers/fake-provider.ts';
import { openTestOutbox, passPause, type Send } from '../helpers/outbox.ts';

/** A provider that says 429 to some calls and notes when it was asked before the time. */
function strictProvider(answers: readonly (number | null)[]) {
  let openFrom = 0;
  let calls = 0;
  const early: number[] = [];
  const send: Send = async ({ id }) => {
    const now = performance.now();
    if (now < openFrom) early.push(openFrom - now);
    const wait = answers[calls] ?? null;
    calls += 1;
    if (wait === null) return { providerId: id };
    openFrom = now + wait;
    throw new SendError('throttled', { retryable: true, retryAfter: wait });
  };
  return { send, early, calls: () => calls };
}

onEachDatabase('a provider that says 429', (open) => {
  it('holds up the whole account, whatever else is due', async () => {
    const store = await open();
    const { sender, queue, calls } = await openTestOutbox(store, async () => {
      throw new SendError('throttled', { retryable: true, retryAfter: 60_000 });
    });
    await queue('+62811', 'halo');
    await sender.drain();
    await passPause(store);
    for (let n = 0; n < 5; n += 1) await queue(`+6282${n}`, 'halo');
    await sender.drain();
    expect(calls).to.have.length(1);
  });

  it('is heard by other processes, and by one that starts later', async () => {
    const store = await open();
    const refusing = await openTestOutbox(store, async () => {
      throw new SendError('throttled', { retryable: true, retryAfter: 60_000 });
    });
    const other = await openTestOutbox(store);
    await refusing.queue('+62811', 'halo');
    await refusing.queue('+62822', 'halo');
    await refusing.sender.drain();
    await passPause(store);
    await other.sender.drain();
    expect(other.calls).to.have.length(0);
    await store.sql('accounts').update({ held_until: 0 });
    await other.sender.drain();
    expect(other.calls).to.have.length(2);
  });

  it('holds up no other account', async () => {
    const store = await open();
    const refusing = await openTestOutbox(store, async () => {
      throw new SendError('throttled', { retryable: true, retryAfter: 60_000 });
    });
    const other = await openTestOutbox(store, undefined, { account: 'b' });
    await refusing.queue('+62811', 'halo');
    await other.queue('+62822', 'halo');
    await refusing.sender.drain();
    await other.sender.drain();
    expect(other.calls).to.have.length(1);
  });

  it('uses up no attempt of the message', async () => {
    const store = await open();
    const { sender, queue, statuses } = await openTestOutbox(store, async ({ id }, call) => {
      if (call > 8) return { providerId: id };
      throw new SendError('throttled', { retryable: true, retryAfter: 1 });
    });
    await queue('+62811', 'halo');
    while ((await statuses())[0] === 'queued') {
      await store.sql('accounts').update({ held_until: 0 });
      await passPause(store);
      await sender.drain();
    }
    expect(await statuses()).to.deep.equal(['sent']);
  });

  it('is never asked before the time, and gets everything', async function () {
    this.timeout(120_000);
    const wait = fc.oneof(
      { weight: 2, arbitrary: fc.constant(null) },
      fc.integer({ min: 1, max: 90 }),
    );
    const plan = fc.record({
      answers: fc.array(wait, { maxLength: 8 }),
      people: fc.integer({ min: 1, max: 8 }),
    });
    for (const { answers, people } of fc.sample(plan, 8)) {
      const store = await open();
      const { send, early } = strictProvider(answers);
      const { sender, queue, statuses } = await openTestOutbox(store, send, {
        channel: { rate: 90 }, // one at a time, as a slow provider is
      });
      for (let n = 0; n < people; n += 1) await queue(`+6281${n}`, 'halo');
      sender.start();
      while ((await statuses()).some((status) => status !== 'sent')) {
        sender.wake();
        await new Promise(setImmediate);
      }
      await sender.stop();
      expect(early, JSON.stringify({ answers, people })).to.deep.equal([]);
    }
  });

  it('is understood from the header of a real answer', async () => {
    const provider = await openFakeProvider(() => ({ status: 202, body: '{"id":"p1"}' }));
    const outside = {
      publicUrl: 'http://localhost',
      clock: () => new Date(),
      fetch,
      timeout: patience.answered,
      path: '/webhooks/http',
      vault: openMemoryVault(),
      sentText: async () => undefined,
    };
    const settings = { HTTP_SMS_SEND_URL: provider.url, HTTP_SMS_SECRET: 'kunci' };
    const channel = await http.open(settings, outside);
    if (!channel) throw new Error('the channel is off');
    const store = await open();
    const { sender, queue } = await openTestOutbox(store, undefined, {
      channel: { send: (message) => channel.send(message) },
    });
    provider.fail({ status: 429, headers: { 'retry-after': '60' } });
    await queue('+62811', 'halo');
    await sender.drain();
    await queue('+62822', 'halo');
    await passPause(store);
    await sender.drain();
    expect(provider.requests).to.have.length(1);
    await provider.close();
  });
});

onEachDatabase('a platform that counts messages to one person', (open) => {
  const channel = { perContact: 60_000 };

  it('gets one at a time for each', async () => {
    const { store, sender, queue, calls } = await openTestOutbox(await open(), undefined, {
      channel,
    });
    for (const text of ['satu', 'dua']) await queue('+62811', text);
    await queue('+62822', 'lain');
    await sender.drain();
    expect(calls.map(({ text }) => text)).to.deep.equal(['satu', 'lain']);
    await store.sql('addresses').update({ paced_until: 0 });
    await sender.drain();
    expect(calls.map(({ text }) => text)).to.deep.equal(['satu', 'lain', 'dua']);
  });

  it('gets as many at once as it takes', async () => {
    const burst = { channel: { ...channel, contactBurst: 3 } };
    const { sender, queue, calls } = await openTestOutbox(await open(), undefined, burst);
    for (let n = 0; n < 5; n += 1) await queue('+62811', `pesan ${n}`);
    await sender.drain();
    expect(calls).to.have.length(3);
  });

  it('gets one at a time from two processes', async () => {
    const store = await open();
    const one = await openTestOutbox(store, undefined, { channel });
    const two = await openTestOutbox(store, undefined, { channel });
    for (const text of ['satu', 'dua', 'tiga']) await one.queue('+62811', text);
    await Promise.all([one.sender.drain(), two.sender.drain()]);
    await Promise.all([one.sender.drain(), two.sender.drain()]);
    expect(one.calls.length + two.calls.length).to.equal(1);
  });
});

onEachDatabase('the rate of an account', (open, dialect) => {
  if (dialect === 'sqlite') return; // it has one process

  it('is one for all processes', async () => {
    const store = await open();
    const channel = { rate: 0.001 };
    const both = [
      await openTestOutbox(store, undefined, { channel }),
      await openTestOutbox(store, undefined, { channel }),
    ];
    const calls = (): number => both.reduce((sum, one) => sum + one.calls.length, 0);
    for (let n = 0; n < 30; n += 1) await both[0]?.queue(`+6281${n}`, 'halo');
    for (const { sender } of both) sender.start();
    while (calls() < 10) await new Promise(setImmediate);
    for (const { sender } of both) await sender.stop();
    expect(calls()).to.be.within(10, 11); // two may look at the same moment
  });
});
