import { expect } from 'chai';
import {
  beginAttempt,
  beginCode,
  forgetAttempts,
  refundAttempt,
  type Attempt,
} from '../../src/services/sign-in-limits.ts';
import { onEachDatabase, type Store } from '../helpers/databases.ts';

const start = new Date('2026-11-23T01:00:00Z');
const after = (seconds: number): Date => new Date(start.getTime() + seconds * 1000);
const dewi: Attempt = { username: 'dewi', address: '10.0.0.1' };

onEachDatabase('limits of the sign-in', (open) => {
  let store: Store;
  beforeEach(async () => {
    store = await open();
  });

  /** Tries every ten seconds, so that no pause is in the way; gives the seconds to wait. */
  async function tries(count: number, attempt: (made: number) => Attempt): Promise<number[]> {
    const waits: number[] = [];
    for (let made = 0; made < count; made += 1) {
      waits.push((await beginAttempt(store, attempt(made), after(made * 10))) / 1000);
    }
    return waits;
  }

  it('let an account be tried five times from an address in 15 minutes', async () => {
    expect(await tries(6, () => dewi)).to.deep.equal([0, 0, 0, 0, 0, 850]);
    expect(await beginAttempt(store, dewi, after(900))).to.equal(0);
  });

  it('let twenty tries be made from an address, whoever is tried', async () => {
    const waits = await tries(21, (made) => ({ ...dewi, username: `nama${made}` }));
    expect(waits.slice(0, 20)).to.deep.equal(Array.from({ length: 20 }, () => 0));
    expect(waits[20]).to.equal(700);
  });

  it('lock nobody out who comes from elsewhere', async () => {
    await tries(30, () => dewi);
    expect(await beginAttempt(store, { ...dewi, address: '10.0.0.2' }, after(300))).to.equal(0);
  });

  it('let each try from the third on wait longer', async () => {
    for (let made = 0; made < 3; made += 1) await beginAttempt(store, dewi, start);
    expect(await beginAttempt(store, dewi, start)).to.equal(2_000);
    expect(await beginAttempt(store, dewi, after(2))).to.equal(0);
    expect(await beginAttempt(store, dewi, after(2))).to.equal(4_000);
  });

  it('count tries at the same moment', async () => {
    const waits = await Promise.all(
      Array.from({ length: 12 }, () => beginAttempt(store, dewi, start)),
    );
    expect(waits.filter((wait) => wait === 0)).to.have.length.at.most(5);
  });

  it('take small and capital letters of a name for the same', async () => {
    await tries(5, () => dewi);
    const wait = await beginAttempt(store, { ...dewi, username: 'DEWI' }, after(60));
    expect(wait).to.be.above(0);
  });

  it('do not count a right password, and do not forget the wrong ones before it', async () => {
    await tries(4, () => dewi);
    for (let made = 0; made < 3; made += 1) {
      expect(await beginAttempt(store, dewi, after(100 + made))).to.equal(0);
      await refundAttempt(store, dewi);
    }
    expect(await beginAttempt(store, dewi, after(200))).to.equal(0);
    expect(await beginAttempt(store, dewi, after(300))).to.be.above(0);
  });

  it('forget all when the officer is in', async () => {
    await tries(5, () => dewi);
    await forgetAttempts(store, dewi);
    expect(await beginAttempt(store, dewi, after(60))).to.equal(0);
  });

  it('count codes for the officer wherever they are tried: ten', async () => {
    const waits: number[] = [];
    for (let made = 0; made < 11; made += 1) {
      const attempt = { ...dewi, address: `10.0.1.${made}` };
      waits.push(await beginCode(store, attempt, after(made)));
    }
    expect(waits.filter((wait) => wait > 0)).to.deep.equal([890_000]);
  });

  it('keep neither name nor address readable', async () => {
    await tries(3, () => dewi);
    const rows = await store.sql('sign_in_limits').select();
    expect(rows).to.have.length(3);
    expect(JSON.stringify(rows)).not.to.match(/dewi|10\.0\.0/);
  });
});
