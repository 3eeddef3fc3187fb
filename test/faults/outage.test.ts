import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { expect } from 'chai';
import type { Dialect } from '../../src/store/store.ts';
import { reached } from '../helpers/reached.ts';
import { until } from '../helpers/until.ts';
import { openTcpProxy, type TcpProxy } from '../helpers/tcp-proxy.ts';
import { expectedReplies, finishAndCheck, openOffice, type Office } from './office.ts';
import { endure, spooledFiles, type Crowd, type Endured, type Sight } from './outage.ts';
import { isFull } from '../helpers/full.ts';

const second = 1_000;

/** The whole spool is taken in within this, milliseconds (docs/operator.md). */
const drainedWithin = 60_000;
/** Twilio gives up after 15 s. */
const answeredWithin = 15_000;

const crowd: Crowd = isFull ? { queues: 8, rhythm: 400 } : { queues: 6, rhythm: 80 };

interface Case {
  readonly label: string;
  /** What is done to the wire or the server behind it. */
  readonly fault: (wire: TcpProxy, office: Office, sight: Sight) => Promise<void>;
}

const downFor =
  (ms: number): Case['fault'] =>
  async (wire, office, sight) => {
    await wire.down();
    await until(async () => (await spooledFiles(office)) > 0 || sight.refused > 0);
    await pause(ms);
    await wire.up();
  };

/** Does it again and again for so long. */
async function repeatFor(ms: number, every: number, deed: () => unknown): Promise<void> {
  const end = performance.now() + ms;
  while (performance.now() < end) {
    await deed();
    await pause(every);
  }
}

const terminate = async ({ store }: Office): Promise<void> => {
  await store.sql.raw(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
};

/** Seconds that a fault lasts, reduced and in full. */
const lasting = (reduced: number, full: number): number => (isFull ? full : reduced) * second;

const postgresCases: readonly Case[] = [
  ...(isFull ? [1, 60, 600] : [1, 3]).map((s) => ({
    label: `is down for ${s} s`,
    fault: downFor(s * second),
  })),
  {
    label: 'loses its connections in the middle, every 150 ms',
    fault: (wire) => repeatFor(lasting(2, 60), 150, () => wire.cut()),
  },
  {
    label: `ends every connection of ours, every ${isFull ? 1_000 : 300} ms`,
    fault: (_, office) => repeatFor(lasting(2, 120), isFull ? 1_000 : 300, () => terminate(office)),
  },
  {
    label: 'answers 2 s late',
    fault: async (wire) => {
      wire.slow(second); // there and back
      await pause(lasting(5, 60));
      wire.slow(0);
    },
  },
];

/** Every line was answered 2xx; in the full run, on a machine of its own, in time, and the spool is empty soon. */
function judge({ refused, drained, slowest }: Endured): void {
  expect(refused).to.equal(0);
  if (!isFull) return;
  expect(drained).to.be.below(drainedWithin);
  expect(slowest).to.be.below(answeredWithin);
}

function tell(dialect: Dialect, { people, during, drained, slowest, spooled }: Endured): void {
  const acknowledged = people.reduce((sum, person) => sum + person.acknowledged.length, 0);
  reached(dialect === 'postgres' ? 'postgres-away' : 'sqlite-locked', {
    acknowledged,
    'of them while it was down': during,
    lost: 0,
    'most files in the spool': spooled,
    'ms until the spool was empty': drained,
    'slowest answer, ms': slowest,
  });
}

describe('people who write while PostgreSQL', function () {
  this.timeout(isFull ? 1_200_000 : 300_000);
  let expected: readonly string[];
  let office: Office;
  let wire: TcpProxy;
  before(async () => {
    expected = await expectedReplies('postgres');
  });
  beforeEach(async () => {
    office = await openOffice('postgres');
    wire = await openTcpProxy(office.place.address.url ?? '');
  });
  afterEach(async () => {
    await office.close();
    await wire.close();
  });

  for (const { label, fault } of postgresCases) {
    it(`${label} are heard, each once and in order`, async () => {
      const server = await office.start({ DATABASE_URL: wire.url });
      const endured = await endure(office, server, crowd, (sight) => fault(wire, office, sight));
      await server.stop();
      await finishAndCheck(office, endured.people, expected);
      judge(endured);
      tell('postgres', endured);
    });
  }
});

/** Another program that writes: a thread of its own holds the lock until `over`. */
async function lockUntil(file: string, over: () => Promise<unknown>): Promise<void> {
  const code = `
    const { parentPort, workerData } = require('node:worker_threads');
    const Database = require('better-sqlite3');
    const db = new Database(workerData.file, { timeout: 60000 });
    db.exec('begin immediate');
    parentPort.postMessage('locked');
    Atomics.wait(workerData.flag, 0, 0);
    db.exec('commit');
    db.close();`;
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const thread = new Worker(code, { eval: true, workerData: { file, flag } });
  const ended = once(thread, 'exit');
  await once(thread, 'message');
  await over();
  Atomics.store(flag, 0, 1);
  Atomics.notify(flag, 0);
  await ended;
}

/** SQLite waits 5 s for a lock, longer on a busy machine: only then does the spool begin. */
const locks: readonly { readonly label: string; readonly ms: number }[] = isFull
  ? [3, 12, 60].map((s) => ({ label: `for ${s} s`, ms: s * second }))
  : [{ label: 'until the spool is used', ms: 0 }];

describe('people who write while another program', function () {
  this.timeout(isFull ? 600_000 : 300_000);
  let expected: readonly string[];
  let office: Office;
  before(async () => {
    expected = await expectedReplies('sqlite');
  });
  beforeEach(async () => {
    office = await openOffice('sqlite');
  });
  afterEach(() => office.close());

  for (const { label, ms } of locks) {
    it(`locks SQLite ${label} are heard, each once and in order`, async () => {
      const server = await office.start();
      const { file = '' } = office.place.address;
      const endured = await endure(office, server, crowd, async (sight) => {
        const enough = sight.acknowledged + 30;
        const isUsed = async (): Promise<boolean> =>
          (await spooledFiles(office)) > 0 || sight.acknowledged > enough;
        await lockUntil(file, () => (ms > 0 ? pause(ms) : until(isUsed)));
      });
      await server.stop();
      await finishAndCheck(office, endured.people, expected);
      judge(endured);
      tell('sqlite', endured);
    });
  }
});
