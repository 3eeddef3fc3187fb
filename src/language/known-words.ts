import stemmer from 'natural/lib/natural/stemmers/indonesian/stemmer_id.js';

let dictionary: ReadonlySet<string> | undefined;

const prefixes = new Set(['', ...'di ke se ter ber pe me mem men meng meny ny ng'.split(' ')]);
const suffixes = new Set(['', ...'kan i an nya in lah kah ku mu'.split(' ')]);

/** Shorter roots are in nearly every word. */
const shortestRoot = 4;

/** Longest prefix and suffix, in letters. */
const longestAffix = 4;

/** True for a word of the dictionary as it stands there, without affixes. */
export function isRootWord(word: string): boolean {
  dictionary ??= new Set(stemmer.dictionary);
  return dictionary.has(word);
}

/**
 * True for an Indonesian word of the dictionary, with its affixes: `dibaca`, `disiapkan`. What is a
 * word is no typing error of another.
 */
export function isKnownWord(word: string): boolean {
  for (let start = 0; start <= longestAffix; start += 1) {
    if (!prefixes.has(word.slice(0, start))) continue;
    for (let end = word.length; end >= word.length - longestAffix; end -= 1) {
      if (end - start < shortestRoot || !suffixes.has(word.slice(end))) continue;
      if (isRootWord(word.slice(start, end))) return true;
    }
  }
  return false;
}
