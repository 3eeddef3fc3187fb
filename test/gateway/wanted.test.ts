import { expect } from 'chai';
import { SendError } from '../../src/core/errors.ts';
import type { Purpose } from '../../src/core/purpose.ts';
import { saveOfficeSettings } from '../../src/store/offices.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { openTestGateway } from '../helpers/gateway.ts';
import { openTestOutbox, passPause } from '../helpers/outbox.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const down = async (): Promise<never> => {
  throw new SendError('unreachable', { retryable: true });
};

/** How long each purpose is wanted. */
const lives: readonly { readonly purpose: Purpose; readonly wanted: number }[] = [
  { purpose: 'talk', wanted: 6 * hour },
  { purpose: 'record', wanted: day },
  { purpose: 'officer', wanted: 3 * day },
  { purpose: 'danger', wanted: 3 * day },
  { purpose: 'push', wanted: 3 * day },
];

onEachDatabase('what is still wanted', (open) => {
  for (const { purpose, wanted } of lives) {
    it(`lets ${purpose} leave until ${wanted / hour} hours are over, and not after`, async () => {
      const { sender, queue, calls, pass, statuses } = await openTestOutbox(await open());
      const how = { purpose, class: purpose === 'push' ? 1 : 0 };
      await queue('+62811', 'lama', how);
      pass(minute);
      await queue('+62822', 'baru', how);
      pass(wanted - minute);
      await sender.drain();
      expect(calls.map(({ text }) => text)).to.deep.equal(['baru']);
      expect(await statuses()).to.deep.equal(['expired', 'sent']);
    });
  }

  it('keeps a date of its own', async () => {
    const { sender, queue, calls, pass, statuses } = await openTestOutbox(await open());
    const until = Date.parse('2026-11-23T10:00:00+07:00');
    await queue('+62811', 'kabar', { class: 1, expiresAt: until });
    pass(2 * hour);
    await sender.drain();
    expect([calls.length, await statuses()]).to.deep.equal([0, ['expired']]);
  });

  it('sends of a long silence only what is still wanted when the channel comes back', async () => {
    let isDown = true;
    const outbox = await openTestOutbox(await open(), async (message) =>
      isDown ? down() : { providerId: message.id },
    );
    const { store, sender, queue, calls, pass } = outbox;
    await queue('+62811', 'menu', { purpose: 'talk' });
    await queue('+62822', 'jawaban petugas', { purpose: 'officer' });
    pass(7 * hour);
    await queue('+62833', 'tadi', { purpose: 'talk' });
    await sender.drain();
    isDown = false;
    calls.splice(0);
    await passPause(store);
    await sender.drain();
    expect(calls.map(({ text }) => text)).to.deep.equal(['jawaban petugas', 'tadi']);
  });

  it('tries nothing again whose end is unknown when its time is over', async () => {
    const { store, sender, queue, calls, pass, statuses } = await openTestOutbox(
      await open(),
      async () => {
        throw new SendError('unknown-outcome', { retryable: true });
      },
    );
    await queue('+62811', 'menu');
    await sender.drain();
    pass(7 * hour);
    await passPause(store);
    await sender.drain();
    expect([calls.length, await statuses()]).to.deep.equal([1, ['unknown']]);
  });

  const waiting = [
    {
      label: 'sends the newest of several replies that waited long',
      rows: ['talk', 'talk'],
      left: [1],
    },
    { label: 'keeps what an officer said', rows: ['officer', 'talk'], left: [0, 1] },
    { label: 'keeps a number', rows: ['record', 'talk'], left: [0, 1] },
    { label: 'keeps help in danger', rows: ['danger', 'talk'], left: [0, 1] },
    {
      label: 'puts a reply aside for an officer’s newer one',
      rows: ['talk', 'officer'],
      left: [1],
    },
  ] as const;
  for (const { label, rows, left } of waiting) {
    it(label, async () => {
      const { sender, queue, calls, pass } = await openTestOutbox(await open());
      for (const [n, purpose] of rows.entries()) await queue('+62811', `pesan ${n}`, { purpose });
      pass(11 * minute);
      await sender.drain();
      expect(calls.map(({ text }) => text)).to.deep.equal(left.map((n) => `pesan ${n}`));
    });
  }

  it('puts no reply aside that waited for less than ten minutes, or is another’s', async () => {
    const { sender, queue, calls, pass } = await openTestOutbox(await open());
    await queue('+62811', 'satu');
    await queue('+62822', 'lain');
    pass(9 * minute);
    await queue('+62811', 'dua');
    await sender.drain();
    expect(calls.map(({ text }) => text).toSorted()).to.deep.equal(['dua', 'lain', 'satu']);
  });

  it('lets no push leave at night, and every reply', async () => {
    const { sender, queue, calls, pass, statuses } = await openTestOutbox(await open());
    await queue('+62811', 'kabar', { class: 1 });
    await queue('+62822', 'balasan');
    pass(12 * hour); // 20.00
    await queue('+62833', 'jawaban petugas', { purpose: 'officer' });
    await sender.drain();
    expect(calls.map(({ text }) => text)).to.deep.equal(['jawaban petugas']);
    pass(11 * hour - minute); // 06.59
    await sender.drain();
    expect((await statuses())[0]).to.equal('queued');
    pass(minute); // 07.00
    await sender.drain();
    expect(calls.map(({ text }) => text)).to.deep.equal(['jawaban petugas', 'kabar']);
  });

  it('keeps the quiet hours that an office has set', async () => {
    const store = await open();
    const { sender, queue, calls } = await openTestOutbox(store);
    await saveOfficeSettings(store, '35.08', { quietHours: { from: '07.30', to: '09.00' } });
    await queue('+62811', 'kabar', { class: 1 });
    await sender.drain();
    expect(calls).to.have.length(0);
  });
});

const closed = async (): Promise<never> => {
  throw new SendError('window-closed', { retryable: false });
};

onEachDatabase('a closed window', (open) => {
  it('keeps the message until the person writes, and it then leaves before the reply', async () => {
    const store = await open();
    let isClosed = true;
    const gateway = await openTestGateway(store, {
      medium: 'whatsapp',
      send: async () => (isClosed ? closed() : undefined),
    });
    const from = '+6281234567890';
    await gateway.arrive(from, 'MENU', 'm1');
    await gateway.gateway.drain();
    expect(gateway.sent).to.have.length(0);
    await gateway.gateway.drain();
    isClosed = false;
    await gateway.arrive(from, 'LOWONGAN', 'm2');
    await gateway.gateway.drain();
    expect(gateway.sent).to.have.length(2);
    expect(gateway.sent[0]?.text).to.match(/Balas: DAFTAR/);
  });

  it('holds up nothing that comes after it', async () => {
    const store = await open();
    const { sender, queue, calls } = await openTestOutbox(
      store,
      async ({ id, text }) => (text === 'kabar' ? closed() : { providerId: id }),
      { medium: 'whatsapp' },
    );
    await queue('+62811', 'kabar');
    await sender.drain();
    await queue('+62811', 'jawaban');
    await sender.drain();
    expect(calls.map(({ text }) => text)).to.deep.equal(['kabar', 'jawaban']);
  });

  it('is not waited for any longer than the message is wanted', async () => {
    const outbox = await openTestOutbox(await open(), closed, { medium: 'whatsapp' });
    await outbox.queue('+62811', 'menu');
    await outbox.sender.drain();
    outbox.pass(6 * hour);
    await outbox.sender.drain();
    expect(await outbox.statuses()).to.deep.equal(['expired']);
  });
});
