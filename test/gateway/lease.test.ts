import { EventEmitter, once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import fc from 'fast-check';
import {
  Candidate,
  isFree,
  runAsLeader,
  type Held,
  type Leadership,
} from '../../src/gateway/lease.ts';
import {
  endAllLeases,
  endLease,
  holdsLease,
  renewLease,
  seeLease,
  type Lease,
  type LeaseClock,
} from '../../src/store/leases.ts';
import { onEachDatabase, type Store } from '../helpers/databases.ts';

const silent = { info: () => {}, warn: () => {}, error: () => {} };
const ms = 1_000;

describe('a lease that nobody renews', () => {
  const cases = [
    { label: 'never held', seen: undefined, seenFor: 0, free: true },
    { label: 'given back', seen: { fence: 1, until: 0, over: true }, seenFor: 0, free: true },
    {
      label: 'over at first sight',
      seen: { fence: 1, until: 5, over: true },
      seenFor: 0,
      free: false,
    },
    { label: 'over and still', seen: { fence: 1, until: 5, over: true }, seenFor: 500, free: true },
    { label: 'running', seen: { fence: 1, until: 5, over: false }, seenFor: 999, free: false },
    {
      label: 'running, yet still',
      seen: { fence: 1, until: 5, over: false },
      seenFor: 1_000,
      free: true,
    },
  ] as const;
  for (const { label, seen, seenFor, free } of cases) {
    it(`${label}, seen for ${seenFor} of ${ms} ms: ${free ? 'free' : 'held'}`, () => {
      expect(isFree(seen, seenFor, ms)).to.equal(free);
    });
  }
});

/** One of two processes over one database, whose clocks the test turns. */
class Process {
  readonly #clocks: { steady: number; database: number };
  readonly #candidate: Candidate;
  /** By the steady clock: then it ends its work without a word from the database. */
  #deadline = 0;
  lease: Lease | undefined;

  constructor(name: string, holder: string, clocks: { steady: number; database: number }) {
    this.#clocks = clocks;
    this.#candidate = new Candidate({ name, holder, ms }, () => clocks.steady);
  }

  get works(): boolean {
    return this.lease !== undefined && this.#clocks.steady < this.#deadline;
  }

  #hold(lease: Lease | undefined): void {
    this.lease = lease;
    this.#deadline = this.#clocks.steady + ms * 0.8;
  }

  readonly deeds: Readonly<Record<string, (store: Store, clock: LeaseClock) => Promise<void>>> = {
    die: async () => this.#hold(undefined),
    'give back': async (store) => {
      if (this.lease) await endLease(store, this.lease);
      this.#hold(undefined);
    },
    renew: async (store, clock) => {
      if (!this.lease || !this.works) return;
      this.#hold((await renewLease(store, this.lease, ms, clock)) ? this.lease : undefined);
    },
    try: async (store, clock) => {
      if (!this.works) this.#hold(await this.#candidate.try(store, clock));
    },
  };
}

