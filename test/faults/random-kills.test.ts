import { setTimeout as pause } from 'node:timers/promises';
import type { Dialect } from '../../src/store/store.ts';
import { reached } from '../helpers/reached.ts';
import type { RunningServer } from '../helpers/server.ts';
import { expectedReplies, finishAndCheck, openOffice, type Office } from './office.ts';
import { speak, villager, type Villager } from './villagers.ts';

const kills = process.argv.includes('--full') ? 200 : 10;
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

/** Keeps a server busy until it dies or `isOver`. */
async function keepTalking(queue: Queue, url: string, isOver: () => boolean): Promise<void> {
  while (!isOver() && (await speak(url, speakerOf(queue))));
}

/** Starts servers and kills one of them at a random moment while people talk, again and again. */
async function killAgainAndAgain(office: Office, together: number): Promise<Villager[]> {
  const random = openRandom(seed);
  const all: Queue[] = Array.from({ length: queues }, (_, first) => ({ first, people: [] }));
  const alive: RunningServer[] = [];
  for (let killed = 0; killed < kills; killed += 1) {
    while (alive.length < together) alive.push(await office.start());
    let isOver = false;
    const talking = all.map((queue, n) =>
      keepTalking(queue, alive[n % together]?.url ?? '', () => isOver),
    );
    await pause(random() * 400);
    const [victim] = alive.splice(Math.floor(random() * alive.length), 1);
    await victim?.kill();
    isOver = true;
    await Promise.all(talking);
  }
  await Promise.all(alive.map((server) => server.kill()));
  return all.flatMap(({ people }) => people);
}

describe(`kill -9 at random moments (SEED=${seed})`, function () {
  this.timeout(process.argv.includes('--full') ? 3_600_000 : 180_000);

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
