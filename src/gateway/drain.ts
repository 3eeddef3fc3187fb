import { setTimeout as pause } from 'node:timers/promises';
import { faultOf } from '../core/fault.ts';
import { killPoint } from '../core/kill-points.ts';
import type { Log } from '../core/log.ts';
import type { SpoolEntry } from '../services/spool-files.ts';
import { isOutage, isWritable } from '../store/outage.ts';
import type { Store } from '../store/store.ts';
import type { Receive } from './recover.ts';
import { openRepeat, type Repeat } from './repeat.ts';
import type { Spool } from './spool.ts';

/** What draining needs. `receive` is the way past the spool. */
export interface DrainTools {
  readonly spool: Spool;
  readonly receive: Receive;
  readonly store: Store;
  readonly log: Log;
  /** Milliseconds before each further try of what a working database does not take; then it is put aside. */
  readonly pauses?: readonly number[];
}

/** How soon the database is known to be back. */
const drainEvery = 1_000;
const sweepEvery = 3_600_000;
const usualPauses: readonly number[] = [200, 500, 1_000, 2_000];
/** As long as messages themselves (docs/data.md). */
const asideDays = 30;

/** What a try left, and why. */
interface Left {
  readonly entries: readonly SpoolEntry[];
  readonly why: unknown;
}

/** Takes entries in together; the batcher keeps each person's order. */
async function takeIn(receive: Receive, entries: readonly SpoolEntry[]): Promise<Left> {
  const tried = await Promise.allSettled(
    entries.map(({ channel, events }) => receive(channel, events)),
  );
  const failed = tried.filter((one) => one.status === 'rejected');
  const [first] = failed;
  return {
    entries: entries.filter((_, n) => tried[n]?.status === 'rejected'),
    why: failed.find(({ reason }) => isOutage(reason))?.reason ?? first?.reason,
  };
}

/** True when the entries themselves are not why they were not taken. */
const isDown = async (store: Store, { why }: Left): Promise<boolean> =>
  isOutage(why) || !(await isWritable(store));

/** Takes a file's entries in; gives those that a working database refuses, or `down`. */
async function empty(
  { receive, store, pauses = usualPauses }: DrainTools,
  entries: readonly SpoolEntry[],
): Promise<Left | 'down'> {
  let left: Left = { entries, why: undefined };
  for (const wait of [0, ...pauses]) {
    await pause(wait);
    left = await takeIn(receive, left.entries);
    if (left.entries.length === 0) break;
    if (await isDown(store, left)) return 'down';
  }
  return left;
}

async function putAside({ spool, log }: DrainTools, name: string, left: Left): Promise<void> {
  const [entry] = left.entries;
  if (!entry) return;
  await spool.files.writeAside(left.entries);
  const entries = left.entries.length;
  log.error({ file: name, entries, ...faultOf(left.why) }, 'messages of the spool put aside');
}

/** Takes one file in and removes it; false when the database is down. */
async function drainFile(tools: DrainTools, name: string): Promise<boolean> {
  const { spool, log } = tools;
  let entries: readonly SpoolEntry[] | undefined;
  try {
    entries = await spool.files.read(name);
  } catch (error) {
    await spool.files.putAside(name);
    spool.forget(name);
    log.error({ file: name, ...faultOf(error) }, 'a file of the spool does not open');
    return true;
  }
  const left = await empty(tools, entries ?? []);
  if (left === 'down') return false;
  await putAside(tools, name, left);
  killPoint('spool.taken');
  await spool.files.remove(name);
  spool.forget(name);
  killPoint('spool.removed');
  spool.up();
  return true;
}

/**
 * Takes in what lies in the spool, oldest first, until it is empty or the database is down. Several
 * processes may do so at once: each goes on only when an entry is stored, by itself or as a repeat,
 * so that none overtakes.
 */
export async function drainSpool(tools: DrainTools): Promise<void> {
  for (;;) {
    const names = await tools.spool.look();
    if (names.length === 0) return tools.spool.up();
    for (const name of names) if (!(await drainFile(tools, name))) return;
  }
}

/** Drains within seconds of the database's return. */
export function openDrain(tools: DrainTools): readonly Repeat[] {
  const { spool, log } = tools;
  const sweep = (): Promise<void> => spool.files.sweep(asideDays);
  return [
    openRepeat({ name: 'spool', every: drainEvery }, () => drainSpool(tools), log),
    openRepeat({ name: 'spool-sweep', every: sweepEvery }, sweep, log),
  ];
}
