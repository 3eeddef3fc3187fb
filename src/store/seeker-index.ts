import type { SeekerStatus } from './seekers.ts';
import { highestId, type Db } from './store.ts';
import { blockTokens, findByTokens, type TokenIndex } from './token-index.ts';

/** Job seekers by words of the name and filters. */
export const seekerIndex: TokenIndex = {
  table: 'seeker_search',
  fts: 'seeker_fts',
  id: 'seeker_id',
  version: '0',
  find: 'seeker_ids',
  conditions: [
    ['since', 's.registered_at >= ?'],
    ['before', 's.registered_at < ?'],
    ['endsFrom', 's.card_ends_on >= ?'],
    ['endsBefore', 's.card_ends_on < ?'],
  ],
};

/** A seeker whom the search does not know as he is now. */
export interface Unindexed {
  readonly id: number;
  readonly name: string;
  readonly officeCode: string;
  readonly areaCode: string | null;
  readonly education: string;
  readonly skills: readonly string[];
  readonly status: SeekerStatus;
  /** Epoch milliseconds. */
  readonly registeredAt: number;
  /** Last day of the card that is held, `YYYY-MM-DD`. */
  readonly cardEndsOn: string | null;
}

const columns = {
  id: 's.id',
  name: 'p.name',
  officeCode: 's.office_code',
  areaCode: 's.area_code',
  education: 's.education',
  skills: 's.skills',
  status: 's.status',
  registeredAt: 's.registered_at',
};

/**
 * Seekers behind the id `after` who came or changed since they were last indexed, in order, held
 * until the transaction ends; one whom another process holds is left to it. Who has just been indexed
 * is behind: PostgreSQL keeps such rows in its index until it is vacuumed.
 */
export async function takeUnindexed(
  { sql, dialect }: Db,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<readonly Unindexed[]> {
  const card = sql('ak1_cards as c')
    .select('c.ends_on')
    .whereRaw('c.seeker_id = s.id and c.ended_on is null')
    .as('cardEndsOn');
  const query = sql('seekers as s')
    .join('persons as p', 'p.id', 's.person_id')
    .select(columns)
    .select(card)
    .where({ 's.indexed': 0 })
    .where('s.id', '>', after)
    .orderBy('s.id')
    .limit(limit);
  if (dialect === 'postgres') void query.forUpdate('s').skipLocked();
  const rows: (Omit<Unindexed, 'skills'> & { readonly skills: string })[] = await query;
  return rows.map((row) => ({ ...row, skills: JSON.parse(row.skills) as string[] }));
}

/** A seeker as the search keeps one. Tokens are of a-z and 0-9. */
export interface SeekerEntry extends Pick<Unindexed, 'id' | 'registeredAt' | 'cardEndsOn'> {
  readonly tokens: readonly string[];
  /** Words of the name, for finding what begins so or was mistyped. */
  readonly words: readonly string[];
}

function toRow({ sql, dialect }: Db, { id, tokens, registeredAt, cardEndsOn }: SeekerEntry) {
  return {
    seeker_id: id,
    tokens:
      dialect === 'sqlite'
        ? tokens.join(' ')
        : sql.raw('array_to_tsvector(?::text[])', [[...tokens, ...blockTokens(id)]]),
    registered_at: registeredAt,
    card_ends_on: cardEndsOn,
  };
}

async function keepWords({ sql }: Db, words: readonly string[]): Promise<void> {
  const rows = words.map((word) => ({ word }));
  if (rows.length === 0) return;
  await sql('seeker_words').insert(rows).onConflict('word').ignore();
}

/** Keeps at most 100 seekers as the search finds them, in place of what was kept of them. */
export async function keepIndexed(
  db: Db,
  entries: readonly SeekerEntry[],
  words: readonly string[],
): Promise<void> {
  const { sql } = db;
  const ids = entries.map(({ id }) => id);
  await keepWords(db, words);
  if (ids.length === 0) return;
  await sql('seeker_search').whereIn('seeker_id', ids).delete();
  await sql('seeker_search').insert(entries.map((entry) => toRow(db, entry)));
  await sql('seekers').whereIn('id', ids).update({ indexed: 1 });
}

/** Above every text that begins so, byte by byte (`seeker_words.word` is compared in that order). */
const end = (start: string): string => `${start}\u{10FFFF}`;

/** Words of names that begin so, in order; `near`: only those of about this length. */
export async function wordsThatStart(
  { sql }: Db,
  start: string,
  { limit, near }: { readonly limit: number; readonly near?: number },
): Promise<readonly string[]> {
  const query = sql('seeker_words').where('word', '>=', start).where('word', '<', end(start));
  if (near !== undefined) void query.whereRaw('length(word) between ? and ?', [near - 1, near + 1]);
  return query.orderBy('word').limit(limit).pluck('word');
}

/** Forgets a word of names that no seeker has any more, by the token it stands under. */
export async function forgetWord(db: Db, word: string, token: string): Promise<void> {
  const search = { groups: [[token]], below: highestId, limit: 1 };
  if ((await findByTokens(db, seekerIndex, search)).length > 0) return;
  await db.sql('seeker_words').where({ word }).delete();
}

/** Names of these seekers, in no order. */
export async function namesOf(
  { sql }: Db,
  ids: readonly number[],
): Promise<readonly { readonly id: number; readonly name: string }[]> {
  return sql('seekers as s')
    .join('persons as p', 'p.id', 's.person_id')
    .select('s.id', 'p.name')
    .whereIn('s.id', [...ids]);
}

/** The search knows nobody any more: it is made anew by the job. */
export async function forgetIndexed({ sql }: Db): Promise<void> {
  await sql('seekers').where({ indexed: 1 }).update({ indexed: 0 });
}
