import {
  joined,
  mayStand,
  restOf,
  type Keyword,
  type KeywordMatch,
  type KeywordTable,
  type Token,
} from './keyword-table.ts';
import { isOneErrorAway, oneLess } from './typing-errors.ts';

/** Shortest spelling that a typing error is looked for in, and shortest typed word of several. */
const shortestMistake = 4;

// Everyday words one letter from a keyword: laki (LAGI), minta (MINAT), batas (BATAL) ...
const everyday = new Set(
  (
    'laki lagu logi minta batas batak batam datar dagang gagang tanda tanah lapar kabar stok step ' +
    'semoga mulia nilam data datang kerka karya tangan ganti lapo lanju setatus menua minas top sop lai ' +
    'malang bali munder bata tanpa bagi'
  ).split(' '),
);

// Words of the answers: SMA is a school, not "sama".
const dataWords = new Set(
  'sd smp sma smk ma mi mts mak kk ktp nik d1 d2 d3 d4 s1 s2 s3 slta sltp paket'.split(' '),
);

/** The spellings one typing error away from `typed`, and the one that it is but for letters held down. */
function nearSpellings({ slips, longest }: KeywordTable, typed: string): string[] {
  const held = typed.replace(/(\p{L})\1{2,}/gu, '$1');
  const heldFor = held.length >= shortestMistake ? [held] : [];
  if (typed.length > longest + 1) return heldFor;
  const near = [typed, ...oneLess(typed)].flatMap((key) => slips.get(key) ?? []);
  return [...heldFor, ...near.filter((key) => isOneErrorAway(typed, key))];
}

/** The one word that `typed`, made of `count` words, may have been meant to be. */
function meant(table: KeywordTable, typed: string, count: number): Keyword | undefined {
  if (everyday.has(typed) || dataWords.has(typed)) return undefined;
  const near = nearSpellings(table, typed)
    .flatMap((key) => table.spellings.get(key) ?? [])
    .filter((keyword) => count === 1 || keyword.words === count);
  return near.every(({ word }) => word === near[0]?.word) ? near[0] : undefined;
}

/** Where the letters of a token end: `dftar3508...` lost a space as well. */
function lettersEnd({ raw, end }: Token): number {
  return end - (/\p{N}+$/u.exec(raw)?.[0].length ?? 0);
}

/** The word that a text begins with but for one typing error, the longest phrase first. */
export function findMistyped(
  table: KeywordTable,
  text: string,
  tokens: readonly Token[],
): KeywordMatch | undefined {
  for (const [index, token] of [...tokens.entries()].toReversed()) {
    const typed = joined(tokens, index + 1).replace(/\d+$/u, '');
    const rest = restOf(text, lettersEnd(token));
    // MNU alone may be MENU; three letters before other words may be anything.
    const isLong = typed.length >= (rest === '' ? shortestMistake - 1 : shortestMistake);
    const keyword = isLong ? meant(table, typed, index + 1) : undefined;
    if (keyword && mayStand(keyword, rest)) {
      return { kind: 'suggestion', suggestion: keyword.word, rest };
    }
  }
  return undefined;
}
