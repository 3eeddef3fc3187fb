import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFakeProvider } from '../helpers/fake-provider.ts';
import { botToken } from '../helpers/fake-telegram.ts';
import { makePlace, type Place } from '../helpers/server.ts';
import type { Benchmark } from './benchmark.ts';
import { countRegistered } from './peers/sessions.ts';
import { Generator, inTurns, place, tell, tellRatio, type Drive, type Target } from './race.ts';
import { median } from './report.ts';
import { checkTurns, startOurs, startProgram } from './targets.ts';
import { registered, webhookSecret } from './updates.ts';

const drive: Drive = { connections: 50, seconds: 1.5 };
const rounds = 5;

/** What holds the same registration: `peers/NAME.ts`, its session in SQLite. */
const bots = {
  telegraf: 'telegraf WizardScene',
  grammy: 'grammY conversation',
  botbuilder: 'Bot Framework waterfall',
} as const;

interface Peer extends Target {
  readonly file: string;
}

async function startPeer(kind: keyof typeof bots, folder: string): Promise<Peer> {
  const file = join(folder, `${kind}.db`);
  const program = await startProgram(`./peers/${kind}.js`, [file]);
  const rest = { traffic: 'telegram', fastest: 10_000, forgets: false, sent: 0 } as const;
  return { ...program, ...rest, name: bots[kind], file };
}

/** @throws Error unless the peer replied once to each update and holds every registration. */
async function checkPeer({ name, url, file, sent }: Peer): Promise<void> {
  const { replies } = (await (await fetch(url)).json()) as { replies: number };
  if (replies !== sent) throw new Error(`${name}: ${sent} updates, ${replies} replies`);
  const [found, expected] = [countRegistered(file), registered(sent)];
  if (found !== expected) throw new Error(`${name}: ${expected} registered, ${found} found`);
}

/** Our own bot, its sending paused: one segment in 17 minutes, and who it sends to takes all. */
async function startOurBot(data: Place) {
  const telegram = await openFakeProvider(() => ({
    status: 200,
    body: JSON.stringify({ ok: true, result: true }),
  }));
  const ours = await startOurs(data, 'telegram', {
    TELEGRAM_BOT_TOKEN: botToken,
    TELEGRAM_WEBHOOK_SECRET: webhookSecret,
    TELEGRAM_API_URL: telegram.url,
    TELEGRAM_RATE: '0.001',
  });
  return { ours, telegram };
}

async function measure(generator: Generator, ours: Target, others: readonly Peer[]): Promise<void> {
  const all = [ours, ...others];
  const children = all.map(({ process: child }) => child);
  place(generator, children, true);
  const runs = all.map((target) => () => generator.drive(target, drive));
  const [ourLaps = [], ...laps] = await inTurns(rounds, runs);
  tell(`${ours.name}, Telegram`, ourLaps);
  for (const [at, { name }] of others.entries()) tell(name, laps[at] ?? []);
  const rates = laps.map((each) => median(each.map(({ rate }) => rate)));
  const best = rates.indexOf(Math.max(...rates));
  const more = { fastest: others[best]?.name, goal: { atLeast: 1.3 } };
  tellRatio(`${ours.name} to the fastest peer`, ourLaps, laps[best] ?? [], more);
}

/** The registration by Telegram: ours beside three peers that keep the session alone. */
export const peers: Benchmark = {
  name: 'peers',
  long: false,
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sapakerja-peers-'));
    const data = await makePlace('sqlite');
    const generator = new Generator();
    const { ours, telegram } = await startOurBot(data);
    const others: Peer[] = [];
    try {
      for (const kind of Object.keys(bots) as (keyof typeof bots)[]) {
        others.push(await startPeer(kind, folder));
      }
      await measure(generator, ours, others);
      for (const peer of others) await checkPeer(peer);
      await checkTurns(data, ours, registered(ours.sent));
    } finally {
      generator.close();
      for (const { process: child } of [ours, ...others]) child.kill('SIGKILL');
      await telegram.close();
      await data.clear();
      await rm(folder, { recursive: true });
    }
  },
};
