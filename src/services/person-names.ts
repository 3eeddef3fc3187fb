import { isOneErrorAway } from '../language/typing-errors.ts';
import type { SeekerFilter } from '../store/registered-seekers.ts';
import { wordsThatStart } from '../store/seeker-index.ts';
import type { Db } from '../store/store.ts';
import type { TokenGroups } from '../store/token-index.ts';
import { findSeekerIds } from './seeker-index.ts';
import { foldName } from './same-name.ts';
import { longestStart, nameToken, startToken } from './seeker-tokens.ts';

/*
 * Names are found by the beginnings of their words, folded (Djoko is Joko, Fathimah Fatimah), in
 * any order.
 */

/** Words beyond these find nobody else and cost a look each. */
const mostWords = 6;

/** Of a name typed in part; a single letter is an initial and would fit too many. */
function typedWords(text: string): readonly string[] {
  const words = [...new Set(foldName(text))].slice(0, mostWords);
  const telling = words.filter((word) => word.length > 1);
  return telling.length > 0 ? telling : words;
}

/** `muh` folds to `muhamad` but may begin Muhtar: then the beginning as typed finds both. */
function startsOf(words: readonly string[], text: string): readonly string[] {
  const typed = text.toLowerCase().match(/\p{L}{2,}/gu) ?? [];
  return words.map((word) => typed.find((one) => word.startsWith(one)) ?? word);
}

/** Beginnings of four letters have fewer words than this in any region. */
const mostWordsAStart = 200;

/** What a word that begins so may be, as tokens. */
async function beginning(db: Db, start: string): Promise<readonly string[]> {
  if (start.length > 1 && start.length <= longestStart) return [startToken(start)];
  return (await wordsThatStart(db, start, { limit: mostWordsAStart })).map(nameToken);
}

/** What else a word may be that was mistyped behind its first letter. */
async function nearWords(db: Db, word: string): Promise<readonly string[]> {
  if (word.length < 4) return [];
  const all = { limit: 20_000, near: word.length };
  const known = await wordsThatStart(db, word.slice(0, 1), all);
  return known.filter((one) => isOneErrorAway(word, one)).slice(0, 40);
}

async function mistyped(db: Db, start: string, word: string): Promise<readonly string[]> {
  return [...(await beginning(db, start)), ...(await nearWords(db, word)).map(nameToken)];
}

async function eachOf<From, To>(
  from: readonly From[],
  work: (one: From, at: number) => Promise<To>,
): Promise<readonly To[]> {
  const done: To[] = [];
  for (const [at, one] of from.entries()) done.push(await work(one, at));
  return done;
}

/** As many as are put into order; of more only the newest. */
export const mostNamed = 300;

/** Who is looked for besides the name. */
export type NameFilter = Omit<SeekerFilter, 'limit' | 'before'>;

/**
 * Ids of seekers whose names fit, at most `mostNamed`, those with the very words before others and
 * each the newest first. When nobody fits, each word may have one typing error after its first
 * letter. Undefined when the text has no letters.
 */
export async function searchNames(
  db: Db,
  text: string,
  filter: NameFilter,
): Promise<readonly number[] | undefined> {
  const words = typedWords(text);
  if (words.length === 0) return undefined;
  const find = (groups: TokenGroups) => findSeekerIds(db, { ...filter, limit: mostNamed }, groups);
  const exact = await find(words.map((word) => [nameToken(word)]));
  if (exact.length >= mostNamed) return exact;
  const starts = startsOf(words, text);
  const fitting = await find(await eachOf(starts, (start) => beginning(db, start)));
  if (exact.length + fitting.length > 0) {
    return [...new Set([...exact, ...fitting])].slice(0, mostNamed);
  }
  return find(await eachOf(starts, (start, at) => mistyped(db, start, words[at] ?? start)));
}

/** How well a name fits: words met whole, then fewer words left over. */
export function nameFit(name: string, typed: string): number {
  const [words, wanted] = [foldName(name), foldName(typed)];
  const whole = wanted.filter((word) => words.includes(word)).length;
  return whole * 100 - words.length;
}
