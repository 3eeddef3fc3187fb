import { expect } from 'chai';
import fc from 'fast-check';
import { openGateway } from '../../src/gateway/gateway.ts';
import { retryFailed } from '../../src/gateway/retry.ts';
import type { Action } from '../../src/services/action.ts';
import { actions } from '../../src/services/index.ts';
import type { Store } from '../../src/store/store.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { openTestGateway, type TestGateway } from '../helpers/gateway.ts';
import { reached } from '../helpers/reached.ts';
import { runs, seed } from '../helpers/runs.ts';

const crash = new Error('killed before the commit');

/** What may happen to an inbox. */
type Step =
  | { readonly kind: 'come'; readonly keys: readonly number[] }
  | { readonly kind: 'crash'; readonly keys: readonly number[] }
  | { readonly kind: 'retry' }
  | { readonly kind: 'break' }
  | { readonly kind: 'mend' };

const keys = fc.array(fc.nat(9), { minLength: 1, maxLength: 5 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('come' as const), keys }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('crash' as const), keys }) },
  { weight: 2, arbitrary: fc.constant<Step>({ kind: 'retry' }) },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: 'break' }) },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: 'mend' }) },
);

/** The process dies in its transaction, all but committed. */
const dying = (store: Store): Store => ({
  ...store,
  transaction: (work) =>
    store.transaction(async (db) => {
      await work(db);
      throw crash;
    }),
});

/** What should be kept: a key once, with the turns that it took. */
class Model {
  broken = false;
  readonly kept = new Map<number, { status: 'done' | 'failed' | 'dead'; turns: number }>();

  come(all: readonly number[]): void {
    for (const key of all)
      if (!this.kept.has(key))
        this.kept.set(key, { status: this.broken ? 'failed' : 'done', turns: 1 });
  }

  retry(): void {
    for (const message of this.kept.values()) {
      if (message.status !== 'failed') continue;
      message.turns += 1;
      if (!this.broken) message.status = 'done';
      else if (message.turns >= 5) message.status = 'dead';
    }
  }
}

/** The real inbox: every key is another person's question. */
class World {
  readonly model = new Model();
  readonly #store: Store;
  readonly #run: number;
  #office!: TestGateway;
  #doomed!: Awaited<ReturnType<typeof openGateway>>;

  constructor(store: Store, run: number) {
    this.#store = store;
    this.#run = run;
  }

  async open(): Promise<void> {
    const open = actions['consultations.open'] as Action;
    const run: Action['run'] = async (input, context) => {
      const outcome = await open.run(input, context);
      if (this.model.broken) throw new Error('the office is closed');
      return outcome;
    };
    const acts = { ...actions, 'consultations.open': { ...open, run } };
    this.#office = await openTestGateway(this.#store, { actions: acts });
    const { tools, gateway } = this.#office;
    const channels = gateway.channels();
    this.#doomed = await openGateway({
      ...tools,
      store: dying(this.#store),
      channels,
      office: '35.08',
    });
  }

  /** Those that came with one that failed may still be on their way to their end. */
  close(): Promise<void> {
    return this.#doomed.stop();
  }

  #events(all: readonly number[]) {
    return all.map((key) => ({
      kind: 'message' as const,
      key: `${this.#run}-${key}`,
      from: `+62812${this.#run * 100 + key + 1_000_000}`,
      text: 'TANYA apakah buka',
    }));
  }

  async take(next: Step): Promise<void> {
    const { model } = this;
    if (next.kind === 'break') model.broken = true;
    else if (next.kind === 'mend') model.broken = false;
    else if (next.kind === 'crash') {
      const died = this.#doomed.receive('test', this.#events(next.keys));
      expect(await died.catch((error: unknown) => error)).to.equal(crash);
    } else if (next.kind === 'come') {
      await this.#office.gateway.receive('test', this.#events(next.keys));
      model.come(next.keys);
    } else await this.#retry();
  }

  async #retry(): Promise<void> {
    await this.#store.sql('inbound_messages').where({ status: 'failed' }).update({ next_at: 0 });
    const { tools, accounts } = this.#office;
    await retryFailed(tools, accounts);
    this.model.retry();
  }

  async check(): Promise<void> {
    const rows: { key: string; status: string }[] = await this.#store
      .sql('inbound_messages')
      .select('key', 'status')
      .where('key', 'like', `${this.#run}-%`);
    const expected = [...this.model.kept].map(([key, { status }]) => `${key} ${status}`);
    const found = rows.map(({ key, status }) => `${key.split('-')[1]} ${status}`);
    expect(found.toSorted()).to.deep.equal(expected.toSorted());
    const matters: unknown[] = await this.#store.sql('matters');
    const done = [...this.model.kept.values()].filter(({ status }) => status === 'done');
    expect(matters).to.have.length(done.length);
  }
}

onEachDatabase(`an inbox, whatever happens to it (SEED=${seed}),`, (open, dialect) => {
  it('keeps each message once and gives it one effect', async function () {
    this.timeout(600_000);
    const store = await open();
    let run = 0;
    const howOften = runs(dialect === 'sqlite' ? 25 : 10);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        run += 1;
        for (const table of ['outbound_messages', 'matter_messages', 'matters'])
          await store.sql(table).delete();
        await store.sql('inbound_messages').update({ status: 'done' }); // those of the lives before
        const world = new World(store, run);
        await world.open();
        for (const one of steps) {
          await world.take(one);
          await world.check();
        }
        await world.close();
      }),
      howOften,
    );
    reached('inbox-as-the-model', { 'random lives': howOften.numRuns, contradictions: 0 });
  });
});
