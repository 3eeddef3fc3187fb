import { existsSync, readFileSync } from 'node:fs';

const ofMainThread = `/proc/self/task/${process.pid}/schedstat`;

/** Processor time of the main thread in milliseconds; of the whole process where Linux does not tell. */
function processorTime(): number {
  if (existsSync(ofMainThread)) return Number.parseInt(readFileSync(ofMainThread, 'utf8')) / 1e6;
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/**
 * The longest that the main thread was held, in milliseconds of CPU: time in which the machine did
 * something else is not ours. Looked at each millisecond that is free.
 */
export function watchBlocks(): () => { readonly longest: number; readonly p99: number } {
  const held: number[] = [];
  let last = processorTime();
  let at = performance.now();
  const timer = setInterval(() => {
    held.push(Math.min(processorTime() - last, performance.now() - at));
    last = processorTime();
    at = performance.now();
  }, 1);
  return () => {
    clearInterval(timer);
    const sorted = held.toSorted((a, b) => a - b);
    return { longest: sorted.at(-1) ?? 0, p99: sorted[Math.floor(sorted.length * 0.99)] ?? 0 };
  };
}
