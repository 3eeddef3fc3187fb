import { expect } from 'chai';
import { servingPoints, type KillPoint } from '../../src/core/kill-points.ts';
import type { RunningServer } from '../helpers/server.ts';
import { reached } from '../helpers/reached.ts';
import {
  endLeases,
  expectedReplies,
  finishAndCheck,
  openOffice,
  speakAll,
  type Office,
} from './office.ts';
import { villager, type Villager } from './villagers.ts';
import { isFull } from '../helpers/full.ts';

/** `--full` kills at each point 25 times, in five offices five servers one after the other. */
const offices = isFull ? 5 : 1;
const kills = isFull ? 5 : 1;
const newcomers = 6;

/** The passes are counted from the start on; an idle sender passes `send.due` a few times. */
const passOf = (point: KillPoint, kill: number): number => (point === 'send.due' ? 8 : 3) + kill;

/** Starts a server that dies; undefined when it died at once, over what the one before had left. */
async function startDoomed(office: Office, point: string): Promise<RunningServer | undefined> {
  try {
    return await office.start({ KILL_AT: point });
  } catch (error) {
    if (String((error as Error).cause).includes('SIGKILL')) return undefined;
    throw error;
  }
}

/** Servers that each die at the point while people talk; whoever has more to say goes on with the next. */
async function killInTurn(office: Office, point: KillPoint): Promise<Villager[]> {
  const people: Villager[] = [];
  for (let kill = 0; kill < kills; kill += 1) {
    await endLeases(office);
    const known = people.length;
    for (let n = 0; n < newcomers; n += 1) people.push(villager(known + n));
    const doomed = await startDoomed(office, `${point}:${passOf(point, kill)}`);
    if (!doomed) continue;
    await speakAll(doomed.url, people);
    expect(await doomed.ended, doomed.printed()).to.equal('SIGKILL');
  }
  return people;
}

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
      for (let n = 1; n <= offices; n += 1) {
        it(`loses nothing and doubles nothing at ${point}, ${kills} of ${n * kills}`, async () => {
          const people = await killInTurn(office, point);
          const { messages, doubles } = await finishAndCheck(office, people, expected);
          const on = dialect === 'sqlite' ? 'on SQLite' : 'on PostgreSQL';
          reached('killed-at-each-point', { [`kill points ${on}`]: kills, messages, lost: 0 });
          reached('doubles-are-marked', { kills, 'sent twice': doubles, 'of them unmarked': 0 });
        });
      }
    }
  });
}
