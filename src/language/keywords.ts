import { clean } from './clean.ts';
import {
  compact,
  joined,
  mayStand,
  restOf,
  tokensOf,
  type KeywordMatch,
  type KeywordTable,
  type Token,
} from './keyword-table.ts';
import { findMistyped } from './mistyped.ts';

export {
  keywordTable,
  type KeywordEntry,
  type KeywordMatch,
  type KeywordTable,
} from './keyword-table.ts';

type Found = Extract<KeywordMatch, { kind: 'keyword' }>;

function findExact(
  { spellings }: KeywordTable,
  text: string,
  tokens: readonly Token[],
): Found | undefined {
  for (let count = tokens.length; count > 0; count -= 1) {
    const keyword = spellings.get(joined(tokens, count));
    if (!keyword) continue;
    const rest = restOf(text, tokens[count - 1]?.end ?? 0);
    if (mayStand(keyword, rest)) {
      return { kind: 'keyword', word: keyword.word, rest, exact: true, weak: keyword.weak };
    }
  }
  return undefined;
}

/** True when a number is written onto a spelling: `reg3508...`, `minatl1012`. */
function isNumberOnto(spelling: string, tail: string): boolean {
  if (!/^(?:\d|[dlka]\d{4})/u.test(tail)) return false;
  return !/\d$/u.test(spelling) || /^\d{4}/u.test(tail);
}

/** Position in the raw token behind its first `length` compared characters. */
function rawPosition(raw: string, length: number): number {
  let position = 0;
  while (compact(raw.slice(0, position)).length < length) position += 1;
  return position;
}

/** The longest spelling that a number is written onto. */
function spellingBefore({ spellings, longest }: KeywordTable, word: string): string | undefined {
  for (let length = Math.min(longest, word.length - 1); length > 0; length -= 1) {
    const spelling = word.slice(0, length);
    if (spellings.has(spelling) && isNumberOnto(spelling, word.slice(length))) return spelling;
  }
  return undefined;
}

function findLostSpace(
  table: KeywordTable,
  text: string,
  [first]: readonly Token[],
): Found | undefined {
  if (!first || !/\d/.test(first.text)) return undefined;
  const key = spellingBefore(table, first.text);
  const keyword = table.spellings.get(key ?? '');
  if (!keyword || key === undefined) return undefined;
  const start = first.end - first.raw.length + rawPosition(first.raw, key.length);
  const rest = restOf(text, start);
  if (!mayStand(keyword, rest)) return undefined;
  return { kind: 'keyword', word: keyword.word, rest, exact: false, weak: keyword.weak };
}

/** INFO LOWONGAN is LOWONGAN, INFO KERJA too: the other keyword right behind a weak one. */
function behindWeak(table: KeywordTable, found: Found): Found | undefined {
  const { weak, rest } = found;
  const behind = weak && rest ? findExact(table, rest, tokensOf(rest)) : undefined;
  return behind?.word === found.word ? undefined : behind;
}

function findSure(table: KeywordTable, body: string, tokens: readonly Token[]): Found | undefined {
  const found = findExact(table, body, tokens) ?? findLostSpace(table, body, tokens);
  return found && (behindWeak(table, found) ?? found);
}

/**
 * Finds the word that a text begins with, longest first. Any separator or none may stand between
 * the words of a keyword and behind it; case, accents, zero-width and look-alike letters do not
 * matter. Undefined when the text begins with no word of the table, nor nearly so.
 */
export function findKeyword(table: KeywordTable, text: string): KeywordMatch | undefined {
  const body = clean(text);
  const tokens = tokensOf(body);
  return findSure(table, body, tokens) ?? findMistyped(table, body, tokens);
}

/** The same, but for typing errors: only what the text surely begins with. */
export function findWord(table: KeywordTable, text: string): Found | undefined {
  const body = clean(text);
  return findSure(table, body, tokensOf(body));
}
