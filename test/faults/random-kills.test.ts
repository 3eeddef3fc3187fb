import { setTimeout as pause } from 'node:timers/promises';
import type { Dialect } from '../../src/store/store.ts';
import { reached } from '../helpers/reached.ts';
import type { RunningServer } from '../helpers/server.ts';
import { expectedReplies, finishAndCheck, openOffice, type Office } from './office.ts';
import { sayNext, villager, type Villager } from './villagers.ts';
import { isFull } from '../helpers/full.ts';

const kills = isFull ? 200 : 10;
/** Lines that are acknowledged at most between two kills, so that each falls among messages. */
const most = isFull ? 60 : 12;
const queues = 8;

/** Printed with each run; SEED repeats it. */
const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);

/** Park and Miller's generator: 0 <= x < 1. */
function openRandom(state: number): () => number {
  let now = (state % 2_147_483_646) + 1;
  return () => {
    now = (now * 48_271) % 2_147_483_647;
    return now / 2_147_483_647;
  };
}

const isDone = ({ acknowledged, lines }: Villager): boolean => acknowledged.length === lines.length;

/** People who speak one after the other; whoever has said everything is followed by the next. */
interface Queue {
  readonly first: number;
  readonly people: Villager[];
}

function speakerOf({ first, people }: Queue): Villager {
  const last = people.at(-1);
  if (last && !isDone(last)) return last;
  const next = villager(first + people.length * queues);
  people.push(next);
  return next;
}

/** Kills one of the servers once so many lines were acknowledged, and a moment more, while people go on. */
async function killAmong(
  { all, alive, victim }: { all: Queue[]; alive: RunningServer[]; victim: RunningServer },
  lines: number,
  moment: number,
): Promise<void> {
  let left = lines;
  let killing: Promise<void> | undefined;
  let isOver = false;
  const kill = async (): Promise<void> => {
    await pause(moment);
    await victim.kill();
    isOver = true;
  };
  const talk = async (queue: Queue, url: string): Promise<void> => {
    while (!isOver && (await sayNext(url, speakerOf(queue)))) {
      left -= 1;
      if (left === 0) killing = kill();
    }
  };
  await Promise.all(all.map((queue, n) => talk(queue, alive[n % alive.length]?.url ?? '')));
  await (killing ?? kill());
}

/** Starts servers and kills one of them at a random moment while people talk, again and again. */
async function killAgainAndAgain(office: Office, together: number): Promise<Villager[]> {
  const random = openRandom(seed);
  const all: Queue[] = Array.from({ length: queues }, (_, first) => ({ first, people: [] }));
  const alive: RunningServer[] = [];
  for (let killed = 0; killed < kills; killed += 1) {
    while (alive.length < together) alive.push(await office.start());
    const victim = alive[Math.floor(random() * together)] as RunningServer;
    await killAmong({ all, alive, victim }, Math.ceil(random() * most), random() * 20);
    alive.splice(alive.indexOf(victim), 1);
  }
  await Promise.all(alive.map((server) => server.kill()));
  return all.flatMap(({ people }) => people);
}

describe(`kill -9 at random moments (SEED=${seed})`, function () {
  this.timeout(isFull ? 3_600_000 : 600_000);

  const settings: readonly { label: string; dialect: Dialect; together: number }[] = [
    { label: 'one server on SQLite', dialect: 'sqlite', together: 1 },
    { label: 'two servers on PostgreSQL', dialect: 'postgres', together: 2 },
  ];
  for (const { label, dialect, together } of settings) {
    it(`loses nothing and doubles nothing in ${kills} kills of ${label}`, async () => {
      const expected = await expectedReplies(dialect);
      const office = await openOffice(dialect);
      try {
        const people = await killAgainAndAgain(office, together);
        const { messages, doubles } = await finishAndCheck(office, people, expected);
        const on = dialect === 'sqlite' ? 'on SQLite' : 'on PostgreSQL';
        reached('killed-at-random', { [`kills ${on}`]: kills, messages, lost: 0 });
        reached('doubles-are-marked', { kills, 'sent twice': doubles, 'of them unmarked': 0 });
      } finally {
        await office.close();
      }
    });
  }
});
