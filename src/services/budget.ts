import { localDate } from '../core/format.ts';
import { worthOf } from '../core/purpose.ts';
import { listSpent, readSpent, type Spent } from '../store/spending.ts';
import type { Left } from '../store/outbox.ts';
import type { Db } from '../store/store.ts';

/** What an office may spend on SMS in a day. */
export interface Budget {
  /** Segments; left out: no limit. */
  readonly segments?: number | undefined;
  /** Price of one segment. */
  readonly rupiah: number;
}

/**
 * How far the day's budget is used up: `warned` from 80 %, `bulk-stopped` from 100 %,
 * `replies-stopped` from 120 %, when only officers' answers and danger still leave.
 */
export type BudgetLevel = 'open' | 'warned' | 'bulk-stopped' | 'replies-stopped';

/** An office's spending on SMS today. */
export interface BudgetState extends Spent {
  /** Segments, null without a limit. */
  readonly limit: number | null;
  readonly rupiahLimit: number | null;
  readonly level: BudgetLevel;
}

const warnAt = 0.8;

/** How far `segments` have used the budget up. */
export function levelOf({ segments: limit }: Budget, segments: number): BudgetLevel {
  if (limit === undefined || segments < limit * warnAt) return 'open';
  if (segments < limit * worthOf.push.share) return 'warned';
  return segments < limit * worthOf.talk.share ? 'bulk-stopped' : 'replies-stopped';
}

/** Segments that may still be sent today; undefined without a limit. */
export function leftOf({ segments: limit }: Budget, spent: Spent): Left | undefined {
  if (limit === undefined) return undefined;
  const upTo = (share: number): number => Math.max(0, Math.floor(limit * share) - spent.segments);
  return { replies: upTo(worthOf.talk.share), bulk: upTo(worthOf.push.share) };
}

function stateOf(spent: Spent, budget: Budget): BudgetState {
  const { segments: limit, rupiah } = budget;
  return {
    ...spent,
    limit: limit ?? null,
    rupiahLimit: limit === undefined ? null : Math.round(limit * rupiah),
    level: levelOf(budget, spent.segments),
  };
}

/** What an office has spent on SMS today, and what follows from it. */
export async function budgetOf(
  db: Db,
  office: string,
  now: Date,
  budget: Budget,
): Promise<BudgetState> {
  return stateOf(await readSpent(db, { office, day: localDate(now) }), budget);
}

/** The same of every office that has sent SMS today, by its code. */
export async function budgetsOf(
  db: Db,
  now: Date,
  budget: Budget,
): Promise<ReadonlyMap<string, BudgetState>> {
  const spent = await listSpent(db, localDate(now));
  return new Map([...spent].map(([office, one]) => [office, stateOf(one, budget)]));
}
