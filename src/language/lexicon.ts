import { readExamples, readLexicon } from './language-files.ts';
import { SlipIndex } from './slip-index.ts';
import { plainWords } from './stems.ts';

/** Longest spelling of several words: `kartu pencari kerja`. */
export const longestSpelling = 3;

/** The words that we know, and how people spell them. */
export interface Lexicon {
  /** Spelling -> the word meant; words of a spelling are joined by `-`. */
  readonly spellings: ReadonlyMap<string, string>;
  /** Words that are themselves: data such as SMA, the meant words, and words of the examples. */
  readonly known: ReadonlySet<string>;
}

/** The consonants of a word in order, a doubled one once: `lowongan` -> `lwngn`. */
function consonants(word: string): string {
  return word.replace(/[aeiou]/gu, '').replace(/(.)\1+/gu, '$1');
}

function loadLexicon(): Lexicon {
  const { keep, spellings } = readLexicon();
  const meantBy = new Map(spellings.map(({ written, meant }) => [written, meant]));
  const meant = spellings.flatMap((spelling) => spelling.meant.split('-'));
  const said = readExamples().flatMap(({ text }) => plainWords(text));
  const own = said.filter((word) => /^[a-z]{4,}$/u.test(word) && !meantBy.has(word));
  return { spellings: meantBy, known: new Set([...keep, ...meant, ...own]) };
}

let loaded: Lexicon | undefined;

/** The lexicon of templates/language, read once. */
export function lexicon(): Lexicon {
  return (loaded ??= loadLexicon());
}

/** Words that a slip of the finger or left-out vowels may have been meant to be. */
interface Slips {
  /** Consonants -> the one known word that has them: `dftr` -> daftar. */
  readonly skeletons: ReadonlyMap<string, string | undefined>;
  /** Words that a typing error is looked for in. */
  readonly words: readonly string[];
  readonly errors: SlipIndex;
  /** How often the examples say a word. */
  readonly counts: ReadonlyMap<string, number>;
}

/** Shorter words and skeletons fit too many others. */
const shortestWord = 5;
const shortestSkeleton = 3;

function skeletonsOf(words: Iterable<string>): Map<string, string | undefined> {
  const found = new Map<string, string | undefined>();
  for (const word of words) {
    const bones = consonants(word);
    if (bones.length < shortestSkeleton || bones === word) continue;
    found.set(bones, found.has(bones) && found.get(bones) !== word ? undefined : word);
  }
  return found;
}

function countsOf(spellings: Lexicon['spellings']): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of readExamples().flatMap(({ text }) => plainWords(text))) {
    const meant = spellings.get(word) ?? word;
    counts.set(meant, (counts.get(meant) ?? 0) + 1);
  }
  return counts;
}

function loadSlips({ spellings, known }: Lexicon): Slips {
  const single = [...known, ...spellings.keys()].filter((word) => !word.includes('-'));
  const long = new Set(single.filter((word) => word.length >= shortestWord));
  const meant = new Set([...spellings.values()].filter((word) => !word.includes('-')));
  return {
    skeletons: skeletonsOf(new Set([...meant, ...[...known].filter((word) => long.has(word))])),
    words: [...long],
    errors: new SlipIndex([...long]),
    counts: countsOf(spellings),
  };
}

let slips: Slips | undefined;

/** Of several words the one that people say far more often than the next: `kunig` is kuning, not kunir. */
const farMore = 4;

const countOf = (word: string): number => slips?.counts.get(word) ?? 0;

function likeliest(words: readonly string[]): string | undefined {
  const [first, second] = words.toSorted((a, b) => countOf(b) - countOf(a));
  if (first === undefined || second === undefined) return first;
  return countOf(first) >= farMore * Math.max(1, countOf(second)) ? first : undefined;
}

function oneErrorFrom({ spellings }: Lexicon, typed: string): string | undefined {
  const near = slips?.errors.near(typed).flatMap((number) => slips?.words[number] ?? []) ?? [];
  return likeliest([...new Set(near.map((word) => spellings.get(word) ?? word))]);
}

/** The known word that an unknown one was meant to be: one typing error away, or without its vowels. */
export function mended(lex: Lexicon, typed: string): string | undefined {
  slips ??= loadSlips(lex);
  return oneErrorFrom(lex, typed) ?? slips.skeletons.get(consonants(typed));
}
