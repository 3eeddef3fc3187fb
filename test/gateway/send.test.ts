import { expect } from 'chai';
import fc from 'fast-check';
import { SendError } from '../../src/core/errors.ts';
import { statusRank, type OutboundStatus } from '../../src/core/message.ts';
import { track } from '../../src/gateway/track.ts';
import { markOutbound } from '../../src/store/marks.ts';
import { claimOutbound, endLeases } from '../../src/store/outbox.ts';
import type { Store } from '../../src/store/store.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import {
  onlyMessage,
  openTestOutbox,
  outboxStart,
  passPause,
  type TestOutbox,
} from '../helpers/outbox.ts';

const now = outboxStart;

onEachDatabase('gateway/send', (open, dialect) => {
  it('sends what is due and keeps the provider id', async () => {
    const { store, sender, queue, calls } = await openTestOutbox(await open());
    const contact = await queue('+628123', 'halo');
    await sender.drain();
    expect(calls.map(({ to, text }) => [to, text])).to.deep.equal([['+628123', 'halo']]);
    expect((await onlyMessage(store, contact)).status).to.equal('sent');
    await sender.drain();
    expect(calls).to.have.length(1);
  });

  it('keeps the order of a contact while others go on', async () => {
    const { sender, queue, calls } = await openTestOutbox(await open(), async ({ id, text }) => {
      if (text === 'a1') await new Promise((resolve) => void setImmediate(resolve));
      return { providerId: id };
    });
    for (const text of ['a1', 'a2', 'a3']) await queue('+62811', text);
    await queue('+62822', 'b1');
    await sender.drain();
    const texts = calls.map(({ text }) => text);
    expect(texts.filter((text) => text.startsWith('a'))).to.deep.equal(['a1', 'a2', 'a3']);
    expect(texts).to.include('b1');
  });

  it('sends replies before bulk, and a reply does not wait behind a broadcast to the same person', async () => {
    const { store, account, queue } = await openTestOutbox(await open());
    await queue('+62811', 'kabar', { class: 1 });
    await queue('+62811', 'jawaban');
    const claimed = await claimOutbound(store, { accountId: account.id, limit: 1 });
    expect(claimed.map(({ text }) => text)).to.deep.equal(['jawaban']);
  });

  it('gives a message up after five attempts while others go through', async () => {
    const { store, sender, queue, calls } = await openTestOutbox(
      await open(),
      async ({ id, text }) => {
        if (text === 'racun') throw new SendError('provider-down', { retryable: true });
        return { providerId: id };
      },
    );
    const contact = await queue('+62811', 'racun');
    for (let n = 0; n < 8; n += 1) {
      await sender.drain();
      await queue(`+6282${n}`, 'halo');
      await sender.drain();
      await passPause(store);
    }
    expect(calls.filter(({ text }) => text === 'racun')).to.have.length(5);
    expect((await onlyMessage(store, contact)).status).to.equal('failed');
  });

  it('does not look before the pause is over', async () => {
    const { sender, queue, calls } = await openTestOutbox(await open(), async () => {
      throw new SendError('throttled', { retryable: true, retryAfter: 60_000 });
    });
    await queue('+62811', 'halo');
    await sender.drain();
    await sender.drain();
    expect(calls).to.have.length(1);
  });

  it('gives up at once what cannot succeed', async () => {
    const { store, sender, queue, calls } = await openTestOutbox(await open(), async () => {
      throw new SendError('bad-address', { retryable: false, providerCode: '21211' });
    });
    const contact = await queue('+62811', 'halo');
    await sender.drain();
    await passPause(store);
    await sender.drain();
    expect(calls).to.have.length(1);
    expect((await onlyMessage(store, contact)).status).to.equal('failed');
  });

  it('keeps an unknown outcome apart, marks the second attempt as a possible double', async () => {
    const { store, sender, queue, calls } = await openTestOutbox(
      await open(),
      async ({ id }, call) => {
        if (call === 1) throw new SendError('unknown-outcome', { retryable: true });
        return { providerId: id };
      },
    );
    const contact = await queue('+62811', 'halo');
    await sender.drain();
    expect((await onlyMessage(store, contact)).status).to.equal('unknown');
    await passPause(store);
    await sender.drain();
    expect(calls).to.have.length(2);
    expect(await onlyMessage(store, contact)).to.include({ status: 'sent', maybeDouble: true });
  });

  it('asks the provider before sending again, where it can be asked', async () => {
    const { store, sender, queue, calls } = await openTestOutbox(
      await open(),
      async () => {
        throw new SendError('unknown-outcome', { retryable: true });
      },
      { channel: { find: async () => ({ providerId: 'SM1' }) } },
    );
    const contact = await queue('+62811', 'halo');
    await sender.drain();
    await passPause(store);
    await sender.drain();
    expect(calls).to.have.length(1);
    expect((await onlyMessage(store, contact)).status).to.equal('sent');
  });

  it('sends again, marked, where the provider cannot be asked', async () => {
    const { store, sender, queue, calls } = await openTestOutbox(
      await open(),
      async ({ id }, call) => {
        if (call === 1) throw new SendError('unknown-outcome', { retryable: true });
        return { providerId: id };
      },
      {
        channel: {
          find: async () => {
            throw new SendError('misconfigured', { retryable: true, providerCode: 'http-404' });
          },
        },
      },
    );
    const contact = await queue('+62811', 'halo');
    await sender.drain();
    await passPause(store);
    await sender.drain();
    expect(calls).to.have.length(2);
    expect(await onlyMessage(store, contact)).to.include({ status: 'sent', maybeDouble: true });
  });

  it('waits with sending while the provider that is to be asked is down', async () => {
    const { store, sender, queue, calls } = await openTestOutbox(
      await open(),
      async () => {
        throw new SendError('unknown-outcome', { retryable: true });
      },
      {
        channel: {
          find: async () => {
            throw new SendError('provider-down', { retryable: true });
          },
        },
      },
    );
    await queue('+62811', 'halo');
    await sender.drain();
    await passPause(store);
    await sender.drain();
    expect(calls).to.have.length(1);
  });

  it('lets no later reply overtake one whose outcome is unknown, until it is given up', async () => {
    const { store, sender, queue, calls } = await openTestOutbox(
      await open(),
      async ({ id, text }) => {
        if (text === 'satu') throw new SendError('unknown-outcome', { retryable: true });
        return { providerId: id };
      },
    );
    await queue('+62811', 'satu');
    await queue('+62811', 'dua');
    for (let n = 0; n < 5; n += 1) {
      await sender.drain();
      await passPause(store);
    }
    expect(calls.map(({ text }) => text)).to.deep.equal([
      ...Array.from({ length: 5 }, () => 'satu'),
      'dua',
    ]);
  });

  it('takes over what a dead process had claimed once the lease is over, and marks it', async () => {
    const { store, account, sender, queue, calls } = await openTestOutbox(await open());
    const contact = await queue('+62811', 'halo');
    await claimOutbound(store, { accountId: account.id, limit: 1 });
    await sender.drain();
    expect(calls).to.have.length(0);
    await endLeases(store, [account.id]);
    await sender.drain();
    expect(calls).to.have.length(1);
    expect((await onlyMessage(store, contact)).maybeDouble).to.equal(true);
  });

  it('marks no double where the provider drops a repeated id', async () => {
    const { store, account, queue } = await openTestOutbox(await open());
    await queue('+62811', 'halo');
    const wanted = { accountId: account.id, limit: 1, idempotent: true };
    await claimOutbound(store, wanted);
    await endLeases(store, [account.id]);
    const [again] = await claimOutbound(store, wanted);
    expect(again).to.include({ attempts: 2, maybeDouble: false });
  });

  it('records nothing for a process that lost its lease', async () => {
    const { store, account, queue } = await openTestOutbox(await open());
    const contact = await queue('+62811', 'halo');
    const [first] = await claimOutbound(store, { accountId: account.id, limit: 1 });
    await endLeases(store, [account.id]);
    await claimOutbound(store, { accountId: account.id, limit: 1 });
    if (!first) throw new Error('nothing claimed');
    expect(await markOutbound(store, first, { status: 'failed', code: 'late' })).to.equal(false);
    expect((await onlyMessage(store, contact)).status).to.equal('sending');
  });

  it('never claims a row twice, with eight workers', async () => {
    const { store, account, queue } = await openTestOutbox(await open());
    for (let n = 0; n < 80; n += 1) await queue(`+6281${n}`, 'halo');
    const claims = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const ids: number[] = [];
        for (;;) {
          const claimed = await claimOutbound(store, { accountId: account.id, limit: 7 });
          if (claimed.length === 0) return ids;
          ids.push(...claimed.map(({ id }) => id));
        }
      }),
    );
    const ids = claims.flat();
    // SKIP LOCKED may leave rows to the next look; none may be claimed twice.
    expect(new Set(ids).size).to.equal(ids.length);
    expect(ids).to.have.length(80);
  });

  it('sends only to the one person when told so', async () => {
    const { store, account, queue } = await openTestOutbox(await open());
    await queue('+62811', 'untuk lain');
    await queue('+62822', 'untuk saya');
    const claimed = await claimOutbound(store, { accountId: account.id, limit: 9, to: '+62822' });
    expect(claimed.map(({ text }) => text)).to.deep.equal(['untuk saya']);
  });

  it('ends in the same status whatever the order of reports', async () => {
    const { store, account, sender, queue } = await openTestOutbox(
      await open(),
      async ({ text }) => ({
        providerId: text,
      }),
    );
    const reports = ['sending', 'sent', 'delivered', 'read', 'failed'] as const;
    const orders = fc.sample(fc.shuffledSubarray([...reports], { minLength: 1 }), 40);
    for (const [n, order] of orders.entries()) {
      const contact = await queue(`+62${n}`, `p${n}`);
      await sender.drain();
      for (const status of [...order, ...order]) {
        await track(store, [{ accountId: account.id, providerId: `p${n}`, status }], now);
      }
      const { status } = await onlyMessage(store, contact);
      const best = Math.max(statusRank.sent, ...order.map((one) => statusRank[one]));
      expect(statusRank[status], order.join()).to.equal(best);
      const firstFinal = order.find((one) => statusRank[one] === 4);
      if (best === 4) expect(status).to.equal(firstFinal satisfies OutboundStatus | undefined);
    }
  });

  it('applies a report that came before the answer to the send call', async () => {
    const setup: TestOutbox = await openTestOutbox(await open(), async () => {
      const report = {
        accountId: setup.account.id,
        providerId: 'SM9',
        status: 'delivered',
      } as const;
      await track(setup.store, [report], now);
      return { providerId: 'SM9' };
    });
    const contact = await setup.queue('+62811', 'halo');
    await setup.sender.drain();
    expect((await onlyMessage(setup.store, contact)).status).to.equal('delivered');
  });

  if (dialect === 'postgres') {
    it('applies a report that is being stored while the sending is recorded', async () => {
      const { store, account, queue } = await openTestOutbox(await open());
      const contact = await queue('+62811', 'halo');
      const [claimed] = await claimOutbound(store, { accountId: account.id, limit: 1 });
      if (!claimed) throw new Error('nothing claimed');
      let recorded = false;
      const record = async (): Promise<void> => {
        await markOutbound(store, claimed, { status: 'sent', providerId: 'SM9' });
        recorded = true;
      };
      let recording: Promise<void> | undefined;
      const isWaiting = async (): Promise<boolean> =>
        (await store.sql('pg_locks').where({ granted: false }).first('pid')) !== undefined;
      const transaction: Store['transaction'] = (work) =>
        store.transaction(async (db) => {
          const result = await work(db);
          recording = record();
          while (!recorded && !(await isWaiting())) await new Promise(setImmediate);
          return result;
        });
      const report = { accountId: account.id, providerId: 'SM9', status: 'delivered' } as const;
      await track({ ...store, transaction }, [report], now);
      await recording;
      expect((await onlyMessage(store, contact)).status).to.equal('delivered');
    });
  }

  it('bursts by ten segments, not by ten messages, and stops without waiting for the rate', async () => {
    const perSecond = 0.001;
    const { sender, queue, calls } = await openTestOutbox(await open(), undefined, {
      channel: { rate: perSecond },
    });
    for (let n = 0; n < 12; n += 1) await queue(`+6281${n}`, 'halo', { segments: 2 });
    sender.start();
    while (calls.length < 5) await new Promise(setImmediate);
    await sender.stop();
    expect(calls).to.have.length(5);
  });

  it('stops in order: what was claimed is recorded', async () => {
    let release!: () => void;
    const called = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { store, sender, queue } = await openTestOutbox(await open(), async ({ id }) => {
      await called;
      return { providerId: id };
    });
    const contact = await queue('+62811', 'halo');
    sender.start();
    sender.wake();
    while ((await onlyMessage(store, contact)).status !== 'sending') {
      await new Promise((resolve) => void setImmediate(resolve));
    }
    const stopped = sender.stop();
    release();
    await stopped;
    expect((await onlyMessage(store, contact)).status).to.equal('sent');
  });
});
