import { expect } from 'chai';
import { markOutbound } from '../../src/store/marks.ts';
import { claimOutbound, leaseMs } from '../../src/store/outbox.ts';
import { onEachDatabase, type Store } from '../helpers/databases.ts';
import { openTestGateway, testStart } from '../helpers/gateway.ts';
import { onlyMessage, openTestOutbox } from '../helpers/outbox.ts';
import { reached } from '../helpers/reached.ts';

const hour = 3_600_000;

/** As if the database's clock had jumped: every moment that it wrote down lies that much further back. */
async function jump({ sql }: Store, ms: number): Promise<void> {
  await sql('outbound_messages')
    .whereNotNull('lease_until')
    .update({ lease_until: sql.raw('lease_until - cast(? as bigint)', [ms]) });
  await sql('outbound_messages')
    .whereBetween('next_at', [1, 1e15])
    .update({ next_at: sql.raw('next_at - cast(? as bigint)', [ms]) });
}

const jumps = [
  { label: 'an hour ahead', ms: hour },
  { label: 'an hour back', ms: -hour },
  { label: 'a day ahead', ms: 24 * hour },
  { label: 'to the year 2038', ms: Date.UTC(2038, 0, 20) - testStart.getTime() },
];

onEachDatabase('a clock that jumps', (open) => {
  for (const { label, ms } of jumps) {
    it(`${label} leaves no lease longer than its time`, async () => {
      const { store, account, sender, queue, calls } = await openTestOutbox(await open());
      const contact = await queue('+62811', 'halo');
      await claimOutbound(store, { accountId: account.id, limit: 1 }); // and dies
      await jump(store, ms);
      await jump(store, leaseMs + 1_000); // so much time passes
      await sender.drain();
      expect(calls).to.have.length(1);
      expect(await onlyMessage(store, contact)).to.include({ status: 'sent', maybeDouble: true });
      reached('despite-the-clock', { jumps: 1, 'leases too long': 0 });
    });

    it(`${label} lets nothing be sent twice without a mark`, async () => {
      const { store, account, sender, queue, calls } = await openTestOutbox(await open());
      const contact = await queue('+62811', 'halo');
      const [claimed] = await claimOutbound(store, { accountId: account.id, limit: 1 });
      if (!claimed) throw new Error('nothing claimed');
      await jump(store, ms);
      await sender.drain(); // another process, while the first still sends
      await markOutbound(store, claimed, { status: 'sent', providerId: 'first' });
      await sender.drain();
      const { status, maybeDouble } = await onlyMessage(store, contact);
      expect([status, maybeDouble]).to.deep.equal(['sent', calls.length === 1]);
      reached('despite-the-clock', { jumps: 1, 'unmarked doubles': 0 });
    });

    it(`${label} holds up no reply, and sends each once`, async () => {
      const { store, sender, queue, calls } = await openTestOutbox(await open());
      for (const n of [1, 2, 3]) await queue(`+6281${n}`, 'halo');
      await jump(store, ms);
      await sender.drain();
      await sender.drain();
      expect(calls).to.have.length(3);
      reached('despite-the-clock', { jumps: 1, 'replies late': 0 });
    });
  }

  it('back out of the quiet hours and into them is followed', async () => {
    const { sender, queue, calls, pass } = await openTestOutbox(await open());
    const told: number[] = [];
    const steps = [12.5, -1, 1, 24, -2];
    for (const [n, hours] of steps.entries()) {
      pass(hours * hour); // 20.30, 19.30, 20.30, 20.30 the next day, 18.30
      await queue(`+6281${n}`, 'kabar', { class: 1 });
      await sender.drain();
      told.push(calls.length);
    }
    expect(told).to.deep.equal([0, 2, 2, 2, 5]);
  });

  it('beyond 2038 stops no conversation', async () => {
    const test = await openTestGateway(await open());
    await test.say('+6281234567890', 'DAFTAR');
    test.pass(Date.UTC(2040, 0, 20) - testStart.getTime());
    expect(await test.say('+6281234567890', 'MENU')).to.contain('DAFTAR');
    expect(await test.say('+6281234567890', 'TANYA apakah buka hari Sabtu')).to.match(/K10\d\d/);
  });
});
