import { alerts } from './alerts.ts';
import type { Benchmark } from './benchmark.ts';
import { fleet } from './fleet.ts';
import { peers } from './peers.ts';
import { search } from './search.ts';
import { turn } from './turn.ts';
import { wake } from './wake.ts';

/** Everything that `npm run bench` measures, in the order of docs/performance.md. */
export const benchmarks: readonly Benchmark[] = [
  turn, // the first: it says what a message costs
  peers,
  fleet,
  wake,
  search,
  alerts,
];
