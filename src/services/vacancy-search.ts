import { localDate } from '../core/format.ts';
import { isSpelt, isTrade, rootOf } from '../language/stems.ts';
import { errorKeys, isOneErrorAway, knownWordsNear } from '../language/typing-errors.ts';
import {
  findCandidates,
  readCandidates,
  type Candidate,
  type CandidateQuery,
  type SearchArea,
} from '../store/candidates.ts';
import type { Db } from '../store/store.ts';
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
  /** Narrows it to work within the region, elsewhere, abroad; or open to disabled people. */
  readonly only?: Pick<CandidateQuery, 'scope' | 'disability'>;
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

/** Roots that a vacancy must have: one of each group. */
type Groups = readonly (readonly string[])[];

const groupsOf = (words: readonly WishedWord[]): Groups =>
  words.map(({ roots, near }) => [...roots, ...near]);

/** One question to the database. */
type Step = Pick<CandidateQuery, 'area' | 'titleOnly'>;

function queryOf(
  { wanted, now, only = {} }: Search,
  query: Step & Pick<CandidateQuery, 'groups' | 'level'>,
): CandidateQuery {
  const shared = { kind: wanted.kind, today: localDate(now), limit: mostCandidates };
  return { ...query, ...only, ...shared };
}

/** What is asked of the database for one reading of the words. */
type Ask = (step: Step) => Promise<readonly number[]>;

/**
 * The newest that fit within an area: those with the words in the title before others. Titles are
 * asked for only where there are more than are ranked, as all others were found anyway.
 */
async function within(ask: Ask, area: SearchArea, hasWords: boolean): Promise<readonly number[]> {
  const all = await ask({ area, titleOnly: false });
  if (all.length < mostCandidates || !hasWords) return all;
  return [...(await ask({ area, titleOnly: true })), ...all];
}

/** The kecamatan that was named; all that fits there is looked at. */
async function inDistrict(ask: Ask, code: string | null): Promise<readonly number[]> {
  return code === null ? [] : ask({ area: { within: 'district', code }, titleOnly: false });
}

/**
 * What fits where it is looked for: the kecamatan (there always), then the office's district;
 * everywhere only when it was wished. A place alone is meant as it is; nothing when the kecamatan
 * named has nothing.
 */
async function gather({ wanted, office }: Search, ask: Ask): Promise<readonly number[]> {
  const { districtCode, words, anywhere } = wanted;
  const hasWords = words.length > 0;
  const found = new Set(await inDistrict(ask, districtCode));
  const isDone = districtCode !== null && (found.size === 0 || !hasWords);
  const areas = isDone ? [] : [ownArea(office), ...(anywhere ? [everywhere] : [])];
  for (const area of areas) {
    if (found.size >= mostCandidates) break;
    for (const id of await within(ask, area, hasWords)) found.add(id);
  }
  return [...found].slice(0, mostCandidates);
}

async function lookFor(
  db: Db,
  search: Search,
  groups: Groups = groupsOf(search.wanted.words),
): Promise<SearchResult> {
  const { level } = search.wanted;
  const anyLevel = { area: everywhere, titleOnly: false, groups, level: null };
  const everyone = async (limit: number) =>
    findCandidates(db, { ...queryOf(search, anyLevel), limit });
  // Several words that are nowhere together: asked once, not for each area.
  if (groups.length > 1 && (await everyone(1)).length === 0) return { kind: 'none' };
  const ids = await gather(search, (step) =>
    findCandidates(db, queryOf(search, { ...step, groups, level })),
  );
  if (ids.length > 0) {
    const here = await readCandidates(db, ids);
    return { kind: 'found', vacancies: await ranked(db, search, here) };
  }
  const count = (await everyone(mostCandidates)).length;
  return count > 0 ? { kind: 'nearby', count } : { kind: 'none' };
}

async function ranked(
  db: Db,
  { wanted, office, now }: Search,
  found: readonly Candidate[],
): Promise<readonly Candidate[]> {
  const from = { districtCode: wanted.districtCode, regencyCode: office };
  const wish = { ...wanted, from, points: await officeCentroids(db, office) };
  return rank(found, wish, now.getTime());
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

/** The search with what may have been meant; undefined when nothing else may. */
export async function withGuesses(db: Db, search: Search): Promise<Search | undefined> {
  const words: WishedWord[] = [];
  for (const wished of search.wanted.words) words.push(await guess(db, wished));
  const isNew = words.some(
    ({ roots }, at) => roots.length > (search.wanted.words[at]?.roots.length ?? 0),
  );
  return isNew ? { ...search, wanted: { ...search.wanted, words } } : undefined;
}

/**
 * Finds published, unexpired vacancies and ranks them: those with all words; else with words one
 * typing error away; else with any of the words. The same on both databases.
 */
export async function searchVacancies(db: Db, search: Search): Promise<SearchResult> {
  const exact = await lookFor(db, search);
  if (exact.kind !== 'none') return exact;
  const guessed = await withGuesses(db, search);
  const second = guessed ? await lookFor(db, guessed) : exact;
  if (second.kind !== 'none' || search.wanted.words.length < 2) return second;
  const widest = guessed ?? search;
  return lookFor(db, widest, [groupsOf(widest.wanted.words).flat()]);
}
