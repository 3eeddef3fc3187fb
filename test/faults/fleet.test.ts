import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { isMigrated } from '../../src/store/migrate.ts';
import { openProxy, type Proxy } from '../helpers/proxy.ts';
import { reached } from '../helpers/reached.ts';
import type { RunningServer } from '../helpers/server.ts';
import { drained, expectedReplies, finishAndCheck, openOffice, type Office } from './office.ts';
import { speak, villager, type Villager } from './villagers.ts';
import { isFull } from '../helpers/full.ts';

const restarts = isFull ? 40 : 4;
/** People who talk at the same time, each the next line when the last was acknowledged. */
const talking = 6;
/** Between two lines of everybody, milliseconds: a steady rate, whatever the servers do. */
const rhythm = 60;

/** Two servers behind a proxy, on one PostgreSQL. */
interface Fleet {
  readonly office: Office;
  readonly proxy: Proxy;
  readonly servers: RunningServer[];
}

const routeTo = ({ proxy, servers }: Fleet): void => proxy.use(servers.map(({ url }) => url));

const startOne = ({ office, proxy }: Fleet): Promise<RunningServer> =>
  office.start({ PUBLIC_URL: proxy.url, TRUST_PROXY: 'on' });

/** Both start at once on a database without a table: whichever is first migrates it. */
async function openFleet(): Promise<Fleet> {
  const office = await openOffice('postgres');
  await office.store.sql.raw('drop schema public cascade');
  await office.store.sql.raw('create schema public');
  const fleet: Fleet = { office, proxy: await openProxy(), servers: [] };
  fleet.servers.push(...(await Promise.all([startOne(fleet), startOne(fleet)])));
  expect(await isMigrated(office.store)).to.equal(true);
  routeTo(fleet);
  return fleet;
}

async function closeFleet({ office, proxy }: Fleet): Promise<void> {
  await proxy.close();
  await office.close();
}

/** Somebody talks until all is said, and after that the next one, until `isOver`. */
async function keepTalking(
  { proxy }: Fleet,
  next: () => Villager,
  isOver: () => boolean,
): Promise<void> {
  while (!isOver()) {
    const speaker = next();
    while (!(await speak(proxy.url, speaker, rhythm))) await pause(rhythm); // as a provider repeats
  }
}

/** Ends the servers in turn and starts others in their place, while people talk. Gives the people. */
async function talkThrough(fleet: Fleet, signal: 'SIGTERM' | 'SIGKILL'): Promise<Villager[]> {
  const people: Villager[] = [];
  const next = (): Villager => {
    const speaker = villager(people.length);
    people.push(speaker);
    return speaker;
  };
  let isOver = false;
  const all = Array.from({ length: talking }, () => keepTalking(fleet, next, () => isOver));
  for (let n = 0; n < restarts; n += 1) {
    await pause(rhythm * 5);
    const [old] = fleet.servers.splice(0, 1);
    const ending = signal === 'SIGTERM' ? old?.stop() : old?.kill();
    await ending;
    expect(await old?.ended, old?.printed()).to.equal(signal === 'SIGTERM' ? 0 : 'SIGKILL');
    routeTo(fleet);
    fleet.servers.push(await startOne(fleet));
    routeTo(fleet);
  }
  isOver = true;
  await Promise.all(all);
  return people;
}

describe('two processes on one PostgreSQL, restarted one after the other', function () {
  this.timeout(isFull ? 3_600_000 : 240_000);
  let expected: readonly string[];
  let fleet: Fleet;
  before(async () => {
    expected = await expectedReplies('postgres');
  });
  beforeEach(async () => {
    fleet = await openFleet();
  });
  afterEach(() => closeFleet(fleet));

  it('lose nothing, double nothing and mark nothing when they are told to stop', async () => {
    const people = await talkThrough(fleet, 'SIGTERM');
    await drained(fleet.office);
    const { store, twilio } = fleet.office;
    const marked: unknown[] = await store.sql('outbound_messages').where({ maybe_double: 1 });
    expect(marked).to.deep.equal([]);
    const replies = people.reduce((sum, { lines }) => sum + lines.length, 0);
    expect(twilio.messages).to.have.length(replies);
    await Promise.all(fleet.servers.map((server) => server.stop()));
    await finishAndCheck(fleet.office, people, expected);
  });

  it('lose nothing and mark what may be double when they are killed', async () => {
    const people = await talkThrough(fleet, 'SIGKILL');
    await Promise.all(fleet.servers.map((server) => server.kill()));
    const { messages, doubles } = await finishAndCheck(fleet.office, people, expected);
    const told = { 'kills in turn': restarts, messages, 'sent twice, marked': doubles };
    reached('killed-in-turn', { ...told, lost: 0 });
  });

  it('go on when PostgreSQL ends their connections again and again', async () => {
    const { store } = fleet.office;
    let isOver = false;
    const cutting = (async () => {
      while (!isOver) {
        await store.sql.raw(`select pg_terminate_backend(pid) from pg_stat_activity
          where application_name like 'sapakerja%' and pid <> pg_backend_pid()
            and datname = current_database()`);
        await pause(isFull ? 1_000 : 400);
      }
    })();
    const people = Array.from({ length: isFull ? 200 : 12 }, (_, n) => villager(n));
    const waiting = [...people];
    const all = Array.from({ length: talking }, () =>
      keepTalking(
        fleet,
        () => waiting.shift() as Villager,
        () => waiting.length === 0,
      ),
    );
    await Promise.all(all);
    isOver = true;
    await cutting;
    await Promise.all(fleet.servers.map((server) => server.stop()));
    await finishAndCheck(fleet.office, people, expected);
  });
});
