import { expect } from 'chai';
import { servingPoints, type KillPoint } from '../../src/core/kill-points.ts';
import { expectedReplies, finishAndCheck, openOffice, speakAll, type Office } from './office.ts';
import { villager } from './villagers.ts';

/** `--full` kills 25 times at different passes of each point, the reduced run once. */
const repeats = process.argv.includes('--full') ? 25 : 1;
const speakers = 6;

/** The passes are counted from the start on; an idle sender passes `send.due` a few times. */
const passOf = (point: KillPoint, repeat: number): number =>
  (point === 'send.due' ? 8 : 3) + (repeat % 5);

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`kill -9 on ${dialect}`, () => {
    let expected: readonly string[];
    let office: Office;
    before(async () => {
      expected = await expectedReplies(dialect);
    });
    beforeEach(async () => {
      office = await openOffice(dialect);
    });
    afterEach(() => office.close());

    for (const point of servingPoints) {
      for (let repeat = 0; repeat < repeats; repeat += 1) {
        const pass = passOf(point, repeat);
        it(`loses nothing and doubles nothing at pass ${pass} of ${point}`, async () => {
          const people = Array.from({ length: speakers }, (_, n) => villager(n));
          const doomed = await office.start({ KILL_AT: `${point}:${pass}` });
          await speakAll(doomed.url, people);
          expect(await doomed.ended, doomed.printed()).to.equal('SIGKILL');
          await finishAndCheck(office, people, expected);
        });
      }
    }
  });
}
