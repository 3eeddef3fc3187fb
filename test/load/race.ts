import { fork, spawnSync, type ChildProcess, type Serializable } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Round, RoundResult } from './generator.ts';
import { median, report, round as rounded } from './report.ts';
import type { TrafficName } from './traffic.ts';

/** A server to be measured. */
export interface Target {
  readonly name: string;
  readonly url: string;
  readonly traffic: TrafficName;
  readonly process: ChildProcess;
  /** More requests a second than it can answer: so many are made before a round. */
  readonly fastest: number;
  /** May the same requests come again? Then they are made once. */
  readonly forgets: boolean;
  /** What it was sent so far, the warm-up included: the next request's number. */
  sent: number;
}

/** What a target did in a round. */
export interface Lap extends RoundResult {
  /** Answered in a second. */
  readonly rate: number;
  /** Processor time of the target's process for each, in microseconds; undefined off Linux. */
  readonly cpu: number | undefined;
}

/** How a round is driven. */
export interface Drive {
  readonly connections: number;
  readonly seconds: number;
  /** Requests a second; as fast as they are answered when not given. */
  readonly rate?: number | undefined;
}

/** Keeps a process on one processor, all its threads. Does nothing where there is no `taskset`. */
export function pin(child: ChildProcess, processors: string): void {
  spawnSync('taskset', ['-a', '-c', '-p', processors, String(child.pid)], { stdio: 'ignore' });
}

/** Microseconds that the process has used; undefined off Linux. */
function processorTime(pid: number | undefined): number | undefined {
  if (process.platform !== 'linux') return undefined;
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13);
  return (Number(user) + Number(system)) * 10_000; // hundredths of a second
}

/** Sends a message to a child and gives its answer. @throws Error when it ends instead. */
async function ask<T>(child: ChildProcess, question: Serializable): Promise<T> {
  const settled = new AbortController();
  const { signal } = settled;
  const ended = once(child, 'exit', { signal }).then((): never => {
    throw new Error('the program ended');
  });
  const heard = once(child, 'message', { signal });
  child.send(question);
  const [answer] = (await Promise.race([heard, ended])) as [T];
  settled.abort();
  await ended.catch(() => {});
  return answer;
}

/** A lap of what a process does. */
async function timed(child: ChildProcess, run: () => Promise<RoundResult>): Promise<Lap> {
  const before = processorTime(child.pid);
  const result = await run();
  const after = processorTime(child.pid);
  const used = before === undefined || after === undefined ? undefined : after - before;
  const cpu = used === undefined ? undefined : rounded(used / result.answered);
  return { ...result, rate: rounded(result.answered / result.seconds), cpu };
}

/** A lap of a program of this folder that works by itself for so many seconds. */
export const runAlone = (child: ChildProcess, seconds: number): Promise<Lap> =>
  timed(child, () => ask<RoundResult>(child, seconds));

function roundOf(target: Target, drive: Drive): Round {
  const { url, traffic } = target;
  const most = Math.ceil((drive.rate ?? target.fastest) * drive.seconds * 1.05) + 100;
  return { ...drive, url, traffic, first: target.forgets ? 0 : target.sent, most };
}

/** A generator of load in a process of its own. */
export class Generator {
  readonly process = fork(fileURLToPath(new URL('./generator.js', import.meta.url)));

  /**
   * Sends the target its next requests.
   * @throws Error when one is refused: what refuses is fast and proves nothing.
   */
  async drive(target: Target, drive: Drive): Promise<Lap> {
    const round = roundOf(target, drive);
    const lap = await timed(target.process, () => ask<RoundResult>(this.process, round));
    if (lap.refused > 0) throw new Error(`${target.name} refused ${lap.refused}`);
    target.sent += lap.answered;
    return lap;
  }

  /** Has the requests of the next round made, so that several generators drive from one moment on. */
  async prepare(target: Target, drive: Drive): Promise<void> {
    await ask<RoundResult>(this.process, { ...roundOf(target, drive), seconds: 0 });
  }

  close(): void {
    this.process.kill('SIGKILL');
  }
}

/** Where everything runs: targets on processor 0 and the generator on 1, or all on both. */
export function place(generator: Generator, targets: readonly ChildProcess[], pinned: boolean) {
  pin(generator.process, pinned ? '1' : '0,1');
  for (const child of targets) pin(child, pinned ? '0' : '0,1');
}

/**
 * Rounds in which programs warm up: V8 has compiled a server of our size after some 20,000 messages,
 * a small one after a tenth of that.
 */
const warmUps = 4;

/**
 * Runs each in turns, for a round, so that whatever else the machine does hits all alike; the rounds
 * in which they warm up count for nothing. Gives the laps of each, in the order of `runs`.
 */
export async function inTurns(
  rounds: number,
  runs: readonly (() => Promise<Lap>)[],
): Promise<Lap[][]> {
  const laps: Lap[][] = runs.map(() => []);
  for (let n = 1 - warmUps; n <= rounds; n += 1) {
    for (const [at, run] of runs.entries()) {
      const lap = await run();
      if (n > 0) laps[at]?.push(lap);
    }
  }
  return laps;
}

/** Tells what a target did: the median rate, and the median of each of its other figures. */
export function tell(
  name: string,
  laps: readonly Lap[],
  more: Readonly<Record<string, unknown>> = {},
): void {
  const middle = (pick: (lap: Lap) => number): number => median(laps.map(pick));
  const cpu = laps[0]?.cpu === undefined ? {} : { cpu_us: middle((lap) => lap.cpu ?? 0) };
  report({
    name,
    value: middle(({ rate }) => rate),
    unit: 'messages/s',
    p50_ms: middle(({ p50 }) => p50),
    p99_ms: middle(({ p99 }) => p99),
    longest_ms: Math.max(...laps.map(({ longest }) => longest)),
    ...cpu,
    generator: middle((lap) => lap.generator),
    rounds: laps.map(({ rate }) => rate),
    ...more,
  });
}

/** Tells how many times as fast one was as the other: the median of the ratios of each round. */
export function tellRatio(
  name: string,
  of: readonly Lap[],
  to: readonly Lap[],
  more: Readonly<Record<string, unknown>> = {},
): void {
  const ratios = of.map(({ rate }, at) => rounded(rate / (to[at]?.rate ?? Number.NaN), 3));
  report({ name, value: median(ratios), unit: 'ratio', rounds: ratios, ...more });
}
