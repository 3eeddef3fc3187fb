import { expect } from 'chai';
import { spoolPoints } from '../../src/core/kill-points.ts';
import { reached } from '../helpers/reached.ts';
import type { RunningServer } from '../helpers/server.ts';
import { openTcpProxy, type TcpProxy } from '../helpers/tcp-proxy.ts';
import { limitFiles } from './disk.ts';
import { expectedReplies, finishAndCheck, openOffice, speakAll, type Office } from './office.ts';
import { villager } from './villagers.ts';
import { isFull } from '../helpers/full.ts';

const repeats = isFull ? 25 : 1;
const speakers = 4;

/** The database of one server, which can be taken away from it. */
interface Reach {
  readonly env: Readonly<Record<string, string>>;
  readonly away: (server: RunningServer) => Promise<void>;
  readonly back: (server: RunningServer) => Promise<void>;
  readonly close: () => Promise<void>;
}

function overDisk(): Reach {
  return {
    env: {},
    away: async (server) => limitFiles(server, 60_000),
    back: async (server) => {
      if (server.process.exitCode === null && server.process.signalCode === null)
        limitFiles(server, 'unlimited');
    },
    close: async () => undefined,
  };
}

function overWire(wire: TcpProxy): Reach {
  return {
    env: { DATABASE_URL: wire.url },
    away: () => wire.down(),
    back: () => wire.up(),
    close: () => wire.close(),
  };
}

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`kill -9 while messages go by the spool, on ${dialect}`, function () {
    this.timeout(600_000);
    let expected: readonly string[];
    let office: Office;
    let reach: Reach;
    before(async () => {
      expected = await expectedReplies(dialect);
    });
    beforeEach(async () => {
      office = await openOffice(dialect);
      const { url } = office.place.address;
      reach = url === undefined ? overDisk() : overWire(await openTcpProxy(url));
    });
    afterEach(async () => {
      await office.close();
      await reach.close();
    });

    for (const point of spoolPoints) {
      for (let repeat = 0; repeat < repeats; repeat += 1) {
        const pass = 2 + (repeat % 4);
        it(`loses nothing and doubles nothing at pass ${pass} of ${point}`, async () => {
          const people = Array.from({ length: speakers }, (_, n) => villager(n));
          const doomed = await office.start({ ...reach.env, KILL_AT: `${point}:${pass}` });
          await reach.away(doomed);
          await speakAll(doomed.url, people);
          await reach.back(doomed);
          expect(await doomed.ended, doomed.printed()).to.equal('SIGKILL');
          await finishAndCheck(office, people, expected);
          reached('spool-kills', { 'kills in the spool': 1, lost: 0, doubled: 0 });
        });
      }
    }
  });
}
