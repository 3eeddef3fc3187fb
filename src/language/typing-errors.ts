import { sameRoot } from './occupations.ts';

/** Shorter words are too near to one another to guess. */
const shortest = 4;

/** The word with each of its letters left out. */
export function oneLess(word: string): string[] {
  return Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1));
}

/**
 * Keys that two words share when one typing error lies between them: the word and the word with
 * each letter left out (symmetric deletion). Empty for words of fewer than four letters.
 */
export function errorKeys(word: string): string[] {
  if (word.length < shortest) return [];
  return [...new Set([word, ...oneLess(word)])];
}

function commonStart(a: string, b: string): number {
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at += 1;
  return at;
}

/** True when one letter more, less, other, or two neighbours swapped make `a` of `b`; false when equal. */
export function isOneErrorAway(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  const at = commonStart(a, b);
  const [restA, restB] = [a.slice(at), b.slice(at)];
  if (restA.length !== restB.length) return restA.slice(1) === restB || restA === restB.slice(1);
  const swapped = `${restA[1] ?? ''}${restA[0] ?? ''}${restA.slice(2)}`;
  return restA.slice(1) === restB.slice(1) || swapped === restB;
}

let knownByKey: Map<string, string[]> | undefined;

function knownWords(): Map<string, string[]> {
  const table = new Map<string, string[]>();
  for (const word of sameRoot.keys()) {
    for (const key of errorKeys(word)) table.set(key, [...(table.get(key) ?? []), word]);
  }
  return table;
}

/** Words of our own tables one typing error away: `penjhait` -> `penjahit`. */
export function knownWordsNear(word: string): string[] {
  knownByKey ??= knownWords();
  const found = errorKeys(word).flatMap((key) => knownByKey?.get(key) ?? []);
  return [...new Set(found)].filter((known) => isOneErrorAway(word, known)).toSorted();
}
