import { localDate } from '../core/format.ts';
import { isSpelt, isTrade, rootOf } from '../language/stems.ts';
import { errorKeys, isOneErrorAway, knownWordsNear } from '../language/typing-errors.ts';
import { chooseCandidates, type Candidate } from '../store/candidates.ts';
import type { CandidateQuery, Choice, SearchArea } from '../store/candidate-choice.ts';
import type { Db } from '../store/store.ts';
import { findWords } from '../store/vacancy-words.ts';
import { officeCentroids, type Point } from './offices.ts';
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

/** The newest within an area: those with the words in the title before others. */
const within = (area: SearchArea, hasWords: boolean) =>
  (hasWords ? [true, false] : [false]).map((titleOnly) => ({ area, titleOnly }));

/**
 * What fits where it is looked for: the kecamatan (there always), then the office's district;
 * everywhere only when it was wished. A place alone is meant as it is; nothing when the kecamatan
 * named has nothing.
 */
function choiceOf(search: Search, groups: Groups): Choice {
  const { wanted, office, now, only = {} } = search;
  const { districtCode: code, words, anywhere, kind, level } = wanted;
  const hasWords = words.length > 0;
  const district = { area: { within: 'district', code: code ?? '' }, titleOnly: false } as const;
  const areas = [ownArea(office), ...(anywhere ? [everywhere] : [])];
  const wide = areas.flatMap((area) => within(area, hasWords));
  const named = hasWords ? [district, ...wide] : [district];
  return {
    queries: (code === null ? wide : named).map((step) => ({
      ...step,
      ...only,
      kind,
      level,
      groups,
    })),
    needsFirst: code !== null,
    // Anywhere, whatever schooling is asked for.
    elsewhere: { area: everywhere, titleOnly: false, level: null, kind, groups, ...only },
    today: localDate(now),
    limit: mostCandidates,
  };
}

async function lookFor(
  db: Db,
  search: Search,
  groups: Groups = groupsOf(search.wanted.words),
): Promise<SearchResult> {
  const { here, elsewhere } = await chooseCandidates(db, choiceOf(search, groups));
  if (here.length > 0) return { kind: 'found', vacancies: await ranked(db, search, here) };
  return elsewhere > 0 ? { kind: 'nearby', count: elsewhere } : { kind: 'none' };
}

/** Distances count from a kecamatan only. */
const noPoints: ReadonlyMap<string, Point> = new Map();

async function ranked(
  db: Db,
  { wanted, office, now }: Search,
  found: readonly Candidate[],
): Promise<readonly Candidate[]> {
  const from = { districtCode: wanted.districtCode, regencyCode: office };
  const points = from.districtCode === null ? noPoints : await officeCentroids(db, office);
  const wish = { ...wanted, from, points };
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
 * typing error away; else with any of the words. The same on both databases. `breathe` is called
 * between its parts: the first search of a process takes 20 ms, for its code is not compiled yet.
 */
export async function searchVacancies(
  db: Db,
  search: Search,
  breathe: () => Promise<void> = async () => undefined,
): Promise<SearchResult> {
  const exact = await lookFor(db, search);
  if (exact.kind !== 'none') return exact;
  await breathe();
  const guessed = await withGuesses(db, search);
  await breathe();
  const second = guessed ? await lookFor(db, guessed) : exact;
  if (second.kind !== 'none' || search.wanted.words.length < 2) return second;
  const widest = guessed ?? search;
  await breathe();
  return lookFor(db, widest, [groupsOf(widest.wanted.words).flat()]);
}
