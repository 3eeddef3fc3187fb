import { textOf, type Json } from '../core/json.ts';
import {
  openWishes,
  ensureWish,
  findWishes,
  type AlertWish,
  type WishHit,
} from '../store/alert-wishes.ts';
import type { Db } from '../store/store.ts';
import type { FreshVacancy } from '../store/vacancy-news.ts';
import type { VacancyKind } from '../store/vacancies.ts';
import { searchVacancies, withGuesses } from './vacancy-search.ts';
import { readWish, type Wanted } from './wish.ts';

/*
 * Which wishes a new vacancy fits: the search turned round. A million subscribers have some ten
 * thousand different wishes; each is kept once, under keyed hashes of its words, and a vacancy looks
 * there with its own. What it finds may fit; the search itself says whether it does.
 */

/** Where a wish may be answered from: its office, or all. */
const everywhere = '*';

/** What the words of an alert mean at an office. */
export function wantedOf(words: string, office: string): Wanted {
  const asked = { words, place: null, education: null, kind: 'job', everything: false } as const;
  return readWish(asked, office);
}

/** 52 bits of the hash: an exact number on both databases, equal by chance for 1 in 10^15. */
function tokenOf({ keys }: Db, area: string, kind: VacancyKind, root: string): number {
  return Number.parseInt(keys.index('job-alert-word', `${area}|${kind}|${root}`).slice(0, 13), 16);
}

/** Every root that a vacancy may be found by; one that is empty for a wish without words. */
async function rootsOf(db: Db, wanted: Wanted, office: string): Promise<readonly string[]> {
  if (wanted.words.length === 0) return [''];
  const search = { wanted, office, now: new Date(0) };
  const { words } = ((await withGuesses(db, search)) ?? search).wanted;
  return [...new Set(words.flatMap(({ roots, near }) => [...roots, ...near]))];
}

async function tokensOf(db: Db, wanted: Wanted, office: string): Promise<readonly number[]> {
  const isWide = wanted.anywhere || office.length < 5;
  const area = isWide ? everywhere : office;
  const roots = await rootsOf(db, wanted, office);
  return roots.map((root) => tokenOf(db, area, wanted.kind, root));
}

/** The id of what the words of an alert mean, kept with what vacancies find it by. */
export async function keepWish(
  db: Db,
  { words, office }: { readonly words: Json; readonly office: string },
  now: Date,
): Promise<number> {
  const wanted = wantedOf(textOf(words), office);
  const wish = JSON.stringify(wanted);
  const kept = {
    sign: db.keys.index('job-alert-wish', `${office}|${wish}`),
    officeCode: office,
    level: wanted.level,
    wish: JSON.parse(wish) as Json,
    tokens: () => tokensOf(db, wanted, office),
  };
  return ensureWish(db, kept, now.getTime());
}

/** The wish as the search takes it: it was kept as JSON of that. */
export const wantedBy = ({ wish }: AlertWish): Wanted => wish as unknown as Wanted;

const spaced = ({ titleRoots, otherRoots }: FreshVacancy): string => `${titleRoots}${otherRoots}`;

/** True when no search is needed to know that it would find the vacancy: all words, no other place. */
function fitsWhole({ words, districtCode, kind }: Wanted, vacancy: FreshVacancy): boolean {
  if (kind !== vacancy.kind) return false;
  if (districtCode !== null && districtCode !== vacancy.districtCode) return false;
  const found = spaced(vacancy);
  return words.every(({ roots, near }) =>
    [...roots, ...near].some((root) => found.includes(` ${root} `)),
  );
}

/** The vacancies under each token that a wish may be kept under. */
function tokensBy(db: Db, vacancies: readonly FreshVacancy[]): Map<number, FreshVacancy[]> {
  const byToken = new Map<number, FreshVacancy[]>();
  for (const vacancy of vacancies) {
    const roots = ['', ...new Set(spaced(vacancy).split(' ').filter(Boolean))];
    const all = [vacancy.officeCode, everywhere].flatMap((area) =>
      roots.map((root) => tokenOf(db, area, vacancy.kind, root)),
    );
    for (const token of all) byToken.set(token, [...(byToken.get(token) ?? []), vacancy]);
  }
  return byToken;
}

/** Adds what a few tokens found: wishes that are open to the schooling, each with the vacancies. */
function note(
  found: Map<number, Set<FreshVacancy>>,
  hits: readonly WishHit[],
  byToken: ReadonlyMap<number, readonly FreshVacancy[]>,
): void {
  for (const { token, wishId, level } of hits) {
    const open = (byToken.get(token) ?? []).filter((one) => level === null || one.level <= level);
    if (open.length === 0) continue;
    const known = found.get(wishId);
    if (!known) found.set(wishId, new Set(open));
    else for (const one of open) known.add(one);
  }
}

/** Wishes that have a word of these vacancies, each with which. */
async function touched(
  db: Db,
  vacancies: readonly FreshVacancy[],
  breathe: () => Promise<void>,
): Promise<ReadonlyMap<number, ReadonlySet<FreshVacancy>>> {
  const byToken = tokensBy(db, vacancies);
  const found = new Map<number, Set<FreshVacancy>>();
  for await (const hits of findWishes(db, [...byToken.keys()])) {
    note(found, hits, byToken);
    await breathe();
  }
  return found;
}

/** When it is, and what lets others go first. */
interface Pace {
  readonly now: Date;
  readonly breathe: () => Promise<void>;
}

/** True when the search for this wish gives one of these vacancies. */
async function isAnswered(
  db: Db,
  wish: AlertWish,
  vacancies: readonly FreshVacancy[],
  { now, breathe }: Pace,
): Promise<boolean> {
  const wanted = wantedBy(wish);
  if (vacancies.some((one) => fitsWhole(wanted, one))) return true;
  const search = { wanted, office: wish.officeCode, now };
  const result = await searchVacancies(db, search, breathe);
  if (result.kind !== 'found') return false;
  const ids = new Set(vacancies.map(({ id }) => id));
  return result.vacancies.some(({ id }) => ids.has(id));
}

/** Wishes opened at once. */
const opened = 25;

/**
 * The wishes whose search gives one of these vacancies, as they are found; `breathe` is called
 * before each search.
 */
export async function* wishesFor(
  db: Db,
  vacancies: readonly FreshVacancy[],
  pace: Pace,
): AsyncGenerator<AlertWish> {
  const { breathe } = pace;
  const candidates = await touched(db, vacancies, breathe);
  const ids = [...candidates.keys()];
  for (let at = 0; at < ids.length; at += opened) {
    await breathe();
    const wishes = await openWishes(db, ids.slice(at, at + opened));
    for (const [id, wish] of wishes) {
      await breathe();
      if (await isAnswered(db, wish, [...(candidates.get(id) ?? [])], pace)) yield wish;
    }
  }
}
