import { isOneErrorAway } from './typing-errors.ts';

/** Shorter words are too near to one another to guess. */
const shortest = 4;

/** Numbers of words are below it, so that a key and a word's number are one whole number. */
const mostWords = 2 ** 20;

/** A hash of a word without one of its letters (FNV-1a, 32 bits); `left` -1 leaves none out. */
function hashWithout(word: string, left: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < word.length; at += 1) {
    if (at !== left) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  }
  return hash >>> 0;
}

/**
 * Finds words by their typing errors: like an index of `errorKeys`, but with eight bytes for a key
 * instead of a hundred (30 MB less for the forms of danger, measured). The words themselves decide in
 * the end.
 */
export class SlipIndex {
  readonly #words: readonly string[];
  /** Hash of a key times `mostWords` plus the number of its word, in order. */
  readonly #keys: Float64Array;

  constructor(words: readonly string[]) {
    this.#words = words;
    const keys: number[] = [];
    for (const [number, word] of words.entries()) {
      if (word.length < shortest) continue;
      for (let left = -1; left < word.length; left += 1) {
        keys.push(hashWithout(word, left) * mostWords + number);
      }
    }
    this.#keys = Float64Array.from(keys).toSorted();
  }

  /** Numbers of the words one error away; those with a letter more first. A number may come twice. */
  near(typed: string): number[] {
    const found: number[] = [];
    if (typed.length < shortest) return found;
    for (let left = -1; left < typed.length; left += 1) {
      this.#collect(hashWithout(typed, left) * mostWords, typed, found);
    }
    return found;
  }

  #collect(first: number, typed: string, found: number[]): void {
    const keys = this.#keys;
    for (let at = this.#place(first); (keys[at] ?? Infinity) < first + mostWords; at += 1) {
      const number = (keys[at] ?? 0) - first;
      if (isOneErrorAway(this.#words[number] ?? '', typed)) found.push(number);
    }
  }

  /** Place of the first key that is not below `key`. */
  #place(key: number): number {
    let [low, high] = [0, this.#keys.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#keys[middle] ?? Infinity) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
