import { namesOf } from './gazetteer.ts';
import { readConcepts } from './language-files.ts';
import { isTrade, rootOf } from './stems.ts';

/** Groups of words that are alike for a service: a country, a place, a trade, a number. */
function loadConcepts(): ReadonlyMap<string, readonly string[]> {
  const table = new Map<string, string[]>();
  const add = (word: string, concept: string): void => {
    const known = table.get(word) ?? [];
    if (!known.includes(concept)) table.set(word, [...known, concept]);
  };
  for (const [concept, words] of readConcepts()) {
    for (const word of words) [word, rootOf(word)].forEach((form) => add(form, concept));
  }
  return table;
}

let concepts: ReturnType<typeof loadConcepts> | undefined;

function isPlace(word: string): boolean {
  return word.length > 4 && namesOf('districts', '35.08.').has(word);
}

function conceptsOf(word: string, root: string): readonly string[] {
  concepts ??= loadConcepts();
  const known = concepts.get(word) ?? concepts.get(root) ?? [];
  const trade = isTrade(word) ? ['trade'] : [];
  const place = isPlace(word) || namesOf('regencies', '35.').has(word) ? ['place'] : [];
  return [...known, ...trade, ...place];
}

/** True for a word of `normalise` that is a country, also `luar-negeri`. */
export function isCountry(word: string): boolean {
  concepts ??= loadConcepts();
  return concepts.get(word)?.includes('negara') ?? false;
}

const isKind = (word: string): boolean => word.startsWith('#');

/**
 * What a classifier sees of a text: roots of its words, neighbours (`^` begins, `$` ends), and the
 * groups that its words belong to. `words` come from `normalise`; each feature once.
 */
export function featuresOf(words: readonly string[]): readonly string[] {
  const roots = words.map((word) => (isKind(word) ? word : rootOf(word)));
  const line = ['^', ...roots, '$'];
  const pairs = line.slice(1).map((root, at) => `${line[at]} ${root}`);
  const groups = words.flatMap((word, at) => conceptsOf(word, roots[at] ?? word));
  return [...new Set([...roots, ...pairs, ...groups.map((group) => `{${group}}`)])];
}
