import type { Candidate } from '../store/candidates.ts';

/** Degrees. */
export type Point = readonly [latitude: number, longitude: number];

/** One thing looked for: the word as typed, what it may stand for, and what is near in meaning. */
export interface WishedWord {
  readonly word: string;
  /** The word's root; more than one when the word was mistyped. */
  readonly roots: readonly string[];
  readonly near: readonly string[];
}

/** What a person looks for. */
export interface Wish {
  readonly words: readonly WishedWord[];
  /** Where from: a kecamatan, a regency, or only the office asked. */
  readonly from: {
    readonly districtCode: string | null;
    readonly regencyCode: string;
  };
  /** Middle points of kecamatan by code. */
  readonly points: ReadonlyMap<string, Point>;
  /** Rank of the person's education, 0 to 9; null when not said. */
  readonly level: number | null;
}

// Out of 100. What was asked for comes before where it is, and both before the rest: who asks for
// sewing in Pasirian takes sewing in the next kecamatan before another trade at home.
const weights = { words: 60, closeness: 25, education: 8, freshness: 7 } as const;

/** A motorcycle's half hour: at this distance the way counts about a third. */
const nearKilometres = 15;
const halfLifeDays = 14;

const kilometresADegree = 111.2;
const radians = Math.PI / 180;
const dayInMs = 86_400_000;

/** Distance in kilometres; flat, for places of one province (error under 1 %). */
export function distance([lat1, lon1]: Point, [lat2, lon2]: Point): number {
  const east = (lon2 - lon1) * Math.cos(((lat1 + lat2) / 2) * radians);
  return Math.hypot(lat2 - lat1, east) * kilometresADegree;
}

const has = (spacedRoots: string, roots: readonly string[]): boolean =>
  roots.some((root) => spacedRoots.includes(` ${root} `));

const plain = (title: string): string => ` ${title.toLowerCase().replaceAll(/[^a-z0-9]+/g, ' ')} `;

/** 1 for the very word in the title, 0.9 its root there, 0.6 elsewhere; half for near meanings. */
function wordFit({ word, roots, near }: WishedWord, candidate: Candidate): number {
  const { title, titleRoots, otherRoots } = candidate;
  if (has(titleRoots, roots)) return plain(title).includes(` ${word} `) ? 1 : 0.9;
  if (has(otherRoots, roots)) return 0.6;
  if (has(titleRoots, near)) return 0.45;
  return has(otherRoots, near) ? 0.3 : 0;
}

function wordsFit({ words }: Wish, candidate: Candidate): number {
  if (words.length === 0) return 1;
  return words.reduce((sum, wished) => sum + wordFit(wished, candidate), 0) / words.length;
}

/** 1 in the same kecamatan, falling with the distance; 0.2 for the same regency when not known better. */
function closeness({ from, points }: Wish, candidate: Candidate): number {
  if (candidate.regencyCode !== from.regencyCode) return 0;
  if (from.districtCode === null) return 1;
  if (candidate.districtCode === from.districtCode) return 1;
  const here = points.get(from.districtCode);
  const there = points.get(candidate.districtCode ?? '');
  return here && there ? Math.exp(-distance(here, there) / nearKilometres) : 0.2;
}

/** 1 when just her level is asked for, less for each level below; 0 when work is not open to her. */
function educationFit({ level }: Wish, candidate: Candidate): number {
  if (level === null || candidate.level > level) return 0;
  return Math.max(0, 1 - 0.2 * (level - candidate.level));
}

function freshness(candidate: Candidate, today: number): number {
  const days = Math.max(0, Math.floor((today - candidate.verifiedAt) / dayInMs));
  return 2 ** (-days / halfLifeDays);
}

function score(candidate: Candidate, wish: Wish, today: number): number {
  return (
    weights.words * wordsFit(wish, candidate) +
    weights.closeness * closeness(wish, candidate) +
    weights.education * educationFit(wish, candidate) +
    weights.freshness * freshness(candidate, today)
  );
}

/**
 * Orders vacancies for a person, the best first; `today` in epoch milliseconds. Pure.
 *
 * The score is a sum out of 100: words 60 (very word in the title 1, its root 0.9, elsewhere 0.6,
 * near meaning half of these), closeness of the workplace 25 (e^-km/15), education 8 (her own level
 * before lower ones), freshness 7 (halved every 14 days). Equal scores: the newer number first, so
 * that the order never depends on the database. The weights are a judgement, not measured: people
 * who look for work in this district travel by motorcycle and name the trade before the place.
 */
export function rank(candidates: readonly Candidate[], wish: Wish, today: number): Candidate[] {
  return candidates
    .map((candidate) => ({ candidate, points: score(candidate, wish, today) }))
    .toSorted((a, b) => b.points - a.points || b.candidate.number - a.candidate.number)
    .map(({ candidate }) => candidate);
}
