/**
 * The longest that the main thread was held, in milliseconds of CPU: time in which the machine did
 * something else is not ours. Looked at each millisecond that is free.
 */
export function watchBlocks(): () => { readonly longest: number; readonly p99: number } {
  const held: number[] = [];
  let last = process.cpuUsage();
  let at = performance.now();
  const timer = setInterval(() => {
    const { user, system } = process.cpuUsage(last);
    held.push(Math.min((user + system) / 1_000, performance.now() - at)); // other threads worked, too
    last = process.cpuUsage();
    at = performance.now();
  }, 1);
  return () => {
    clearInterval(timer);
    const sorted = held.toSorted((a, b) => a - b);
    return { longest: sorted.at(-1) ?? 0, p99: sorted[Math.floor(sorted.length * 0.99)] ?? 0 };
  };
}
