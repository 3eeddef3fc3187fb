import type { Db } from './store.ts';

/** A person whose name is not yet in the index of words. */
export interface Unfolded {
  readonly id: number;
  readonly name: string;
}

const rowsAStatement = 500;

/**
 * Persons behind the id `after` whose names came or changed since they were last indexed, in order.
 * Who has just been indexed is behind: PostgreSQL keeps such rows in the index until it is vacuumed.
 */
export async function takeUnfolded(
  { sql }: Db,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<readonly Unfolded[]> {
  return sql('persons')
    .select('id', 'name')
    .whereNull('name_folded')
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit);
}

/** Keeps at least one name with its folded words; a name without letters has none and is not looked at again. */
export async function keepFolded(
  { sql }: Db,
  persons: readonly { readonly id: number; readonly words: readonly string[] }[],
): Promise<void> {
  const ids = persons.map(({ id }) => id);
  await sql('person_words').whereIn('person_id', ids).delete();
  const rows = persons.flatMap(({ id, words }) =>
    [...new Set(words)].map((word) => ({ word, person_id: id })),
  );
  for (let at = 0; at < rows.length; at += rowsAStatement) {
    await sql('person_words')
      .insert(rows.slice(at, at + rowsAStatement))
      .onConflict(['word', 'person_id'])
      .ignore();
  }
  // One statement: a row at a time took PostgreSQL twice as long for 100,000 names.
  const choice = persons.map(() => 'when ? then ?').join(' ');
  const values = persons.flatMap(({ id, words }) => [id, words.join(' ')]);
  await sql('persons')
    .whereIn('id', ids)
    .update({ name_folded: sql.raw(`case id ${choice} end`, values) });
}

/** Which seekers a search finds. */
export interface NameQuery {
  /** One list a word that was typed: beginnings of folded words, of which one must fit. */
  readonly starts: readonly (readonly string[])[];
  /** Only of this office; all when left out. */
  readonly office?: string | undefined;
  readonly limit: number;
}

/** Above every text that begins so, byte by byte (`person_words.word` is compared in that order). */
const end = (start: string): string => `${start}\u{10FFFF}`;

interface Condition {
  readonly text: string;
  readonly values: readonly string[];
}

function startsWith(alias: string, starts: readonly string[]): Condition {
  return {
    text: `(${starts.map(() => `(${alias}.word >= ? and ${alias}.word < ?)`).join(' or ')})`,
    values: starts.flatMap((start) => [start, end(start)]),
  };
}

const lettersOf = (starts: readonly string[]): number => Math.min(...starts.map((s) => s.length));

/**
 * Ids of seekers with a name that has all the words, in no order. The longest word, likely the
 * rarest, is read from the index; the others are looked up in the few words of each person found.
 */
export async function findByWords(
  { sql }: Db,
  { starts, office, limit }: NameQuery,
): Promise<readonly number[]> {
  const [longest = [], ...rest] = starts.toSorted((a, b) => lettersOf(b) - lettersOf(a));
  const first = startsWith('w', longest);
  const query = sql('person_words as w')
    .distinct('s.id')
    .join('seekers as s', 's.person_id', 'w.person_id')
    .whereRaw(first.text, first.values)
    .limit(limit);
  for (const others of rest) {
    const { text, values } = startsWith('o', others);
    void query.whereRaw(
      `exists (select 1 from person_words o where o.person_id = w.person_id and ${text})`,
      values,
    );
  }
  // As an expression: SQLite would else walk every seeker of the office by the index of offices.
  if (office !== undefined) void query.whereRaw("s.office_code || '' = ?", [office]);
  return query.pluck('s.id');
}

const least = (from: string): string =>
  `select min(word) from person_words where word ${from} and word < ?`;

/**
 * Every word of the index that begins so. Each step jumps to the next word, so that it costs the
 * number of different words and not of persons (an index is walked the same way on both databases).
 */
export async function wordsThatStart({ sql }: Db, start: string): Promise<readonly string[]> {
  const found = await sql
    .withRecursive(
      'words',
      sql.raw(
        `select (${least('>= ?')}) as word
         union all select (${least('> words.word')}) from words where words.word is not null`,
        [start, end(start), end(start)],
      ),
    )
    .from('words')
    .whereNotNull('word')
    .pluck('word');
  return found;
}
