import { existsSync, readFileSync } from 'node:fs';

const ofMainThread = `/proc/self/task/${process.pid}/schedstat`;

const ofProcess = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

const told = (): number => Number.parseInt(readFileSync(ofMainThread, 'utf8')) / 1e6;

/** Processor time of the main thread in milliseconds; of the whole process where Linux does not tell. */
const processorTime = existsSync(ofMainThread) && told() > 0 ? told : ofProcess;

/** Milliseconds in which the main thread did one thing. */
export interface Blocks {
  /** Of its own processor time: that in which the machine did something else is not ours. */
  readonly longest: number;
  readonly p99: number;
  /** The longest by the clock: with waits for the disk, and whatever else the machine did. */
  readonly waited: number;
}

/** Looks each millisecond that is free. Linux counts in ticks of 1 to 4 ms: the last one may be missing. */
export function watchBlocks(): () => Blocks {
  const held: number[] = [];
  let waited = 0;
  let last = processorTime();
  let at = performance.now();
  const timer = setInterval(() => {
    const passed = performance.now() - at;
    held.push(Math.min(processorTime() - last, passed));
    waited = Math.max(waited, passed);
    last = processorTime();
    at = performance.now();
  }, 1);
  return () => {
    clearInterval(timer);
    const sorted = held.toSorted((a, b) => a - b);
    return {
      longest: sorted.at(-1) ?? 0,
      p99: sorted[Math.floor(sorted.length * 0.99)] ?? 0,
      waited,
    };
  };
}
