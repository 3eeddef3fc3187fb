import { budgetsOf, type BudgetLevel } from '../../services/budget.ts';
import { shownRupiah } from './reply-sheet.ts';
import type { AdminCall } from './route.ts';

const province = '35';

/** What an office has spent on SMS today, as the page Saluran shows it. */
export interface ShownBudget {
  readonly office: string;
  readonly segments: number;
  readonly cost: string;
  /** Segments; null without a limit. */
  readonly limit: number | null;
  /** Per cent of the limit, for the words beside it; null without one. */
  readonly percent: number | null;
  readonly level: BudgetLevel;
}

/** The budgets that the officer may see: the own office's, for the province those of all that sent. */
export async function shownBudgets(call: AdminCall): Promise<readonly ShownBudget[]> {
  const { db, officer, now, parts } = call;
  const { smsSegmentRupiah: rupiah, dailySegments: segments } = parts.config;
  const budgets = await budgetsOf(db, now, { segments, rupiah });
  return [...budgets].flatMap(([office, state]) => {
    if (officer.office !== province && officer.office !== office) return [];
    const percent = state.limit && Math.round((100 * state.segments) / state.limit);
    const { limit, level } = state;
    const cost = shownRupiah(state.rupiah);
    return [{ office, segments: state.segments, cost, limit, percent, level }];
  });
}
