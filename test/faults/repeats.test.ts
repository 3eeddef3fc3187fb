import { expect } from 'chai';
import type { ChannelEvent } from '../../src/core/message.ts';
import { retain } from '../../src/gateway/retention.ts';
import { onEachDatabase, type Store } from '../helpers/databases.ts';
import { openTestGateway, type TestGateway } from '../helpers/gateway.ts';
import { reached } from '../helpers/reached.ts';
import { isFull } from '../helpers/full.ts';

const events = isFull ? 10_000 : 400;
const replayed = isFull ? 1_000 : 100;
const together = 50;
const day = 86_400_000;
const eager = { target: 50, rest: 0, busy: () => 0, wait: 1 };

/** The nth event; each person writes five of them. */
const eventOf = (n: number): ChannelEvent => ({
  kind: 'message',
  key: `SM${n}`,
  from: `+62812${30_000_000 + Math.floor(n / 5)}`,
  text: 'MENU',
});

/** Each event one to twenty times, mixed; the same at each run. */
function deliveries(): number[] {
  const all = Array.from({ length: events }, (_, n) => n).flatMap((n) =>
    Array.from({ length: 1 + ((n * 7) % 20) }, () => n),
  );
  let state = 7;
  for (let at = all.length - 1; at > 0; at -= 1) {
    state = (state * 48_271) % 2_147_483_647;
    const other = state % (at + 1);
    [all[at], all[other]] = [all[other] ?? 0, all[at] ?? 0];
  }
  return all;
}

/** Hands all in, `together` requests at a time, in turn to each gateway. */
async function deliver(gateways: readonly TestGateway[], all: readonly number[]): Promise<void> {
  const waiting = all.entries();
  const lane = async (): Promise<void> => {
    for (const [at, n] of waiting)
      await gateways[at % gateways.length]?.gateway.receive('test', [eventOf(n)]);
  };
  await Promise.all(Array.from({ length: together }, lane));
}

async function count(store: Store, table: string): Promise<number> {
  const [row] = (await store.sql(table).count({ n: '*' })) as [{ n: number | string }];
  return Number(row.n);
}

onEachDatabase('requests that come again', (open) => {
  it(`have one effect each: ${events} events, up to twenty times, ${together} at once`, async function () {
    this.timeout(isFull ? 1_200_000 : 60_000);
    const store = await open();
    const gateways = [await openTestGateway(store), await openTestGateway(store)];
    const all = deliveries();
    await deliver(gateways, all);
    expect(await count(store, 'inbound_messages')).to.equal(events);
    expect(await count(store, 'outbound_messages')).to.equal(events);
    const told = { events, deliveries: all.length, effects: events };
    reached('many-times-one-effect', { ...told, 'lost or doubled': 0 });
  });

  it(`have no effect when ${replayed} are played again after 100 days`, async function () {
    this.timeout(isFull ? 300_000 : 60_000);
    const store = await open();
    const office = await openTestGateway(store);
    const all = Array.from({ length: replayed }, (_, n) => n);
    await deliver([office], all);
    await office.gateway.drain();
    office.pass(100 * day);
    await retain(office.tools, new AbortController().signal, eager);
    const kept = [await count(store, 'inbound_messages'), await count(store, 'outbound_messages')];
    expect(kept[0]).to.be.below(replayed); // the messages are forgotten, their keys are not
    await deliver([office], all);
    const after = [await count(store, 'inbound_messages'), await count(store, 'outbound_messages')];
    expect(after).to.deep.equal(kept);
    reached('late-replay', { 'requests played again after 100 days': replayed, effects: 0 });
  });
});
