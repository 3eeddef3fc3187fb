import {
  countAnswered,
  countAnswering,
  countGroups,
  countTold,
  effectMonths,
} from '../store/alert-effect.ts';
import type { Db } from '../store/store.ts';

/** What is counted of a half of the comparison in a month. */
export interface EffectCount {
  readonly messages: number;
  /** MINAT: answers, not people. */
  readonly answers: number;
  readonly called: number;
  /** Where an officer has noted it. */
  readonly hired: number;
}

/** A half of the comparison. */
export interface EffectGroup {
  readonly people: number;
  /** Different people who sent MINAT in the three months. */
  readonly answering: number;
  /** The first 30 days of each, the second, the third. */
  readonly months: readonly EffectCount[];
}

/**
 * What may be said of the difference. `few`: less than 100 people in a half, or less than 10 who
 * answered: nothing. `chance`: it may be chance. `more`, `less`: those told at once answer more or
 * less often, by more than chance does in 19 of 20 cases.
 */
export type EffectVerdict = 'few' | 'chance' | 'more' | 'less';

/** The two halves, who were drawn by lot. */
export interface AlertEffect {
  readonly now: EffectGroup;
  readonly later: EffectGroup;
  readonly verdict: EffectVerdict;
}

/** Below these the normal approximation of a share is not to be trusted. */
const leastPeople = 100;
const leastAnswering = 10;

/** Two-sided, 95 %. */
const criticalZ = 1.96;

/** Compares the shares of those who answered (two-proportion z test, pooled). Pure. */
export function judgeEffect(
  now: Pick<EffectGroup, 'people' | 'answering'>,
  later: Pick<EffectGroup, 'people' | 'answering'>,
): EffectVerdict {
  const answering = now.answering + later.answering;
  if (Math.min(now.people, later.people) < leastPeople || answering < leastAnswering) return 'few';
  const pooled = answering / (now.people + later.people);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / now.people + 1 / later.people));
  const difference = now.answering / now.people - later.answering / later.people;
  if (error === 0 || Math.abs(difference) < criticalZ * error) return 'chance';
  return difference > 0 ? 'more' : 'less';
}

/** What KABARI does, by comparison: an office's, or all offices' without one. Counts only. */
export async function alertEffectOf(db: Db, office: string | undefined): Promise<AlertEffect> {
  const people = await countGroups(db, office);
  const answering = await countAnswering(db, office);
  const told = await countTold(db, office);
  const answered = await countAnswered(db, office);
  const monthsOf = (isLater: boolean): readonly EffectCount[] =>
    Array.from({ length: effectMonths }, (_, at) => {
      const isThis = ({ later, month }: { later: boolean; month: number }): boolean =>
        later === isLater && month === at;
      const { n = 0, called = 0, hired = 0 } = answered.find(isThis) ?? {};
      const messages = told.find(isThis)?.n ?? 0;
      return { messages, answers: n, called, hired };
    });
  const now = { people: people.now, answering: answering.now, months: monthsOf(false) };
  const later = { people: people.later, answering: answering.later, months: monthsOf(true) };
  return { now, later, verdict: judgeEffect(now, later) };
}
