import type { Figure, Goal } from '../report.ts';
import { nameOf, written } from './written.ts';

/** A value that has a goal: the figure itself, or the wait that is told with a rate. */
export interface Judged {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly goal: Goal;
}

const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' ? value : undefined;

const upTo = (bound: unknown): Goal | undefined =>
  typeof bound === 'number' ? { atMost: bound } : undefined;

/** What a figure should be, however it said so. */
function goalOf({ goal, least, most, limit, limit_ms }: Figure): Goal | undefined {
  if (goal) return goal;
  const atLeast = numberOf(least);
  return atLeast === undefined ? upTo(most ?? limit ?? limit_ms) : { atLeast };
}

/** What of a figure has a goal. */
export function judged(figure: Figure): readonly Judged[] {
  const { cores, value, unit, p99_ms, limit_p99_ms } = figure;
  const name = nameOf(figure) + (typeof cores === 'string' ? ` (cores: ${cores})` : '');
  const [goal, wait] = [goalOf(figure), upTo(limit_p99_ms)];
  const p99 = numberOf(p99_ms) ?? Number.NaN;
  return [
    ...(goal ? [{ name, value, unit, goal }] : []),
    ...(wait ? [{ name: `${name}: p99`, value: p99, unit: 'ms', goal: wait }] : []),
  ];
}

export const isMissed = ({ value, goal: { atLeast, atMost } }: Judged): boolean =>
  !(value >= (atLeast ?? -Infinity) && value <= (atMost ?? Infinity));

export function goalText({ goal: { atLeast, atMost, hope } }: Judged): string {
  const bound =
    atLeast === undefined ? `at most ${written(atMost ?? 0)}` : `at least ${written(atLeast)}`;
  return hope === undefined ? bound : `${bound}, hoped ${written(hope)}`;
}
