import { understand } from '../../src/language/understand.ts';
import type { Sentence } from './sentences.ts';

/** A sentence and what was made of it. */
export interface Measured extends Sentence {
  readonly found: string;
  readonly score: number;
  readonly milliseconds: number;
}

/** Services between which the answer is the same question to the person. */
export function isRight({ service, found }: Measured): boolean {
  return service.split('/').some((allowed) => allowed.trim() === found);
}

/** Understands every sentence once, each timed. */
export function measure(sentences: readonly Sentence[]): readonly Measured[] {
  understand('halo'); // the first text loads words and examples
  return sentences.map((sentence) => {
    const before = performance.now();
    const { service, score } = understand(sentence.text);
    return { ...sentence, found: service, score, milliseconds: performance.now() - before };
  });
}

/** Part of what is right, in per cent with one decimal; of nothing NaN. */
export function accuracy(measured: readonly Measured[]): number {
  const right = measured.filter(isRight).length;
  return Math.round((1000 * right) / measured.length) / 10;
}

/** The value that this part of the values does not exceed. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
}

/** Groups by a name, in order of appearance. */
export function groupBy<T>(items: readonly T[], nameOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(nameOf(item));
    if (group) group.push(item);
    else groups.set(nameOf(item), [item]);
  }
  return groups;
}
