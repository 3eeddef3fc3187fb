import type { Db } from './store.ts';

/** A word of a published vacancy, with its keys (see language/typing-errors). */
export interface KeyedWord {
  readonly word: string;
  readonly keys: readonly string[];
}

const rowsAStatement = 500;

/**
 * Keeps words for finding what was mistyped. Words stay when their vacancy goes: one that finds
 * nothing does no harm. Sorted, so that two transactions wait for one another and do not lock up.
 */
export async function keepWords({ sql }: Db, words: readonly KeyedWord[]): Promise<void> {
  const rows = words
    .flatMap(({ word, keys }) => keys.map((key) => ({ key, word })))
    .toSorted((a, b) => (a.key + a.word < b.key + b.word ? -1 : 1));
  for (let at = 0; at < rows.length; at += rowsAStatement) {
    await sql('vacancy_words')
      .insert(rows.slice(at, at + rowsAStatement))
      .onConflict(['key', 'word'])
      .ignore();
  }
}

/** Words that share a key with a mistyped one. */
export async function findWords({ sql }: Db, keys: readonly string[]): Promise<string[]> {
  return sql('vacancy_words').distinct('word').whereIn('key', keys).pluck('word');
}
