import { addDays } from '../core/ak1-dates.ts';
import { localDate } from '../core/format.ts';
import type { Medium, OutboundStatus } from '../core/message.ts';
import {
  answerMinutes,
  countOpened,
  countRegistered,
  countWaiting,
  missedWords,
  receivedByMedium,
  registeredByDay,
  sentByStatus,
  type Span,
} from '../store/overview.ts';
import { longRead } from '../store/reads.ts';
import type { Db } from '../store/store.ts';
import { ikmOf, type IkmReport } from './ikm-of.ts';

/** What came in during a span. */
export interface Intake {
  readonly registered: number;
  readonly questions: number;
  readonly complaints: number;
}

/** The state of an office in a few figures. */
export interface Overview {
  readonly today: Intake;
  /** From the first of the month until now. */
  readonly month: Intake;
  /** Registrations of the last 30 days, the oldest first. */
  readonly days: readonly { readonly date: string; readonly registered: number }[];
  readonly waiting: number;
  readonly overdue: number;
  readonly urgent: number;
  /** Working minutes of this month's answers; null without one. */
  readonly median: number | null;
  readonly p90: number | null;
  readonly answers: number;
  /** Messages of this month. */
  readonly received: Readonly<Partial<Record<Medium, number>>>;
  readonly sent: Readonly<Partial<Record<OutboundStatus, number>>>;
  /** Searches without result of this month: how many, and what was looked for most. */
  readonly missed: number;
  readonly missedWords: readonly { readonly words: string; readonly n: number }[];
  /** Of this calendar year. */
  readonly ikm: IkmReport;
}

const shownDays = 30;
const shownWords = 8;

/** The first moment of a day where the office is. */
const startOf = (date: string): number => Date.parse(`${date}T00:00:00+07:00`);

/**
 * The value below which that share of sorted numbers lies (nearest rank); null of none.
 * `share` is 0 to 1.
 */
export function quantile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}

async function intakeOf(db: Db, span: Span): Promise<Intake> {
  const { K, A } = await countOpened(db, span);
  return { registered: await countRegistered(db, span), questions: K, complaints: A };
}

async function daysOf(
  db: Db,
  office: string | undefined,
  today: string,
): Promise<Overview['days']> {
  const dates = Array.from({ length: shownDays }, (_, at) => addDays(today, at - shownDays + 1));
  const span = { from: startOf(dates[0] ?? today), to: startOf(addDays(today, 1)) };
  const counted = await registeredByDay(db, { office, ...span });
  return dates.map((date) => ({
    date,
    registered: counted.get(Date.parse(`${date}T00:00:00Z`) / 86_400_000) ?? 0,
  }));
}

/** The overview of an office, or of all without one. */
export async function overviewOf(db: Db, office: string | undefined, now: Date): Promise<Overview> {
  const today = localDate(now);
  const first = `${today.slice(0, 7)}-01`;
  const to = startOf(addDays(today, 1));
  const month: Span = { office, from: startOf(first), to };
  const minutes = await answerMinutes(db, month);
  const missed = await missedWords(db, { office, from: first, to: today });
  const year = { from: `${today.slice(0, 4)}-01-01`, to: today };
  return {
    today: await intakeOf(db, { office, from: startOf(today), to }),
    month: await intakeOf(db, month),
    days: await daysOf(db, office, today),
    ...(await countWaiting(db, office, now.getTime())),
    median: quantile(minutes, 0.5),
    p90: quantile(minutes, 0.9),
    answers: minutes.length,
    received: await receivedByMedium(db, month),
    sent: await sentByStatus(db, month),
    missed: missed.reduce((sum, { n }) => sum + n, 0),
    missedWords: missed.filter(({ words }) => words !== '').slice(0, shownWords),
    ikm: await ikmOf(db, { ...year, ...(office !== undefined && { office }) }),
  };
}

/** The overview, beside whatever else goes on. */
export const longOverview = longRead(import.meta.url, overviewOf, 'sql');
