import { isOneErrorAway } from '../language/typing-errors.ts';
import { findByWords, keepFolded, takeUnfolded, wordsThatStart } from '../store/person-words.ts';
import type { Db, Store } from '../store/store.ts';
import { foldName } from './same-name.ts';

/*
 * Names are found by the beginnings of their words, folded (Djoko is Joko, Fathimah Fatimah), in
 * any order. Registration writes no words: they are written before the first search after it, so
 * that a turn stays as fast as it was.
 */

const aTime = 500;

/** Gives the id of the last one; undefined when none is left behind it. */
async function foldSome(db: Db, after: number): Promise<number | undefined> {
  const persons = await takeUnfolded(db, { after, limit: aTime });
  if (persons.length === 0) return undefined;
  await keepFolded(
    db,
    persons.map(({ id, name }) => ({ id, words: foldName(name) })),
  );
  return persons.length < aTime ? undefined : persons.at(-1)?.id;
}

/** Indexes the names that are not, in the caller's transaction. */
export async function foldNewNames(db: Db): Promise<void> {
  for (let after: number | undefined = 0; after !== undefined;) after = await foldSome(db, after);
}

/** The same at start, when there may be very many: each 500 in their own transaction. */
export async function foldAllNames(store: Store): Promise<void> {
  for (let after: number | undefined = 0; after !== undefined;) {
    const last: number = after;
    after = await store.transaction((db) => foldSome(db, last));
  }
}

/** Words beyond these find nobody else and cost a look each. */
const mostWords = 6;

/** Of a name typed in part; a single letter is an initial and would fit too many. */
function typedWords(text: string): readonly string[] {
  const words = [...new Set(foldName(text))].slice(0, mostWords);
  const telling = words.filter((word) => word.length > 1);
  return telling.length > 0 ? telling : words;
}

/** `muh` folds to `muhamad` but may begin Muhtar: then the beginning as typed finds both. */
function startsOf(words: readonly string[], text: string): readonly (readonly string[])[] {
  const typed = text.toLowerCase().match(/\p{L}{2,}/gu) ?? [];
  return words.map((word) => [typed.find((one) => word.startsWith(one)) ?? word]);
}

async function nearWords(db: Db, word: string): Promise<readonly string[]> {
  if (word.length < 4) return [];
  const near = await wordsThatStart(db, word.slice(0, 1));
  return near.filter((known) => known.startsWith(word) || isOneErrorAway(word, known)).slice(0, 40);
}

const most = 300;

/**
 * Ids of seekers whose names fit, at most 300, in no order. When nobody fits, each word may have
 * one typing error after its first letter. Undefined when the text has no letters.
 */
export async function searchNames(
  db: Db,
  text: string,
  office: string | undefined,
): Promise<readonly number[] | undefined> {
  const words = typedWords(text);
  if (words.length === 0) return undefined;
  const starts = startsOf(words, text);
  const found = await findByWords(db, { starts, office, limit: most });
  if (found.length > 0) return found;
  const near: (readonly string[])[] = [];
  for (const word of words) near.push([word, ...(await nearWords(db, word))]);
  return findByWords(db, { starts: near, office, limit: most });
}

/** How well a name fits: words met whole, then fewer words left over. */
export function nameFit(name: string, typed: string): number {
  const [words, wanted] = [foldName(name), foldName(typed)];
  const whole = wanted.filter((word) => words.includes(word)).length;
  return whole * 100 - words.length;
}
