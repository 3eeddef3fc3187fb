import { fork, spawnSync, type ChildProcess } from 'node:child_process';
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

/** A generator of load in a process of its own. */
export class Generator {
  readonly process = fork(fileURLToPath(new URL('./generator.js', import.meta.url)));

  /**
   * Sends the target its next requests.
   * @throws Error when one is refused: what refuses is fast and proves nothing.
   */
  async drive(target: Target, drive: Drive): Promise<Lap> {
    const most = Math.ceil((drive.rate ?? target.fastest) * drive.seconds * 1.05) + 100;
    const { url, traffic } = target;
    const round: Round = { ...drive, url, traffic, first: target.forgets ? 0 : target.sent, most };
    const before = processorTime(target.process.pid);
    const result = await this.#run(round);
    const after = processorTime(target.process.pid);
    if (result.refused > 0) throw new Error(`${target.name} refused ${result.refused}`);
    target.sent += result.answered;
    const used = before === undefined || after === undefined ? undefined : after - before;
    const cpu = used === undefined ? undefined : rounded(used / result.answered);
    return { ...result, rate: rounded(result.answered / result.seconds), cpu };
  }

  close(): void {
    this.process.kill('SIGKILL');
  }

  async #run(round: Round): Promise<RoundResult> {
    const ended = new AbortController();
    const { signal } = ended;
    this.process.send(round);
    const failed = once(this.process, 'exit', { signal }).then((): never => {
      throw new Error('the generator ended');
    });
    const heard = once(this.process, 'message', { signal });
    const [result] = (await Promise.race([heard, failed])) as [RoundResult];
    ended.abort();
    await failed.catch(() => {});
    return result;
  }
}

/** How targets run beside one another. */
export interface Course {
  readonly drive: Drive;
  readonly rounds: number;
  /** Targets on processor 0 and the generator on processor 1, or all on both. */
  readonly pinned: boolean;
}

/**
 * Drives the targets in turns, each for a round, so that whatever else the machine does hits all
 * alike; a round before counts for nothing. Gives each target's laps, in the targets' order.
 */
export async function race(
  generator: Generator,
  targets: readonly Target[],
  { drive, rounds, pinned }: Course,
): Promise<Lap[][]> {
  pin(generator.process, pinned ? '1' : '0,1');
  for (const { process: child } of targets) pin(child, pinned ? '0' : '0,1');
  const laps: Lap[][] = targets.map(() => []);
  for (let n = 0; n <= rounds; n += 1) {
    for (const [at, target] of targets.entries()) {
      const lap = await generator.drive(target, drive);
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
