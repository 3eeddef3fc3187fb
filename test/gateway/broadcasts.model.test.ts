import { expect } from 'chai';
import fc from 'fast-check';
import { tendBroadcasts } from '../../src/gateway/broadcasts.ts';
import {
  cancelBroadcast,
  findBroadcast,
  pauseBroadcast,
  readLanes,
  resumeBroadcast,
  wantedOf,
} from '../../src/services/broadcasts.ts';
import { addRecipients, readRecipients } from '../../src/store/broadcast-outbox.ts';
import type { Store } from '../../src/store/store.ts';
import { addSubscriber, release } from '../helpers/broadcasts.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { openTestGateway, type TestGateway } from '../helpers/gateway.ts';

const hour = 3_600_000;
const people = Array.from({ length: 7 }, (_, n) => `+62812345670${n}`);
const crash = new Error('killed before the commit');

/** What may happen to a broadcast; a crash undoes the transactions that have not ended. */
const deeds = ['part', 'crash', 'tend', 'send', 'pause', 'resume', 'cancel'] as const;
type Step = (typeof deeds)[number] | { readonly stop: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...deeds.filter((deed) => deed !== 'cancel')) },
  { weight: 1, arbitrary: fc.constant<Step>('cancel') },
  { weight: 2, arbitrary: fc.record({ stop: fc.nat(people.length - 1) }) },
);

/** A broadcast to seven people, and what was done to it. */
class World {
  readonly #store: Store;
  readonly #office: TestGateway;
  readonly #accountId: number;
  readonly #id: number;
  /** Who had not been told when they said STOP. */
  readonly stopped = new Set<string>();
  isCancelled = false;

  constructor(store: Store, office: TestGateway, accountId: number, id: number) {
    this.#store = store;
    this.#office = office;
    this.#accountId = accountId;
    this.#id = id;
  }

  #tools(store: Store = this.#store) {
    const { gateway, tools } = this.#office;
    return { ...tools, store, routes: () => gateway.routes(), wake: () => undefined };
  }

  /** The process dies in its first transaction, all but committed. */
  #dying(): Store {
    return {
      ...this.#store,
      transaction: (work) =>
        this.#store.transaction(async (db) => {
          await work(db);
          throw crash;
        }),
    };
  }

  /** Whom it has reached, as often as it has. */
  told(): readonly string[] {
    return this.#office.sent.flatMap(({ to, text }) => (text.includes('Bursa') ? [to] : []));
  }

  async #part(): Promise<void> {
    const broadcast = await findBroadcast(this.#store, this.#id);
    const { lastAlert = null } = broadcast ?? {};
    if (!broadcast || lastAlert === null || broadcast.cursor >= lastAlert) return;
    const wanted = wantedOf(broadcast, [this.#accountId], this.#office.now());
    const range = { from: broadcast.cursor, to: Math.min(lastAlert, broadcast.cursor + 2) };
    const recipients = await readRecipients(this.#store, wanted, range);
    const part = { ...range, recipients, pause: wanted.pause };
    await this.#store.transaction((db) => addRecipients(db, broadcast.id, part));
  }

  async #change(work: typeof pauseBroadcast): Promise<boolean> {
    const deed = { officer: { id: 1, role: 'supervisor' }, now: this.#office.now() } as const;
    const done = this.#store.transaction((db) => work(db, this.#id, deed));
    return done.then(
      () => true,
      () => false, // it is not in a state for that
    );
  }

  async take(next: Step): Promise<void> {
    if (typeof next === 'object') return this.#stop(people[next.stop] ?? '');
    const takes: Readonly<Record<(typeof deeds)[number], () => Promise<unknown>>> = {
      part: () => this.#part(),
      crash: () => tendBroadcasts(this.#tools(this.#dying())).catch(() => undefined),
      tend: () => tendBroadcasts(this.#tools()),
      send: () => this.#office.gateway.drain(),
      pause: () => this.#change(pauseBroadcast),
      resume: () => this.#change(resumeBroadcast),
      cancel: async () => {
        this.isCancelled ||= await this.#change(cancelBroadcast);
      },
    };
    await takes[next]();
  }

  async #stop(person: string): Promise<void> {
    // Whatever may leave leaves before STOP is answered: it was said while it was under way.
    await this.#office.gateway.drain();
    if (!this.told().includes(person)) this.stopped.add(person);
    await this.#office.say(person, 'STOP');
  }

  /** To the end, in peace. */
  async finish(): Promise<void> {
    await this.#change(resumeBroadcast);
    for (let n = 0; n < 3; n += 1) {
      while (await tendBroadcasts(this.#tools()));
      await this.#office.gateway.drain();
    }
    await tendBroadcasts(this.#tools());
  }

  /** Nobody is lost in its counts, and nothing is left of it. */
  async check(): Promise<void> {
    const broadcast = await findBroadcast(this.#store, this.#id);
    expect(broadcast?.state).to.equal(this.isCancelled ? 'cancelled' : 'done');
    const [lane] = await readLanes(this.#store, this.#id);
    const { queued = 0, leftOut = 0, sent = 0, failed = 0 } = lane ?? {};
    expect(queued, 'counted').to.equal(leftOut + sent + failed);
    expect(sent, 'sent').to.equal(this.told().length);
    const left = await this.#store.sql('broadcast_outbox').where({ broadcast_id: this.#id });
    expect(left).to.deep.equal([]);
  }
}

onEachDatabase('a broadcast, whatever happens to it,', (open, dialect) => {
  it('reaches nobody twice, and all who still want it once', async function () {
    this.timeout(120_000);
    const store = await open();
    const run = async (steps: readonly Step[]): Promise<void> => {
      for (const table of ['outbound_messages', 'inbound_messages', 'conversations', 'addresses'])
        await store.sql(table).delete();
      for (const table of ['consents', 'job_alerts', 'contacts', 'inbound_keys'])
        await store.sql(table).delete();
      const office = await openTestGateway(store);
      office.pass(2 * hour); // Monday, 10.00
      const [accountId = 0] = [...office.accounts.keys()];
      for (const userId of people) await addSubscriber(store, { userId, accountId });
      const id = await release(store, office.now(), {}, [accountId]);
      const world = new World(store, office, accountId, id);
      for (const one of steps) await world.take(one);
      await world.finish();
      const told = world.told();
      expect(told.length, 'twice').to.equal(new Set(told).size);
      expect(
        told.filter((person) => world.stopped.has(person)),
        'after STOP',
      ).to.deep.equal([]);
      const missed = people.filter((one) => !told.includes(one) && !world.stopped.has(one));
      if (!world.isCancelled) expect(missed, 'missed').to.deep.equal([]);
      await world.check();
    };
    const numRuns = dialect === 'sqlite' ? 40 : 12;
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 14 }), run), { numRuns });
  });
});
