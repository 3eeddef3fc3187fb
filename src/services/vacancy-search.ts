import { localDate } from '../core/format.ts';
import { isSpelt, isTrade, rootOf } from '../language/stems.ts';
import { errorKeys, isOneErrorAway, knownWordsNear } from '../language/typing-errors.ts';
import { readCandidates, type Candidate } from '../store/candidates.ts';
import type { Db } from '../store/store.ts';
import { findCandidates, type SearchArea } from '../store/vacancy-index.ts';
import { findWords } from '../store/vacancy-words.ts';
import { officeCentroids } from './offices.ts';
import { rank, type WishedWord } from './ranking.ts';
import type { Wanted } from './wish.ts';

/** As many as are ranked; more are told as "300+". */
export const mostCandidates = 300;

/** A search is a person's wish at an office on a day. */
export interface Search {
  readonly wanted: Wanted;
  readonly office: string;
  readonly now: Date;
}

export type SearchResult =
  | { readonly kind: 'found'; readonly vacancies: readonly Candidate[] }
  /** None where it was looked for; `count` elsewhere, at most `mostCandidates`. */
  | { readonly kind: 'nearby'; readonly count: number }
  | { readonly kind: 'none' };

const everywhere: SearchArea = { within: 'all' };

/** A province's office looks at all of its districts. */
const ownArea = (office: string): SearchArea =>
  office.length < 5 ? everywhere : { within: 'office', code: office };

/** Where is looked, the nearest first. A trade is looked for in the other kecamatan as well. */
function areasOf({ wanted, office }: Search): readonly [SearchArea, ...SearchArea[]] {
  const own = ownArea(office);
  if (wanted.districtCode !== null) {
    const district: SearchArea = { within: 'district', code: wanted.districtCode };
    return wanted.words.length > 0 ? [district, own] : [district];
  }
  return wanted.anywhere ? [own, everywhere] : [own];
}

/** Roots that a vacancy must have: one of each group. */
type Groups = readonly (readonly string[])[];

const groupsOf = (words: readonly WishedWord[]): Groups =>
  words.map(({ roots, near }) => [...roots, ...near]);

/** Adds up to `mostCandidates` ids of one area: those with the words in the title first. */
async function collect(
  db: Db,
  { wanted, now }: Search,
  query: { readonly area: SearchArea; readonly groups: Groups },
  found: Set<number>,
): Promise<void> {
  const { kind, level } = wanted;
  const shared = { ...query, kind, level, today: localDate(now), limit: mostCandidates };
  for (const titleOnly of query.groups.length > 0 ? [true, false] : [false]) {
    if (found.size >= mostCandidates) return;
    for (const id of await findCandidates(db, { ...shared, titleOnly })) {
      if (found.size < mostCandidates) found.add(id);
    }
  }
}

async function collectFrom(
  db: Db,
  search: Search,
  areas: readonly SearchArea[],
  groups: Groups,
): Promise<ReadonlySet<number>> {
  const found = new Set<number>();
  for (const area of areas) {
    await collect(db, search, { area, groups }, found);
    if (found.size === 0 && !search.wanted.anywhere) break;
  }
  return found;
}

async function ranked(
  db: Db,
  { wanted, office, now }: Search,
  ids: ReadonlySet<number>,
): Promise<readonly Candidate[]> {
  const from = { districtCode: wanted.districtCode, regencyCode: office };
  const wish = { ...wanted, from, points: await officeCentroids(db, office) };
  return rank(await readCandidates(db, [...ids]), wish, now.getTime());
}

/** The same wish without its place and education. */
function widened(search: Search): Search {
  const wanted = { ...search.wanted, districtCode: null, level: null, anywhere: true };
  return { ...search, wanted };
}

async function lookFor(
  db: Db,
  search: Search,
  groups: Groups = groupsOf(search.wanted.words),
): Promise<SearchResult> {
  const here = await collectFrom(db, search, areasOf(search), groups);
  if (here.size > 0) return { kind: 'found', vacancies: await ranked(db, search, here) };
  if (search.wanted.anywhere && search.wanted.level === null) return { kind: 'none' };
  const wide = widened(search);
  const elsewhere = await collectFrom(db, wide, areasOf(wide), groups);
  return elsewhere.size > 0 ? { kind: 'nearby', count: elsewhere.size } : { kind: 'none' };
}

const lettersOf = (word: string): string => Array.from(word).toSorted().join('');

/** Letters left out, doubled or swapped, not another letter: kopi is no koki, but jahi may be jahit. */
function isSlip(word: string, meant: string): boolean {
  return word.length !== meant.length || lettersOf(word) === lettersOf(meant);
}

/** Words that may be meant: none for a known trade, few for a word that the dictionary has. */
async function wordsNear(db: Db, word: string): Promise<readonly string[]> {
  if (isTrade(word)) return [];
  const known = knownWordsNear(word);
  if (isSpelt(word)) return known.filter((meant) => isSlip(word, meant));
  const kept = await findWords(db, errorKeys(word));
  return [...known, ...kept.filter((meant) => isOneErrorAway(meant, word))];
}

/** The word and what it may have been meant to be, one typing error away, by their roots. */
async function guess(db: Db, wished: WishedWord): Promise<WishedWord> {
  const meant = (await wordsNear(db, wished.word)).map(rootOf).toSorted();
  return { ...wished, roots: [...new Set([...wished.roots, ...meant])] };
}

async function withGuesses(db: Db, search: Search): Promise<Search> {
  const words: WishedWord[] = [];
  for (const wished of search.wanted.words) words.push(await guess(db, wished));
  return { ...search, wanted: { ...search.wanted, words } };
}

/**
 * Finds published, unexpired vacancies and ranks them: those with all words; else with words one
 * typing error away; else with any of the words. The same on both databases.
 */
export async function searchVacancies(db: Db, search: Search): Promise<SearchResult> {
  const exact = await lookFor(db, search);
  if (exact.kind !== 'none') return exact;
  const guessed = await withGuesses(db, search);
  const second = await lookFor(db, guessed);
  if (second.kind !== 'none' || search.wanted.words.length < 2) return second;
  return lookFor(db, guessed, [groupsOf(guessed.wanted.words).flat()]);
}
