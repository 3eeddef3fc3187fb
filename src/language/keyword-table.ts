import { skeleton } from './clean.ts';
import { errorKeys } from './typing-errors.ts';

/** A word that starts or steers something, as a flow or the escape words list it. */
export interface KeywordEntry {
  /** Canonical spelling, e.g. `LOWONGAN` or `DATA SAYA`. */
  readonly word: string;
  readonly spellings?: readonly string[];
  /** An everyday word (INFO, KERJA): gives way to another keyword right behind it. */
  readonly weak?: boolean;
  /** Counts only when nothing else is in the message (STOP). */
  readonly alone?: boolean;
}

/** What a spelling means. */
export interface Keyword {
  readonly word: string;
  readonly weak: boolean;
  readonly alone: boolean;
  /** Number of words of this spelling. */
  readonly words: number;
}

/** Words to look texts up in. Made by `keywordTable`. */
export interface KeywordTable {
  /** The words, each as it is listed: `DATA SAYA`. */
  readonly words: ReadonlySet<string>;
  /** Spellings without spaces, folded, to what they mean. */
  readonly spellings: ReadonlyMap<string, Keyword>;
  /** Spellings by the keys that they share with their typing errors (see `errorKeys`). */
  readonly slips: ReadonlyMap<string, readonly string[]>;
  /** Letters of the longest spelling. */
  readonly longest: number;
}

export type KeywordMatch =
  /** `rest` is what follows, as written; `exact` is false when a lost space was put back. */
  | {
      readonly kind: 'keyword';
      readonly word: string;
      readonly rest: string;
      readonly exact: boolean;
      readonly weak: boolean;
    }
  /** One typing error away from one word, and no other. */
  | { readonly kind: 'suggestion'; readonly suggestion: string; readonly rest: string };

/** Most words of a keyword. */
const longestPhrase = 4;

/** A word of the text. */
export interface Token {
  readonly raw: string;
  /** As compared. */
  readonly text: string;
  readonly end: number;
}

/** Folded letters and digits, nothing between them. */
export function compact(text: string): string {
  if (/^[a-z0-9]*$/i.test(text)) return text.toLowerCase();
  return skeleton(text).replace(/[^\p{L}\p{N}]/gu, '');
}

const tokenPattern = /[\p{L}\p{M}\p{N}'’`ʼ]+/gu;

function wordsOf(text: string): string[] {
  return text.match(tokenPattern) ?? [];
}

/** One spelling in two entries of a word: it is as strong as the stronger of them. */
function stronger(known: Keyword | undefined, keyword: Keyword): Keyword {
  if (!known) return keyword;
  return { ...known, weak: known.weak && keyword.weak, alone: known.alone && keyword.alone };
}

function slipsOf(spellings: Iterable<string>): Map<string, string[]> {
  const slips = new Map<string, string[]>();
  for (const spelling of spellings) {
    for (const key of errorKeys(spelling)) {
      const others = slips.get(key);
      if (others) others.push(spelling);
      else slips.set(key, [spelling]);
    }
  }
  return slips;
}

/**
 * Builds the table once; texts are then looked up in it. A word may have several entries:
 * `{ word: 'BANTUAN' }` and `{ word: 'BANTUAN', spellings: ['INFO'], weak: true }`.
 * @throws Error when two words claim one spelling: `flows check` tells it with file and line.
 */
export function keywordTable(entries: readonly KeywordEntry[]): KeywordTable {
  const spellingsOf = new Map<string, Keyword>();
  for (const { word, spellings = [], weak = false, alone = false } of entries) {
    for (const spelling of [word, ...spellings]) {
      const known = spellingsOf.get(compact(spelling));
      if (known && known.word !== word) {
        throw new Error(`${spelling} means both ${known.word} and ${word}`);
      }
      const keyword = { word, weak, alone, words: wordsOf(spelling).length };
      spellingsOf.set(compact(spelling), stronger(known, keyword));
    }
  }
  const longest = Math.max(0, ...Array.from(spellingsOf.keys(), ({ length }) => length));
  const words = new Set(entries.map(({ word }) => word));
  return { words, spellings: spellingsOf, slips: slipsOf(spellingsOf.keys()), longest };
}

// The words of a keyword stand at the beginning; a long text is not searched to its end.
const headLength = 200;

/** The words that a text begins with. */
export function tokensOf(text: string): Token[] {
  const found: Token[] = [];
  for (const { 0: raw, index } of text.slice(0, headLength).matchAll(tokenPattern)) {
    if (found.push({ raw, text: compact(raw), end: index + raw.length }) === longestPhrase) break;
  }
  return found;
}

/** The first `count` tokens, as the table spells them. */
export function joined(tokens: readonly Token[], count: number): string {
  return tokens
    .slice(0, count)
    .map((token) => token.text)
    .join('');
}

/** What follows a keyword: nothing, when only punctuation does. */
export function restOf(text: string, end: number): string {
  const rest = text.slice(end).replace(/^[\s#,;*/.:=!?_|-]+/u, '');
  return /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(rest) ? rest : '';
}

/** False for a word that counts alone, when more words follow. */
export function mayStand(keyword: Keyword, rest: string): boolean {
  return !keyword.alone || !/[\p{L}\p{N}]/u.test(rest);
}
