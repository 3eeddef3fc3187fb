import { monitorEventLoopDelay } from 'node:perf_hooks';
import { threadId } from 'node:worker_threads';
import { expect } from 'chai';
import { ConfigError, InputError, RejectedRequest } from '../../src/core/errors.ts';
import { plainError, reviveError } from '../../src/core/plain-error.ts';
import { migrate } from '../../src/store/migrate.ts';
import { seedOffices } from '../../src/services/offices.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { makePlace, openPlace, type Place } from '../helpers/server.ts';
import { postgresServer, testKeys } from '../helpers/databases.ts';
import { reads } from '../helpers/long-reads.ts';

const failure = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);

for (const dialect of ['sqlite', 'postgres'] as const)
  describe(`a long read on ${dialect}`, () => {
    let place: Place;
    let store: Store;
    before(async function () {
      this.timeout(120_000);
      if (dialect === 'postgres') await postgresServer();
      place = await makePlace(dialect);
      store = await openPlace(place);
      await migrate(store);
      await seedOffices(store);
    });
    after(async () => {
      await store.close();
      await place.clear();
    });

    it('runs in another thread, and sees what is committed', async () => {
      const seen = await store.read(reads.lookAround);
      expect(seen.offices).to.equal(39);
      expect(seen.thread).to.not.equal(threadId);
    });

    it('stays here where it would not hold up anybody', async () => {
      expect((await store.read(reads.lookLightly)).thread).to.equal(threadId);
    });

    it('holds nobody up', async () => {
      await store.read(reads.spin, 1); // the thread is there
      const delay = monitorEventLoopDelay({ resolution: 1 });
      delay.enable();
      const done = store.read(reads.spin, 400);
      await done;
      delay.disable();
      expect(delay.max / 1e6).to.be.below(300); // on a busy machine; here it would be 400
    });

    const values = [
      { label: 'texts and numbers', value: { a: 'x', n: 1.5, none: null, list: [1, { b: true }] } },
      { label: 'a moment', value: new Date(1_700_000_000_000) },
      { label: 'nothing', value: undefined },
      { label: 'bytes', value: Buffer.from('abc') },
      { label: 'bytes among others', value: { file: Buffer.alloc(100_000, 7), count: 3 } },
    ];
    for (const { label, value } of values) {
      it(`gives back ${label} as they were`, async () => {
        expect(await store.read(reads.giveBack, value)).to.deep.equal(value);
      });
    }

    it('has the keys', async () => {
      expect(testKeys.open(await store.read(reads.sealed, 'rahasia'), 'here')).to.equal('rahasia');
    });

    it('cannot write', async () => {
      const error = await failure(store.read(reads.write));
      expect(error).to.be.instanceOf(Error).with.property('code');
      expect((await store.read(reads.lookAround)).offices).to.equal(39);
    });

    const errors = [
      { how: 'input', kind: InputError, has: { message: 'no such day' } },
      { how: 'request', kind: RejectedRequest, has: { status: 409, code: 'too-many-exports' } },
      { how: 'bug', kind: Error, has: { name: 'TypeError', message: 'a bug', code: 'E_BUG' } },
    ] as const;
    for (const { how, kind, has } of errors) {
      it(`fails with the same error: ${how}`, async () => {
        const error = await failure(store.read(reads.refuse, how));
        expect(error).to.be.instanceOf(kind).and.include(has);
      });
    }

    it('answers several at once, each its own', async () => {
      const asked = Array.from({ length: 20 }, (_, n) => store.read(reads.giveBack, n));
      expect(await Promise.all(asked)).to.deep.equal(Array.from({ length: 20 }, (_, n) => n));
    });

    it('that takes all memory fails alone, and the next one runs', async function () {
      if (dialect === 'postgres') return; // the same thread
      this.timeout(120_000);
      const error = await failure(store.read(reads.devour));
      expect(error).to.have.property('code', 'ERR_WORKER_OUT_OF_MEMORY');
      expect((await store.read(reads.lookAround)).offices).to.equal(39);
    });
  });

describe('a store with a reading thread', () => {
  it('in memory reads here', async () => {
    const store = await openStore({}, testKeys);
    expect(await store.read(reads.giveBack, 5)).to.equal(5);
    await store.close();
  });
});

describe('an error between threads', () => {
  it('stays of its class, with its stack', () => {
    const error = new ConfigError('PORT: taken');
    const again = reviveError(structuredClone(plainError(error)));
    expect(again).to.be.instanceOf(ConfigError).and.include({ message: 'PORT: taken' });
    expect(again.stack).to.equal(error.stack);
  });

  it('may be anything that was thrown', () => {
    expect(reviveError(plainError('so what'))).to.include({ name: 'Error', message: 'so what' });
  });
});
