import { clean } from './clean.ts';
import {
  compact,
  joined,
  mayStand,
  restOf,
  tokensOf,
  type KeywordMatch,
  type KeywordTable,
} from './keyword-table.ts';
import { findMistyped } from './mistyped.ts';

export {
  keywordTable,
  type KeywordEntry,
  type KeywordMatch,
  type KeywordTable,
} from './keyword-table.ts';

type Found = Extract<KeywordMatch, { kind: 'keyword' }>;

function findExact(table: KeywordTable, text: string): Found | undefined {
  const tokens = tokensOf(text);
  for (let count = tokens.length; count > 0; count -= 1) {
    const keyword = table.get(joined(tokens, count));
    const rest = restOf(text, tokens[count - 1]?.end ?? 0);
    if (keyword && mayStand(keyword, rest)) {
      return { kind: 'keyword', word: keyword.word, rest, exact: true, weak: keyword.weak };
    }
  }
  return undefined;
}

/** Where a number begins that is written onto a word: `reg3508...`, `minatl1012`; 0 when none. */
function numberStart(key: string, word: string): number {
  const tail = word.slice(key.length);
  if (!word.startsWith(key) || !/^(?:\d|[dlka]\d{4})/u.test(tail)) return 0;
  return /\d$/u.test(key) && !/^\d{4}/u.test(tail) ? 0 : key.length;
}

/** Position in the raw token behind its first `length` compared characters. */
function rawPosition(raw: string, length: number): number {
  let position = 0;
  while (compact(raw.slice(0, position)).length < length) position += 1;
  return position;
}

function findLostSpace(table: KeywordTable, text: string): Found | undefined {
  const [first] = tokensOf(text);
  if (!first) return undefined;
  const [key] = [...table.keys()]
    .filter((spelling) => numberStart(spelling, first.text) > 0)
    .toSorted((a, b) => b.length - a.length);
  const keyword = table.get(key ?? '');
  if (!keyword || key === undefined) return undefined;
  const start = first.end - first.raw.length + rawPosition(first.raw, key.length);
  const rest = restOf(text, start);
  if (!mayStand(keyword, rest)) return undefined;
  return { kind: 'keyword', word: keyword.word, rest, exact: false, weak: keyword.weak };
}

/** INFO LOWONGAN is LOWONGAN, INFO KERJA too: the other keyword right behind a weak one. */
function behindWeak(table: KeywordTable, found: Found): Found | undefined {
  const behind = found.weak && found.rest ? findExact(table, found.rest) : undefined;
  return behind?.word === found.word ? undefined : behind;
}

/**
 * Finds the word that a text begins with, longest first. Any separator or none may stand between
 * the words of a keyword and behind it; case, accents, zero-width and look-alike letters do not
 * matter. Undefined when the text begins with no word of the table, nor nearly so.
 */
export function findKeyword(table: KeywordTable, text: string): KeywordMatch | undefined {
  const body = clean(text);
  const found = findExact(table, body) ?? findLostSpace(table, body);
  return found ? (behindWeak(table, found) ?? found) : findMistyped(table, body);
}
