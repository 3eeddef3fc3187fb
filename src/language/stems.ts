import stemmer from 'natural/lib/natural/stemmers/indonesian/stemmer_id.js';
import { skeleton } from './clean.ts';
import { isRootWord } from './known-words.ts';
import { nearRoots, noiseWords, sameRoot, weakRoots } from './occupations.ts';

const longestPhrase = 3;

// The stemmer takes 40-90 us a word (measured); texts of work use few words again and again.
const remembered = new Map<string, string>();
const rememberAtMost = 50_000;

function stem(word: string): string {
  const known = remembered.get(word);
  if (known !== undefined) return known;
  if (remembered.size >= rememberAtMost) remembered.clear();
  const stemmed = stemmer.stem(word);
  remembered.set(word, stemmed);
  return stemmed;
}

/** Root of one folded word: exceptions and synonyms first, then the stemmer. */
export function rootOf(word: string): string {
  const known = sameRoot.get(word);
  if (known !== undefined) return known;
  const stemmed = stem(word);
  return sameRoot.get(stemmed) ?? stemmed;
}

/** Words of a text as they are compared: lower case without marks, a-z and 0-9 only. */
export function plainWords(text: string): string[] {
  return skeleton(text).match(/[a-z0-9]+/g) ?? [];
}

function phraseAt(words: readonly string[], at: number): { root: string; length: number } | null {
  for (let length = Math.min(longestPhrase, words.length - at); length > 1; length -= 1) {
    const root = sameRoot.get(words.slice(at, at + length).join('-'));
    if (root !== undefined) return { root, length };
  }
  return null;
}

/** A word as it was written and the root it is found by; a phrase is one term (`cleaning service`). */
export interface Term {
  readonly word: string;
  readonly root: string;
}

function isNoise({ word, root }: Term): boolean {
  return /^\d*$|^[a-z]$/.test(word) || noiseWords.has(word) || noiseWords.has(root);
}

/** The terms of a text in order: stop words, numbers and single letters left out. */
export function terms(text: string): Term[] {
  const words = plainWords(text);
  const found: Term[] = [];
  for (let at = 0; at < words.length;) {
    const phrase = phraseAt(words, at);
    const word = words.slice(at, at + (phrase?.length ?? 1)).join(' ');
    found.push({ word, root: phrase?.root ?? rootOf(word) });
    at += phrase?.length ?? 1;
  }
  return found.filter((term) => !isNoise(term));
}

/**
 * Roots of a text, each once, in the order of their first word: `Dicari penjahit & pengelas` gives
 * `['jahit', 'las']`. The stemmer is natural's (Nazief-Adriani); a table goes before it.
 */
export function roots(text: string): string[] {
  return [...new Set(terms(text).map(({ root }) => root))];
}

/** Roots near in meaning to this one: looked for as well, ranked lower. */
export function near(root: string): readonly string[] {
  return nearRoots.get(root) ?? [];
}

/** True for words that say little beside others: petugas, tukang, tenaga ... */
export function isWeak(root: string): boolean {
  return weakRoots.has(root);
}

/** True for a word of work that our tables know as it is written. */
export function isTrade(word: string): boolean {
  return sameRoot.has(word);
}

/** True when the word, or what the stemmer makes of it, is in the dictionary. */
export function isSpelt(word: string): boolean {
  return isRootWord(word) || isRootWord(stem(word));
}
