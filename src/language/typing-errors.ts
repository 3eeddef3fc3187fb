import { sameRoot } from './occupations.ts';
import { isOneEditAway } from './spelling.ts';

/** Shorter words are too near to one another to guess. */
const shortest = 4;

/**
 * Keys that two words share when one typing error lies between them: the word and the word with
 * each letter left out (symmetric deletion). Empty for words of fewer than four letters.
 */
export function errorKeys(word: string): string[] {
  if (word.length < shortest) return [];
  const shorter = Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1));
  return [...new Set([word, ...shorter])];
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
  return [...new Set(found)].filter((known) => isOneEditAway(word, known)).toSorted();
}
