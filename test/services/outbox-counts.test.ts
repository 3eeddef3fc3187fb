import { expect } from 'chai';
import { openOutboxCounts } from '../../src/services/outbox-counts.ts';
import type { Store } from '../../src/store/store.ts';

/** A store whose count takes `took` milliseconds of a clock that only it moves. */
function slowStore(took: number) {
  let [now, counts] = [0, 0];
  const read = async (): Promise<Map<string, number>> => {
    now += took;
    counts += 1;
    if (counts === 3) throw new Error('the database is away');
    return new Map([['sent', counts]]);
  };
  const ask = openOutboxCounts({ read: read as unknown as Store['read'] }, () => now);
  return {
    pass: (ms: number) => {
      now += ms;
    },
    ask: async () => (await ask()).get('sent'),
  };
}

describe('openOutboxCounts', () => {
  it('counts again only after twenty times what a count took', async () => {
    const { ask, pass } = slowStore(1_000);
    expect(await Promise.all([ask(), ask()])).to.deep.equal([1, 1]);
    pass(19_999);
    expect(await ask()).to.equal(1);
    pass(1);
    expect(await ask()).to.equal(2);
  });

  it('counts each time where that takes nothing', async () => {
    const { ask, pass } = slowStore(0);
    expect(await ask()).to.equal(1);
    pass(1);
    expect(await ask()).to.equal(2);
  });

  it('tells a failure, and counts again the next time', async () => {
    const { ask } = slowStore(0);
    await ask();
    await ask();
    expect(await ask().catch((error: Error) => error.message)).to.equal('the database is away');
    expect(await ask()).to.equal(4);
  });
});
