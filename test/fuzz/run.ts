import * as fc from 'fast-check';
import type { OpenedAny, Target } from './target.ts';

/** What became of one reader. */
export interface Fuzzed {
  readonly name: string;
  readonly bodies: number;
  readonly seed: number;
  /** CPU of the slowest body, milliseconds, the best of three. */
  readonly slowest: number;
  /** How many took longer than they may. */
  readonly slow: number;
  /** What was thrown, and the body that did it. */
  readonly failure?: string;
}

/** CPU milliseconds that a body may cost for each MB begun. */
export const mostCpu = 50;

const budgetOf = (value: unknown): number => {
  const size = Buffer.isBuffer(value) || typeof value === 'string' ? value.length : 0;
  return mostCpu * Math.max(1, Math.ceil(size / 1_048_576));
};

/** Anything below this on the clock is no candidate: it cannot have cost more CPU than that. */
const doubtful = 15;

async function cpuOf(work: () => void | Promise<void>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let again = 0; again < 3; again += 1) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 1_000);
  }
  return best;
}

/** Whoever is slow by the clock is measured again by CPU: other programs run beside this one. */
class Watch {
  slowest = 0;
  slow = 0;
  #clock = 0;

  async use(opened: OpenedAny, value: unknown): Promise<void> {
    const began = performance.now();
    const pending = opened.use(value);
    if (pending) await pending;
    const took = performance.now() - began;
    if (took <= this.#clock) return;
    if (took < doubtful) {
      this.#clock = took;
      this.slowest = Math.max(this.slowest, took);
      return;
    }
    const cpu = await cpuOf(() => opened.use(value));
    this.slowest = Math.max(this.slowest, cpu);
    this.#clock = Math.max(this.#clock, Math.min(took, cpu));
    if (cpu > budgetOf(value)) this.slow += 1;
  }
}

/** Models are read and code is compiled at the first bodies: their time is nobody's. */
async function warmUp({ values, use }: OpenedAny): Promise<void> {
  for (const value of fc.sample(values, { numRuns: 50, seed: 1 }))
    await Promise.resolve(value)
      .then(use)
      .catch(() => undefined); // it fails again where it counts
}

/** So much of a failing body is shown. */
const longestShown = 2_000;

/** Gives a reader so many bodies. A failure is told with the body that causes it. */
export async function fuzz(one: Target, bodies: number, seed: number): Promise<Fuzzed> {
  const opened = await one.open();
  const watch = new Watch();
  try {
    await warmUp(opened);
    const found = await fc.check(
      fc.asyncProperty(opened.values, (value) => watch.use(opened, value)),
      { numRuns: bodies, seed, endOnFailure: true },
    );
    const failure = found.failed
      ? `${String(found.errorInstance)}: ${fc.stringify(found.counterexample).slice(0, longestShown)}`
      : undefined;
    const { slowest, slow } = watch;
    const done = { name: one.name, bodies: found.numRuns, seed, slowest, slow };
    return failure === undefined ? done : { ...done, failure };
  } finally {
    await opened.close?.();
  }
}
