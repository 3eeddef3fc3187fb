import { expect } from 'chai';
import fc from 'fast-check';
import { statusRank, type DeliveryReport, type OutboundStatus } from '../../src/core/message.ts';
import { track } from '../../src/gateway/track.ts';
import { expireStale } from '../../src/store/expired.ts';
import { markOutbound, type Attempt } from '../../src/store/marks.ts';
import { claimOutbound } from '../../src/store/outbox.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { onlyMessage, openTestOutbox, outboxStart, passPause } from '../helpers/outbox.ts';

/** What may happen to a message, in any order and as often as you like. */
type Event =
  | { readonly kind: 'send'; readonly ends: Attempt['status'] }
  | { readonly kind: 'report'; readonly status: DeliveryReport['status'] }
  | { readonly kind: 'late' };

const event: fc.Arbitrary<Event> = fc.oneof(
  fc.record({
    kind: fc.constant('send' as const),
    ends: fc.constantFrom<Attempt['status']>('sent', 'queued', 'unknown', 'failed'),
  }),
  fc.record({
    kind: fc.constant('report' as const),
    status: fc.constantFrom<DeliveryReport['status']>(
      'sending',
      'sent',
      'delivered',
      'read',
      'failed',
    ),
  }),
  fc.record({ kind: fc.constant('late' as const) }),
);

const attemptOf = (ends: Attempt['status'], providerId: string): Attempt => {
  if (ends === 'sent') return { status: ends, providerId };
  if (ends === 'failed') return { status: ends, code: 'refused' };
  return { status: ends, pause: 0, code: 'provider-down' };
};

/** What the office knows: before a message has left it may wait again, after that there is no way back. */
class Model {
  status: OutboundStatus = 'queued';
  /** Reports that came before the provider's answer. */
  readonly early: OutboundStatus[] = [];
  /** The provider's id is known. */
  known = false;

  raise(status: OutboundStatus): void {
    if (statusRank[status] > statusRank[this.status]) this.status = status;
  }

  report(status: OutboundStatus): void {
    if (this.known) this.raise(status);
    else if (!this.early.includes(status)) this.early.push(status);
  }

  send(ends: Attempt['status']): void {
    if (this.status !== 'queued' && this.status !== 'unknown') return;
    this.status = ends;
    if (ends !== 'sent') return;
    this.known = true;
    for (const status of this.early) this.raise(status);
  }

  late(): void {
    if (this.status === 'queued') this.status = 'expired';
  }
}

onEachDatabase('the life of a message', (open, dialect) => {
  it('goes as the model says, whatever happens in which order', async function () {
    this.timeout(120_000);
    const outbox = await openTestOutbox(await open());
    const { store, account, queue } = outbox;
    const now = outboxStart.getTime();
    const year = now + 365 * 86_400_000;
    let runs = 0;
    const lives = fc.array(event, { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(lives, async (events) => {
        runs += 1;
        const providerId = `p${runs}`;
        const to = `+62812${String(runs).padStart(7, '0')}`;
        const contact = await queue(to, 'halo');
        const model = new Model();
        let isOver = false;
        for (const [n, one] of events.entries()) {
          if (one.kind === 'report') {
            await track(
              store,
              [{ accountId: account.id, providerId, status: one.status }],
              new Date(now + n),
            );
            model.report(one.status);
          } else if (one.kind === 'late') {
            await expireStale(store, account.id, year);
            isOver ||= model.status === 'unknown'; // it stays unknown, and is tried no more
            model.late();
          } else {
            await passPause(store);
            const [claimed] = await claimOutbound(store, { accountId: account.id, limit: 1, to });
            if (claimed) await markOutbound(store, claimed, attemptOf(one.ends, providerId));
            if (!isOver) model.send(one.ends);
          }
          const { status } = await onlyMessage(store, contact);
          expect(status, JSON.stringify(events)).to.equal(model.status);
        }
      }),
      { numRuns: dialect === 'sqlite' ? 300 : 100 },
    );
  });
});
