import { setTimeout as pause } from 'node:timers/promises';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { reached } from '../helpers/reached.ts';
import { makePlace, spawnCommand, type RunningServer } from '../helpers/server.ts';
import { until } from '../helpers/until.ts';
import { limitFiles } from './disk.ts';
import { expectedReplies, finishAndCheck, openOffice, type Office } from './office.ts';
import { endure, spooledFiles } from './outage.ts';
import { sayNext, villager, type Villager } from './villagers.ts';
import { isFull } from '../helpers/full.ts';

const lasting = isFull ? 30_000 : 500;
/** After room is made (docs/operator.md), milliseconds. */
const recoversWithin = 10_000;

/** What the limit leaves room for. */
const cases = [
  { label: 'the database, and room for the spool', bytes: 60_000, refuses: false },
  { label: 'everything', bytes: 0, refuses: true },
] as const;

/** Somebody writes until it is answered 2xx; gives milliseconds. */
async function answeredAfter({ url }: RunningServer, speaker: Villager): Promise<number> {
  const since = performance.now();
  while (!(await sayNext(url, speaker))) await pause(50);
  return Math.round(performance.now() - since);
}

describe('a disk that is full', function () {
  this.timeout(600_000);
  let expected: readonly string[];
  let office: Office;
  before(async () => {
    expected = await expectedReplies('sqlite');
  });
  beforeEach(async () => {
    office = await openOffice('sqlite');
  });
  afterEach(() => office.close());

  for (const { label, bytes, refuses } of cases) {
    it(`for ${label}, loses nothing that was acknowledged and damages nothing`, async () => {
      const server = await office.start();
      const late = villager(900);
      let recovered = 0;
      const endured = await endure(office, server, { queues: 6, rhythm: 20 }, async (sight) => {
        const enough = sight.acknowledged + 300;
        const isSeen = async (): Promise<boolean> =>
          (refuses ? sight.refused : await spooledFiles(office)) > 0;
        limitFiles(server, bytes);
        await until(async () => (await isSeen()) || sight.acknowledged > enough);
        await pause(lasting);
        limitFiles(server, 'unlimited');
        recovered = await answeredAfter(server, late);
      });
      await server.stop();
      expect(await server.ended).to.equal(0);
      await finishAndCheck(office, [...endured.people, late], expected);
      expect(endured.refused > 0, `${endured.refused} refused`).to.equal(refuses);
      if (!refuses) expect(endured.spooled).to.be.above(0);
      if (isFull) expect(Math.max(recovered, endured.drained)).to.be.below(recoversWithin);
      const acknowledged = endured.people.flatMap((person) => person.acknowledged).length;
      reached('disk-full', {
        acknowledged,
        lost: 0,
        damaged: 0,
        'answered 503': endured.refused,
        'ms until it took messages again': recovered,
      });
    });
  }

  it('as one that cannot be written is refused at the start, in one sentence', async () => {
    const place = await makePlace('sqlite');
    try {
      const command = spawnCommand(['start'], { DATA_DIR: '/sys/sapakerja' }, place.folder);
      const said = command.stderr ? text(command.stderr) : '';
      await once(command, 'exit');
      expect(command.exitCode).to.equal(1);
      expect(await said).to.match(/^DATA_DIR: [^\n]*\n$/);
    } finally {
      await place.clear();
    }
  });
});
