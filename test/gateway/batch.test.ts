import { expect } from 'chai';
import fc from 'fast-check';
import { openBatcher } from '../../src/gateway/batch.ts';

interface Item {
  readonly lane: string;
  readonly n: number;
}

const laneOf = ({ lane }: Item): string => lane;

describe('openBatcher', () => {
  it('runs what came in together in one batch', async () => {
    const batches: number[] = [];
    const batcher = openBatcher<Item>(async (items) => void batches.push(items.length), laneOf);
    await Promise.all([1, 2, 3].map((n) => batcher.add({ lane: `${n}`, n })));
    expect(batches).to.deep.equal([3]);
  });

  it('takes along what each turn of the event loop brings', async () => {
    const batches: number[] = [];
    const batcher = openBatcher<Item>(async (items) => void batches.push(items.length), laneOf);
    const arrive = async (n: number): Promise<void> => {
      const next = new Promise((resolve) => void setImmediate(resolve)); // before the batch may run
      const added = batcher.add({ lane: `${n}`, n });
      if (n < 5) await next.then(() => arrive(n + 1));
      await added;
    };
    await arrive(1);
    expect(batches).to.deep.equal([5]);
  });

  it('waits no longer when nothing more comes, or the batch is full', async () => {
    const batches: number[] = [];
    const batcher = openBatcher<Item>(async (items) => void batches.push(items.length), laneOf);
    await batcher.add({ lane: 'a', n: 1 });
    await Promise.all(Array.from({ length: 100 }, (_, n) => batcher.add({ lane: `${n}`, n })));
    expect(batches).to.deep.equal([1, 64, 36]);
  });

  it('never puts two items of one lane into a batch, and keeps their order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 200 }),
        async (lanes) => {
          const ran: Item[] = [];
          const batcher = openBatcher<Item>(async (items) => {
            expect(new Set(items.map(laneOf)).size).to.equal(items.length);
            expect(items.length).to.be.at.most(64);
            await Promise.resolve();
            ran.push(...items);
          }, laneOf);
          await Promise.all(lanes.map((lane, n) => batcher.add({ lane, n })));
          for (const lane of 'abc') {
            const order = ran.filter((item) => item.lane === lane).map(({ n }) => n);
            expect(order).to.deep.equal(order.toSorted((x, y) => x - y));
          }
          expect(ran).to.have.length(lanes.length);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('fails the bad item alone and runs the others', async () => {
    const ran: number[] = [];
    const batcher = openBatcher<Item>(async (items) => {
      if (items.some(({ n }) => n === 2)) throw new Error('bad');
      ran.push(...items.map(({ n }) => n));
    }, laneOf);
    const results = await Promise.allSettled(
      [1, 2, 3].map((n) => batcher.add({ lane: `${n}`, n })),
    );
    expect(results.map(({ status }) => status)).to.deep.equal([
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect(ran).to.deep.equal([1, 3]);
  });

  it('is idle when nothing waits', async () => {
    const batcher = openBatcher<Item>(async () => undefined, laneOf);
    const added = batcher.add({ lane: 'a', n: 1 });
    await batcher.idle();
    await added;
  });
});
