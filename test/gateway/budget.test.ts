import { expect } from 'chai';
import fc from 'fast-check';
import { SendError } from '../../src/core/errors.ts';
import { worthOf, type Purpose } from '../../src/core/purpose.ts';
import { budgetOf, levelOf } from '../../src/services/budget.ts';
import type { Store } from '../../src/store/store.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { openTestOutbox, outboxStart, passPause } from '../helpers/outbox.ts';

const price = 350;

const stateOf = (store: Store, segments: number) =>
  budgetOf(store, '35.08', outboxStart, { segments, rupiah: price });

interface Load {
  readonly purpose: Purpose;
  readonly segments: number;
}

const load = fc.record({
  purpose: fc.constantFrom<Purpose>('talk', 'talk', 'record', 'officer', 'danger', 'push'),
  segments: fc.integer({ min: 1, max: 4 }),
});

const day = fc.record({
  limit: fc.integer({ min: 1, max: 30 }),
  loads: fc.array(load, { minLength: 5, maxLength: 40 }),
});

const sum = (loads: readonly Load[]): number =>
  loads.reduce((total, { segments }) => total + segments, 0);

onEachDatabase('the day’s budget of SMS', (open) => {
  it('is never overdrawn by the machine, also by two processes', async function () {
    this.timeout(120_000);
    for (const { limit, loads } of fc.sample(day, 10)) {
      const store = await open();
      const budget = { segments: limit, rupiah: price };
      const one = await openTestOutbox(store, undefined, { budget });
      const two = await openTestOutbox(store, undefined, { budget });
      for (const [n, { purpose, segments }] of loads.entries()) {
        const how = { purpose, segments, class: purpose === 'push' ? 1 : 0 };
        await one.queue(`+6281${n}`, `${n}`, how);
      }
      await Promise.all([one.sender.drain(), two.sender.drain()]);
      await Promise.all([one.sender.drain(), two.sender.drain()]);
      const sent = [...one.calls, ...two.calls].map(({ text }) => loads[Number(text)] as Load);
      const of = (...purposes: Purpose[]) =>
        sum(sent.filter(({ purpose }) => purposes.includes(purpose)));
      const always = of('officer', 'danger');
      const label = JSON.stringify({ limit, loads });
      expect(of('talk', 'record'), label).to.be.at.most(Math.floor(limit * worthOf.talk.share));
      expect(of('push'), label).to.be.at.most(limit);
      const wanted = sum(loads.filter(({ purpose }) => worthOf[purpose].share === Infinity));
      expect(always, label).to.equal(wanted);
      expect((await stateOf(store, limit)).segments, label).to.equal(sum(sent));
    }
  });

  it('lets an officer’s answer overtake a reply that waits for tomorrow', async () => {
    const budget = { segments: 1, rupiah: price };
    const { sender, queue, calls, pass } = await openTestOutbox(await open(), undefined, {
      budget,
    });
    await queue('+62811', 'satu');
    await queue('+62811', 'dua', { purpose: 'record' });
    await queue('+62811', 'jawaban', { purpose: 'officer' });
    await sender.drain();
    expect(calls.map(({ text }) => text)).to.deep.equal(['satu', 'jawaban']);
    pass(16.5 * 3_600_000); // 00.30 of the next day
    await sender.drain();
    expect(calls.map(({ text }) => text)).to.deep.equal(['satu', 'jawaban', 'dua']);
  });

  it('is charged once for a message that is tried several times', async () => {
    const store = await open();
    const budget = { segments: 9, rupiah: price };
    const { sender, queue } = await openTestOutbox(
      store,
      async ({ id }, call) => {
        if (call === 1) throw new SendError('unknown-outcome', { retryable: true });
        if (call === 2) throw new SendError('provider-down', { retryable: true });
        return { providerId: id };
      },
      { budget },
    );
    await queue('+62811', 'halo', { segments: 2 });
    for (let n = 0; n < 3; n += 1) {
      await sender.drain();
      await passPause(store);
    }
    expect(await stateOf(store, 9)).to.include({ segments: 2, rupiah: 700 });
  });

  it('gets back what did not leave', async () => {
    const store = await open();
    const { sender, queue } = await openTestOutbox(
      store,
      async ({ id, text }) => {
        if (text === 'buntu') throw new SendError('bad-address', { retryable: false });
        return { providerId: id };
      },
      { budget: { segments: 9, rupiah: price } },
    );
    await queue('+62811', 'buntu', { segments: 3 });
    await queue('+62822', 'halo', { segments: 2 });
    await sender.drain();
    expect(await stateOf(store, 9)).to.include({ segments: 2, rupiah: 700 });
    const costs: unknown[] = await store.sql('outbound_messages').orderBy('id').pluck('rupiah');
    expect(costs).to.deep.equal([null, 700]);
  });

  it('counts without a limit too, and only SMS that leave this machine', async () => {
    const store = await open();
    const budget = { rupiah: price };
    const sms = await openTestOutbox(store, undefined, { budget });
    const chat = await openTestOutbox(store, undefined, {
      budget,
      medium: 'telegram',
      account: 't',
    });
    const local = { budget, account: 's', channel: { local: true } };
    const simulator = await openTestOutbox(store, undefined, local);
    for (const { queue, sender } of [sms, chat, simulator]) {
      await queue('+62811', 'halo', { segments: 3 });
      await sender.drain();
    }
    const state = await budgetOf(store, '35.08', outboxStart, budget);
    const nothing = { limit: null, rupiahLimit: null, level: 'open' };
    expect(state).to.deep.equal({ segments: 3, rupiah: 1_050, ...nothing });
  });
});

describe('levelOf', () => {
  const cases = [
    { label: 'a morning', segments: 79, level: 'open' },
    { label: 'four fifths', segments: 80, level: 'warned' },
    { label: 'all of it', segments: 100, level: 'bulk-stopped' },
    { label: 'a fifth more', segments: 120, level: 'replies-stopped' },
  ] as const;
  for (const { label, segments, level } of cases) {
    it(`is ${level} at ${label}`, () => {
      expect(levelOf({ segments: 100, rupiah: price }, segments)).to.equal(level);
    });
  }

  it('is open without a limit', () => {
    expect(levelOf({ rupiah: price }, 1_000_000)).to.equal('open');
  });
});
