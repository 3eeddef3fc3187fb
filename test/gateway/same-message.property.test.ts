import { expect } from 'chai';
import * as fc from 'fast-check';
import type { Arrival } from '../../src/gateway/arrival.ts';
import { receiveBatch } from '../../src/gateway/receive.ts';
import { onEachDatabase, type Store } from '../helpers/databases.ts';
import { openTestGateway } from '../helpers/gateway.ts';

/** Messages of a few keys each, out of so few that many are repeats of one another. */
const messages = fc.array(
  fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'), {
    minLength: 1,
    maxLength: 3,
  }),
  {
    minLength: 1,
    maxLength: 12,
  },
);

/** The first keys of what is new: what shares no key with anything before it, repeats among it. */
function keptOf(all: readonly (readonly string[])[]): string[] {
  const known = new Set<string>();
  return all.flatMap((keys) => {
    const isNew = !keys.some((key) => known.has(key));
    for (const key of keys) known.add(key);
    return isNew ? keys.slice(0, 1) : [];
  });
}

async function storedKeys(store: Store): Promise<string[]> {
  const rows: { key: string }[] = await store.sql('inbound_messages').select('key').orderBy('id');
  return rows.map(({ key }) => key);
}

async function empty(store: Store): Promise<void> {
  for (const table of ['outbound_messages', 'inbound_messages', 'inbound_keys'])
    await store.sql(table).delete();
}

onEachDatabase('a message under several keys', (open) => {
  const openOffice = async () => {
    const store = await open();
    const gateways = [await openTestGateway(store), await openTestGateway(store)] as const;
    const [account] = gateways[0].accounts.values();
    const toArrival = ([key = '', ...sameAs]: readonly string[], n: number): Arrival => ({
      account: account as Arrival['account'],
      key,
      sameAs,
      from: `+62812345678${10 + n}`,
      text: 'MENU',
      media: [],
      reachable: true,
      limited: true,
    });
    return { store, gateways, toArrival };
  };

  it('is taken once, whichever key comes first, in any batches', async () => {
    const { store, gateways, toArrival } = await openOffice();
    await fc.assert(
      fc.asyncProperty(messages, fc.integer({ min: 1, max: 12 }), async (all, size) => {
        await empty(store);
        const arrivals = all.map(toArrival);
        let taken = 0;
        for (let at = 0; at < arrivals.length; at += size)
          taken += await receiveBatch(gateways[0].tools, arrivals.slice(at, at + size));
        expect(await storedKeys(store)).to.deep.equal(keptOf(all));
        expect(taken).to.equal(keptOf(all).length);
      }),
      { numRuns: 25 },
    );
  });

  it('is taken once when two gateways get its copies at the same moment', async () => {
    const { store, gateways } = await openOffice();
    await fc.assert(
      fc.asyncProperty(messages, messages, async (left, right) => {
        await empty(store);
        const sides = [left, right].map((all, side) =>
          all.map((sameAs, n) => ({ key: `${side}-${n}`, sameAs, from: `+62812345678${10 + n}` })),
        );
        await Promise.all(
          gateways.map(({ gateway }, n) =>
            gateway.receive(
              'test',
              (sides[n] ?? []).map((one) => ({ kind: 'message', text: 'MENU', ...one })),
            ),
          ),
        );
        const kept = new Set(await storedKeys(store));
        const taken = sides.flat().filter(({ key }) => kept.has(key));
        const shared = taken.flatMap(({ sameAs }) => sameAs);
        expect(new Set(shared).size, 'two of one message').to.equal(shared.length);
        const known: { key: string }[] = await store.sql('inbound_keys').select('key');
        expect(known).to.have.length(
          new Set([...left, ...right].flat()).size + sides.flat().length,
        );
        for (const { key, sameAs } of sides.flat()) {
          const others = sides.flat().filter((other) => other.key !== key);
          const isAlone = !others.some((other) => other.sameAs.some((one) => sameAs.includes(one)));
          if (isAlone) expect(kept).to.include(key);
        }
      }),
      { numRuns: 25 },
    );
  });
});