type Step =
  | { readonly who: 0 | 1; readonly does: 'try' | 'renew' | 'give back' | 'die' }
  | { readonly jump: number }
  | { readonly pass: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      who: fc.constantFrom(0, 1),
      does: fc.constantFrom('try', 'try', 'renew', 'renew', 'give back', 'die'),
    }) as fc.Arbitrary<Step>,
  },
  { weight: 4, arbitrary: fc.record({ pass: fc.integer({ min: 1, max: 300 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ jump: fc.constantFrom(-86_400_000, -3_600_000, 3_600_000, 86_400_000) }),
  },
);

onEachDatabase('a lease', (open) => {
  let store: Store;
  beforeEach(async () => {
    store = await open();
  });

  it('has one holder at a time, whatever the clock of the database does', async () => {
    let [names, taken] = [0, 0];
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const clocks = { steady: 0, database: 1_800_000_000_000 };
        const clock: LeaseClock = ({ sql, dialect }) =>
          sql.raw(dialect === 'postgres' ? '?::bigint' : '?', [clocks.database]);
        const name = `model-${(names += 1)}`;
        const both = ['a', 'b'].map((holder) => new Process(name, holder, clocks));
        let fence = 0;
        for (const one of steps) {
          if ('jump' in one) clocks.database += one.jump;
          // Whoever lives renews thrice in the time of a lease, as the gateway does.
          else if ('pass' in one) {
            clocks.steady += one.pass;
            clocks.database += one.pass;
            for (const { deeds } of both) await deeds['renew']!(store, clock);
          } else await both[one.who]!.deeds[one.does]!(store, clock);
          const working = both.filter(({ works }) => works);
          expect(working.length, 'holders that work').to.be.at.most(1);
          for (const { lease } of working) {
            expect(lease?.fence, 'a fence that grows').to.be.at.least(fence);
            taken += Number(lease!.fence > fence);
            fence = lease!.fence;
          }
        }
      }),
      { numRuns: 150 },
    );
    expect(taken).to.be.above(20);
  });

  it('is taken by one of many who come at once', async () => {
    const many = Array.from(
      { length: 20 },
      (_, n) => new Candidate({ name: 'one', holder: `h${n}`, ms }, () => 0),
    );
    const taken = await Promise.all(many.map((candidate) => candidate.try(store)));
    expect(taken.filter((lease) => lease !== undefined)).to.have.length(1);
  });

  it('tells an old holder from a new one', async () => {
    const first = await new Candidate({ name: 'x', holder: 'a', ms }, () => 0).try(store);
    await endAllLeases(store);
    const second = await new Candidate({ name: 'x', holder: 'b', ms }, () => 0).try(store);
    expect([first?.fence, second?.fence]).to.deep.equal([1, 2]);
    expect(await renewLease(store, first!, ms)).to.equal(false);
    const held = await store.transaction(async (db) => [
      await holdsLease(db, first!),
      await holdsLease(db, second!),
    ]);
    expect(held).to.deep.equal([false, true]);
    await endLease(store, first!); // what an old holder gives back is nobody's
    expect((await seeLease(store, 'x'))?.until).to.be.above(0);
  });

  const leaders: Leadership[] = [];
  // Not in an afterEach: stores are closed in one that comes before those of this suite.
  const endAll = (): Promise<unknown> =>
    Promise.all(leaders.splice(0).map((leader) => leader.stop()));

  /** Begins to lead under a short lease; `begun` resolves with each lease it gets. */
  function lead(leaseMs: number, work?: (held: Held) => Promise<void>) {
    const got = new EventEmitter();
    const begun = once(got, 'lease').then(([held]) => held as Held);
    const leader = runAsLeader({ store, log: silent, leaseMs }, 'job', async (held) => {
      got.emit('lease', held);
      if (work) return work(held);
      if (!held.over.aborted) await once(held.over, 'abort');
    });
    leaders.push(leader);
    return { leader, begun };
  }
  it('is handed over at once when its holder stops', async () => {
    const [first, second] = [lead(3_000), lead(3_000)];
    first.leader.start();
    await first.begun;
    second.leader.start();
    const stopped = performance.now();
    await first.leader.stop();
    await second.begun;
    expect(performance.now() - stopped).to.be.below(3_000);
    expect([first.leader.held, second.leader.held]).to.deep.equal([false, true]);
    await endAll();
  });

  it('ends the work of who has lost it, and gives it to who has taken it', async () => {
    const first = lead(300);
    first.leader.start();
    const held = await first.begun;
    await store.sql('leases').update({ holder: 'another', fence: 9, until: 9e15 });
    await once(held.over, 'abort');
    expect(await renewLease(store, held.lease, 1)).to.equal(false);
    expect((await seeLease(store, 'job'))?.fence).to.equal(9);
    await endAll();
  });

  it('is held on through its renewals', async () => {
    const first = lead(2_400);
    first.leader.start();
    const { over, lease } = await first.begun;
    const seen = (await seeLease(store, 'job'))!;
    while ((await seeLease(store, 'job'))!.until < seen.until + 1_000) {
      expect(over.aborted).to.equal(false);
      await pause(5);
    }
    expect(lease.fence).to.equal(1);
    await endAll();
  });

  it('begins again what has thrown', async () => {
    let times = 0;
    const second = new Promise<void>((resolve) => {
      const { leader } = lead(60, async () => {
        times += 1;
        if (times === 2) resolve();
        throw new Error('a bug');
      });
      leader.start();
    });
    await second;
    await endAll();
  });
});
