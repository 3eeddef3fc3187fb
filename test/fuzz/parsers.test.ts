import { expect } from 'chai';
import { reached } from '../helpers/reached.ts';
import { fuzz } from './run.ts';
import { targets } from './targets.ts';

/** Bodies for all readers together; `dist/test/fuzz/main.js` gives a million. */
const bodies = 12_000;

/** Printed with each failure; SEED repeats it. */
const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);

describe(`whatever bytes come (SEED=${seed})`, function () {
  this.timeout(120_000);
  const shares = targets.reduce((sum, { share }) => sum + share, 0);
  const all = { bodies: 0, crashes: 0, slow: 0 };

  for (const one of targets) {
    it(`no body breaks the reader of ${one.name} or keeps it busy`, async () => {
      const runs = Math.max(20, Math.round((bodies * one.share) / shares));
      const done = await fuzz(one, runs, seed);
      all.bodies += done.bodies;
      all.crashes += done.failure === undefined ? 0 : 1;
      all.slow += done.slow;
      expect(done.failure).to.equal(undefined);
    });
  }

  after(() => {
    reached('any-bytes', {
      readers: targets.length,
      bodies: all.bodies,
      crashes: all.crashes,
      'bodies above 50 ms of CPU': all.slow,
    });
  });
});
