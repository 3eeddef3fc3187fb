import { expect } from 'chai';
import { SendError, type SendErrorCode } from '../../src/core/errors.ts';
import { probePause } from '../../src/gateway/breaker.ts';
import type { Store } from '../../src/store/store.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { openTestOutbox, passPause } from '../helpers/outbox.ts';

/** As if the pause between single attempts had passed. */
const passProbe = (store: Store) => store.sql('accounts').update({ probe_at: 0 });

const failing = (code: SendErrorCode) => async () => {
  throw new SendError(code, { retryable: true });
};

const faults = ['unreachable', 'provider-down', 'misconfigured'] as const;

onEachDatabase('an account that answers nobody', (open) => {
  for (const code of faults) {
    it(`is tried by single attempts after three times ${code}`, async () => {
      const store = await open();
      const { sender, queue, calls, told } = await openTestOutbox(store, failing(code), {
        channel: { rate: 90 },
      });
      for (let n = 0; n < 60; n += 1) await queue(`+6281${n}`, 'halo');
      await sender.drain();
      const first = calls.length;
      expect(first).to.be.within(3, 18); // what was under way when the third failed is not called back
      expect(told).to.deep.equal([{ state: 'down', code }]);
      await passPause(store);
      await sender.drain();
      expect(calls).to.have.length(first);
      for (let n = 1; n <= 3; n += 1) {
        await passProbe(store);
        await sender.drain();
        expect(calls).to.have.length(first + n);
      }
      expect(told).to.have.length(1);
    });
  }

  it('burns no attempts of ten thousand messages, and sends all when it is back', async () => {
    const store = await open();
    let isDown = true;
    const { sender, queue, calls, told, statuses } = await openTestOutbox(store, async ({ id }) =>
      isDown ? failing('unreachable')() : { providerId: id },
    );
    for (let n = 0; n < 300; n += 1) await queue(`+6281${n}`, 'halo');
    for (let n = 0; n < 40; n += 1) {
      await sender.drain();
      await passProbe(store);
      await passPause(store);
    }
    expect(calls.length).to.be.below(80);
    isDown = false;
    await passProbe(store);
    await sender.drain();
    await sender.drain();
    expect(new Set(await statuses())).to.deep.equal(new Set(['sent']));
    expect(told.map(({ state }) => state)).to.deep.equal(['down', 'up']);
  });

  it('is found well behind one message that the provider chokes on', async () => {
    const store = await open();
    const { sender, queue, calls, told } = await openTestOutbox(store, async ({ id, text }) =>
      text === 'racun' ? failing('provider-down')() : { providerId: id },
    );
    await queue('+62811', 'racun');
    for (let n = 0; n < 3; n += 1) {
      await sender.drain();
      await passPause(store);
    }
    expect(told).to.have.length(1);
    await passProbe(store);
    await sender.drain(); // the probe takes the only one there is, which then stands back
    await queue('+62822', 'halo');
    await passProbe(store);
    await sender.drain();
    expect(calls.map(({ text }) => text)).to.include('halo');
    expect(told.map(({ state }) => state)).to.deep.equal(['down', 'up']);
  });

  it('is not down when a person is refused', async () => {
    const store = await open();
    const { sender, queue, calls, told } = await openTestOutbox(store, async () => {
      throw new SendError('bad-address', { retryable: false });
    });
    for (let n = 0; n < 5; n += 1) await queue(`+6281${n}`, 'halo');
    await sender.drain();
    expect([calls.length, told.length]).to.deep.equal([5, 0]);
  });

  it('is tried by one process at a time, and well for all when one gets through', async () => {
    const store = await open();
    let isDown = true;
    const send = async ({ id }: { id: string }) =>
      isDown ? failing('unreachable')() : { providerId: id };
    const one = await openTestOutbox(store, send);
    const two = await openTestOutbox(store, send);
    for (let n = 0; n < 40; n += 1) await one.queue(`+6281${n}`, 'halo');
    await one.sender.drain();
    await two.sender.drain();
    expect(two.calls).to.have.length(0);
    one.calls.splice(0);
    await passProbe(store);
    await passPause(store);
    await Promise.all([one.sender.drain(), two.sender.drain()]);
    expect(one.calls.length + two.calls.length).to.equal(1);
    isDown = false;
    await passProbe(store);
    await passPause(store);
    await two.sender.drain();
    await one.sender.drain();
    expect(new Set(await one.statuses())).to.deep.equal(new Set(['sent']));
  });
});

describe('probePause', () => {
  const cases = [
    { label: 'at once', downFor: 0, pause: 5_000 },
    { label: 'half a minute later', downFor: 30_000, pause: 15_000 },
    { label: 'after an hour', downFor: 3_600_000, pause: 60_000 },
  ];
  for (const { label, downFor, pause } of cases) {
    it(`grows: ${label} it is ${pause / 1_000} s`, () =>
      expect(probePause(downFor)).to.equal(pause));
  }
});
