import {
  addWorkingDays,
  addWorkingMinutes,
  roundUpToHour,
  type WorkingTime,
} from '../core/working-time.ts';
import { recentHandling, type Handling } from '../store/matter-lists.ts';
import type { MatterKind } from '../store/matters.ts';
import type { Standard } from '../store/offices.ts';
import type { Db } from '../store/store.ts';
import { countWaiting } from '../store/waiting.ts';
import { standardOf, workingTimeOf } from './office-hours.ts';

/** What a promise depends on. */
export interface Promised {
  readonly office: string;
  readonly kind: MatterKind;
  readonly urgent: boolean;
  readonly category: string | null;
}

const month = 30 * 86_400_000;

/** Answers that the median is taken of, at most: enough to be steady, few enough to be cheap. */
const sampleSize = 99;

function kindsOf({ kind, urgent, category }: Promised): readonly string[] {
  if (urgent) return ['urgent'];
  if (kind === 'K') return ['question'];
  return category === null ? ['complaint'] : [`complaint.${category}`, 'complaint'];
}

/** The middle of the numbers, the upper one of two; 0 of none. */
function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

/** Minutes until the matters that wait are answered, at the pace of those who answer. */
function queueMinutes(before: number, recent: readonly Handling[]): number {
  const officers = new Set(recent.map(({ officerId }) => officerId)).size;
  const minutes = median(recent.map((handling) => handling.minutes));
  return officers === 0 ? 0 : (before * minutes) / officers;
}

function addStandard(calendar: WorkingTime, now: Date, standard: Standard): Date {
  return 'days' in standard
    ? addWorkingDays(calendar, now, standard.days)
    : addWorkingMinutes(calendar, now, standard.minutes);
}

/**
 * When an answer comes at the latest: the office's standard, or later when so many wait that they
 * take longer at the median pace of the last 30 days; rounded up to the hour. Danger is not a
 * matter of opening hours: its minutes are those of the clock.
 */
export async function replyBy(db: Db, promised: Promised, now: Date): Promise<Date> {
  const { office, kind, urgent } = promised;
  const standard = await standardOf(db, office, kindsOf(promised));
  if (urgent && 'minutes' in standard) {
    return roundUpToHour(new Date(now.getTime() + standard.minutes * 60_000));
  }
  const calendar = await workingTimeOf(db, office);
  const since = now.getTime() - month;
  const recent = await recentHandling(db, { officeCode: office, kind, since, limit: sampleSize });
  const minutes = queueMinutes(await countWaiting(db, office, now.getTime()), recent);
  const byQueue = addWorkingMinutes(calendar, now, minutes);
  const byStandard = addStandard(calendar, now, standard);
  return roundUpToHour(byQueue > byStandard ? byQueue : byStandard);
}
