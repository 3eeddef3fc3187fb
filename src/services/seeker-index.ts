import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  countSeekers,
  selectSeekers,
  seekersById,
  type RegisteredSeeker,
  type SeekerFilter,
} from '../store/registered-seekers.ts';
import { keepIndexed, seekerIndex, takeUnindexed } from '../store/seeker-index.ts';
import { highestId, type Db, type Store } from '../store/store.ts';
import { findByTokens, type TokenGroups } from '../store/token-index.ts';
import { filterGroups, toSeekerEntry } from './seeker-tokens.ts';

/*
 * Registration leaves the search alone, so that a turn stays as fast as it was: who came or changed
 * is put into it by a job, and before an officer looks.
 */

/** So many take a few milliseconds: turns go on in between. */
const aTime = 100;

/** Gives the id of the last one; undefined when none is left behind it. */
async function indexSome(db: Db, after: number): Promise<number | undefined> {
  const seekers = await takeUnindexed(db, { after, limit: aTime });
  if (seekers.length === 0) return undefined;
  const entries = seekers.map(toSeekerEntry);
  await keepIndexed(db, entries, [...new Set(entries.flatMap(({ words }) => words))].toSorted());
  return seekers.length < aTime ? undefined : seekers.at(-1)?.id;
}

/** More are not waited for by an officer: after a move from elsewhere the job takes minutes. */
const mostTimes = 30;

/** Indexes the seekers that came or changed, in the caller's transaction. */
export async function indexNewSeekers(db: Db): Promise<void> {
  let after: number | undefined = 0;
  for (let times = 0; times < mostTimes && after !== undefined; times += 1) {
    after = await indexSome(db, after);
    if (after !== undefined) await nextTurn();
  }
}

/** The same where there may be very many: each 100 in their own transaction. */
export async function indexAllSeekers(store: Store): Promise<void> {
  for (let after: number | undefined = 0; after !== undefined;) {
    const last: number = after;
    after = await store.transaction((db) => indexSome(db, last));
  }
}

/** What tokens cannot tell to the hour or the day. */
function exactly({ from, to, stage, today }: Omit<SeekerFilter, 'limit'>) {
  const card = {
    ...(stage === 'card' && { endsFrom: today }),
    ...(stage === 'ended' && { endsBefore: today }),
  };
  return { since: from, before: to, ...card };
}

/** Ids of seekers with all of these words whom the filter fits, the newest first. */
export async function findSeekerIds(
  db: Db,
  filter: SeekerFilter,
  words: TokenGroups = [],
): Promise<readonly number[]> {
  const groups = [...words, ...filterGroups(filter)];
  if (groups.some((group) => group.length === 0)) return [];
  const { before: below = highestId, limit } = filter;
  return findByTokens(db, seekerIndex, { groups, where: exactly(filter), below, limit });
}

const plainFilters = new Set(['office', 'before', 'limit', 'today']);

/** True when the office alone narrows the list: its own index is in order. */
const isPlain = (filter: SeekerFilter): boolean =>
  Object.entries(filter).every(([name, value]) => value === undefined || plainFilters.has(name));

/** Seekers whom the filter fits, the newest first. */
export async function findSeekers(
  db: Db,
  filter: SeekerFilter,
): Promise<readonly RegisteredSeeker[]> {
  if (isPlain(filter)) return selectSeekers(db, filter);
  return seekersById(db, await findSeekerIds(db, filter));
}

/** How many the filter fits, counted up to `limit`. */
export async function countFitting(db: Db, filter: SeekerFilter): Promise<number> {
  return isPlain(filter) ? countSeekers(db, filter) : (await findSeekerIds(db, filter)).length;
}
