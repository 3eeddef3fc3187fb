import { expect } from 'chai';
import { statusRank, type DeliveryReport } from '../../src/core/message.ts';
import { track } from '../../src/gateway/track.ts';
import { addOutbound } from '../../src/store/outbound.ts';
import { ensureSenders } from '../../src/store/contacts.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { openTestOutbox, outboxStart } from '../helpers/outbox.ts';
import { reached } from '../helpers/reached.ts';

type Status = DeliveryReport['status'];

/** What a provider reports of one message, two of them twice. */
const reports: readonly Status[] = [
  'sending',
  'sent',
  'sent',
  'delivered',
  'delivered',
  'read',
  'failed',
];

/** All orders of these, each once: of two that are equal either may be the first. */
function ordersOf<T>(all: readonly T[]): T[][] {
  if (all.length === 0) return [[]];
  const firsts = [...new Set(all)];
  return firsts.flatMap((one) => {
    const at = all.indexOf(one);
    return ordersOf(all.toSpliced(at, 1)).map((rest) => [one, ...rest]);
  });
}

/** The highest that was reported; of two that end it the first. */
const finalOf = (order: readonly Status[]): Status =>
  order.reduce((best, next) => (statusRank[next] > statusRank[best] ? next : best), 'sent');

onEachDatabase('reports in every order', (open) => {
  it('end in the same status, which never went back', async function () {
    this.timeout(300_000);
    const orders = ordersOf(reports);
    const { store, account } = await openTestOutbox(await open());
    const now = outboxStart.getTime();
    const [sender] = (await ensureSenders(store, [[account.id, '+628123']], now)).values();
    if (!sender) throw new Error('no sender');
    const { contactId, addressId } = sender;
    const where = { accountId: account.id, contactId, addressId, inboundId: null };
    const message = { ...where, class: 0, text: 'x', segments: 1, trace: null };
    for (let at = 0; at < orders.length; at += 500) {
      const part = orders.slice(at, at + 500).map(() => message);
      await store.transaction((db) => addOutbound(db, part, now));
    }
    const ids: number[] = await store.sql('outbound_messages').orderBy('id').pluck('id');
    const named = store.sql.raw(`'p' || cast(id as text)`);
    await store.sql('outbound_messages').update({ status: 'sent', provider_id: named });
    let ranks = ids.map(() => 0);
    for (const step of reports.keys()) {
      const all = orders.map((order, n) => ({
        accountId: account.id,
        providerId: `p${ids[n]}`,
        status: order[step] as Status,
      }));
      for (let at = 0; at < all.length; at += 500)
        await track(store, all.slice(at, at + 500), outboxStart);
      const kept: Status[] = await store.sql('outbound_messages').orderBy('id').pluck('status');
      const next = kept.map((status) => statusRank[status]);
      expect(next.filter((rank, n) => rank < (ranks[n] ?? 0))).to.have.length(0);
      ranks = next;
      if (step < reports.length - 1) continue;
      const wrong = kept.filter((status, n) => status !== finalOf(orders[n] ?? []));
      expect(wrong).to.deep.equal([]);
    }
    const told = { orders: orders.length, reports: orders.length * reports.length };
    reached('status-never-back', { ...told, 'other ends': 0, 'steps back': 0 });
  });
});
