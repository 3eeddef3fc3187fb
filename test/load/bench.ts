import type { Benchmark } from './benchmark.ts';
import { peers } from './peers.ts';
import { search } from './search.ts';
import { turn } from './turn.ts';

/** Everything that `npm run bench` measures, in the order of docs/performance.md. */
export const benchmarks: readonly Benchmark[] = [
  turn, // the first: it says what a message costs
  peers,
  search,
];
