import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { Portions } from '../core/portions.ts';
import {
  allKeepDays,
  firstKept,
  keptFrom,
  keyDays,
  messagesKeptFrom,
  reportDays,
  draftDays,
} from '../services/retention.ts';
import { recordAudit } from '../store/audit.ts';
import { dropEnded } from '../store/overdue.ts';
import { flushDeleted } from '../store/erase.ts';
import {
  pruneAudit,
  pruneInbound,
  pruneKeyed,
  pruneOutbound,
  pruneSearches,
  type Part,
  type Pruned,
  type TextKey,
} from '../store/retention.ts';
import type { Db } from '../store/store.ts';
import { runAsLeader, type LeaseTools } from './lease.ts';
import type { Repeat } from './repeat.ts';
import type { GatewayTools } from './tools.ts';

/** One kind of record, and how a part of it is taken out; the first part has no `after`. */
interface Sweep {
  readonly name: string;
  readonly prune: (db: Db, part: Part<unknown>) => Promise<Pruned<unknown>>;
}

const sweep = <Key>(
  name: string,
  prune: (db: Db, part: Part<Key>) => Promise<Pruned<Key>>,
): Sweep => ({ name, prune: (db, part) => prune(db, part as Part<Key>) });

/** Everything whose time may be over now, with the days of each office as they are now. */
async function sweepsAt(db: Db, now: Date): Promise<readonly Sweep[]> {
  const received = await messagesKeptFrom(db, 'received', now);
  const sent = await messagesKeptFrom(db, 'sent', now);
  const offices = await allKeepDays(db);
  const trail = keptFrom(now, Math.max(...[...offices.values()].map((days) => days.trail)));
  const searches = [...offices].map(([code, days]) =>
    sweep<number>('searches', async (part, { limit }) => {
      const removed = await pruneSearches(
        part,
        { code, before: firstKept(now, days.searches) },
        limit,
      );
      return { next: removed === limit ? 0 : undefined, removed, emptied: 0 };
    }),
  );
  const keysFrom = keptFrom(now, keyDays);
  const reportsFrom = keptFrom(now, reportDays);
  return [
    sweep('received', (part, how: Part<number>) => pruneInbound(part, received, how)),
    sweep('sent', (part, how: Part<number>) => pruneOutbound(part, sent, how)),
    sweep('reports', (part, how: Part<TextKey>) =>
      pruneKeyed(part, 'delivery_reports', reportsFrom, how),
    ),
    sweep('keys', (part, how: Part<TextKey>) => pruneKeyed(part, 'inbound_keys', keysFrom, how)),
    sweep('ended', async (part, _how: Part<number>) => {
      const removed = await dropEnded(part, {
        drafts: keptFrom(now, draftDays),
        slips: now.getTime(),
      });
      return { next: undefined, removed, emptied: 0 };
    }),
    sweep('trail', (part, how: Part<number>) => pruneAudit(part, trail, how)),
    ...searches,
  ];
}

/** How carefully it is done; times in milliseconds. */
export interface RetentionPace {
  /** A part should hold the write lock about so long. */
  readonly target: number;
  /** So many times as long as a part took nobody is disturbed before the next. */
  readonly rest: number;
  /** Share of its time that the process was busy lately, 0 to 1: from 0.6 on nothing is done. */
  readonly busy: () => number;
  /** So long at a time. */
  readonly wait: number;
}

let seen = performance.eventLoopUtilization();

/** Share of the time since the last question that this process was busy, 0 to 1. */
function loopBusy(): number {
  const now = performance.eventLoopUtilization();
  const { utilization } = performance.eventLoopUtilization(now, seen);
  seen = now;
  return utilization;
}

const usualPace: RetentionPace = { target: 4, rest: 9, busy: loopBusy, wait: 5_000 };

const peak = 0.6;
const sizes = { first: 50, least: 10, most: 500 };

type Counts = Record<string, number>;

function note(counts: Counts, name: string, { removed, emptied }: Pruned<unknown>): void {
  if (removed > 0) counts[name] = (counts[name] ?? 0) + removed;
  if (emptied > 0) counts[`${name}-emptied`] = (counts[`${name}-emptied`] ?? 0) + emptied;
}

interface Doing {
  readonly tools: Pick<GatewayTools, 'store'>;
  readonly pace: RetentionPace;
  readonly over: AbortSignal;
  readonly counts: Counts;
}

async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => undefined);
}

/** One kind from its oldest to the first that stays, in parts that grow or shrink with what they take. */
async function run({ name, prune }: Sweep, { tools, pace, over, counts }: Doing): Promise<void> {
  const portions = new Portions({ ...sizes, target: pace.target });
  let after: unknown;
  while (!over.aborted) {
    if (pace.busy() >= peak) {
      await rest(pace.wait, over);
      continue;
    }
    const begun = performance.now();
    const limit = portions.size;
    const pruned = await tools.store.transaction((db) => prune(db, { after, limit }));
    const took = performance.now() - begun;
    note(counts, name, pruned);
    if (pruned.next === undefined) return;
    after = pruned.next;
    portions.took(took);
    await rest(took * pace.rest, over);
  }
}

/**
 * Takes out whatever is older than its office keeps it, and notes in the audit trail how much that
 * was. Ended in the middle nothing is lost: the next run begins with the oldest that is left.
 */
export async function retain(
  { store, clock, log }: Pick<GatewayTools, 'store' | 'clock' | 'log'>,
  over: AbortSignal = new AbortController().signal,
  pace: RetentionPace = usualPace,
): Promise<Readonly<Counts>> {
  const counts: Counts = {};
  const doing = { tools: { store }, pace, over, counts };
  for (const each of await sweepsAt(store, clock())) await run(each, doing);
  if (Object.keys(counts).length === 0) return counts;
  const at = clock().getTime();
  await recordAudit(store, {
    at,
    actor: 'clock',
    action: 'retention.run',
    subject: 'data',
    detail: counts,
  });
  await flushDeleted(store);
  log.info({ counts }, 'what was old was deleted');
  return counts;
}

/** Not at once: who starts a server wants it to answer first. */
const firstAfter = 10 * 60_000;
const every = 6 * 3_600_000;

/** The job of one process of the fleet. */
export function openRetention(tools: GatewayTools & LeaseTools): Repeat {
  return runAsLeader(tools, 'retention', async ({ over }) => {
    await rest(firstAfter, over);
    while (!over.aborted) {
      await retain(tools, over);
      await rest(every, over);
    }
  });
}
