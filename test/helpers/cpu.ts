/**
 * CPU milliseconds of a piece of work: the least of up to five tries, ended by the first that takes no
 * more than `enough`. Other programs run beside a test, and V8 compiles and collects in threads of
 * its own: one try says little. What is really slow is slow five times.
 */
export function leastCpu(work: () => void, enough: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < 5 && least > enough; tries += 1) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1_000);
  }
  return least;
}
