import { errorKeys, isOneErrorAway } from './typing-errors.ts';
import { isEmptyWord, sameQuestion } from './question-words.ts';
import { plainWords, rootOf } from './stems.ts';

const longestPhrase = 3;

/** Shortest word that a typing error is looked for in: `jadi` and `jari` are two words. */
const shortestMistake = 5;

let nearby: Map<string, string[]> | undefined;

/** The known words that share a key of one typing error with this one. */
function candidates(word: string): string[] {
  if (!nearby) {
    nearby = new Map();
    for (const known of sameQuestion.keys()) {
      if (known.includes('-') || known.length < shortestMistake) continue;
      for (const key of errorKeys(known)) nearby.set(key, [...(nearby.get(key) ?? []), known]);
    }
  }
  return [...new Set(errorKeys(word).flatMap((key) => nearby?.get(key) ?? []))];
}

/** The root that a mistyped word was meant to be, when there is only one. */
function mended(word: string): string | undefined {
  if (word.length < shortestMistake) return undefined;
  const near = candidates(word).filter((known) => isOneErrorAway(word, known));
  const roots = new Set(near.map((known) => sameQuestion.get(known)));
  return roots.size === 1 ? [...roots][0] : undefined;
}

function termOf(word: string): string | undefined {
  const known = sameQuestion.get(word);
  if (known !== undefined) return known;
  if (isEmptyWord(word)) return undefined;
  const root = rootOf(word);
  return sameQuestion.get(root) ?? mended(word) ?? (isEmptyWord(root) ? undefined : root);
}

function phraseAt(words: readonly string[], at: number): { root: string; length: number } | null {
  for (let length = Math.min(longestPhrase, words.length - at); length > 1; length -= 1) {
    const root = sameQuestion.get(words.slice(at, at + length).join('-'));
    if (root !== undefined) return { root, length };
  }
  return null;
}

/**
 * What a question is about, as roots, each once: `pak syrat krt kuning ap aja` gives
 * `['syarat', 'ak1']`. Shorthand, Javanese and Madurese words and single typing errors are brought
 * to the same roots; words that ask nothing are left out.
 */
export function questionTerms(text: string): readonly string[] {
  const words = plainWords(text);
  const found: string[] = [];
  for (let at = 0; at < words.length;) {
    const phrase = phraseAt(words, at);
    const term = phrase?.root ?? termOf(words[at] ?? '');
    if (term !== undefined) found.push(term);
    at += phrase?.length ?? 1;
  }
  return [...new Set(found)];
}

/** True for a word that our tables of questions know, also one that asks nothing. */
export function isKnownQuestionWord(word: string): boolean {
  return sameQuestion.has(word) || isEmptyWord(word);
}
