import { alerts } from './alerts.ts';
import { backup } from './backup.ts';
import type { Benchmark } from './benchmark.ts';
import { claims } from './claims.ts';
import { blocking } from './blocking.ts';
import { fleet } from './fleet.ts';
import { hanging } from './hanging.ts';
import { longRun } from './long-run.ts';
import { growth } from './growth.ts';
import { peers } from './peers.ts';
import { searchGrowth } from './search-growth.ts';
import { push } from './push.ts';
import { profile } from './profile.ts';
import { search } from './search.ts';
import { slowDisk } from './slow-disk.ts';
import { start } from './start.ts';
import { turn } from './turn.ts';
import { understand } from './understand.ts';
import { wake } from './wake.ts';

/** Everything that `npm run bench` measures, in the order of docs/performance.md. */
export const benchmarks: readonly Benchmark[] = [
  turn, // the first: it says what a message costs
  profile,
  peers,
  start,
  hanging,
  slowDisk,
  longRun,
  fleet,
  wake,
  claims,
  search,
  searchGrowth,
  alerts,
  growth,
  push,
  understand,
  blocking,
  backup,
];
