import { educationRank, type Education } from '../core/education.ts';
import { kecamatanOf, regencyOf } from '../language/areas.ts';
import { findEducation } from '../language/education-words.ts';
import { isWeak, near, plainWords, terms, rootOf, type Term } from '../language/stems.ts';
import type { VacancyKind } from '../store/vacancies.ts';
import { findDistrict, placeNames } from './places.ts';
import type { WishedWord } from './ranking.ts';

/** What a person asks for, as a flow passes it. */
export interface Asked {
  readonly words: string;
  /** Kemendagri code. */
  readonly place: string | null;
  readonly education: Education | null;
  readonly kind: VacancyKind;
  /** Everything everywhere that the words fit. */
  readonly everything: boolean;
}

/** What was understood of it. */
export interface Wanted {
  readonly kind: VacancyKind;
  readonly words: readonly WishedWord[];
  readonly districtCode: string | null;
  /** The schooling said, and its rank. */
  readonly education: Education | null;
  readonly level: number | null;
  /** True when a place was named; the whole regency is one, though it narrows nothing. */
  readonly placed: boolean;
  /** True when nothing narrows the search to the office's own district. */
  readonly anywhere: boolean;
}

const anythingWords = /\b(?:semua|semuanya|apa ?(?:saja|aja|ae)|bebas|terserah|serabutan)\b/g;
const apprenticeshipWords = new Set(['magang', 'pemagangan']);

function toWished({ word, root }: Term): WishedWord {
  return { word, roots: [root], near: near(root) };
}

/** Words that say little are searched only when nothing else is. */
function strongest(found: readonly Term[]): readonly Term[] {
  const strong = found.filter(({ root }) => !isWeak(root));
  return strong.length > 0 ? strong : found;
}

/** The regency's own name is no kecamatan: "di Lumajang" means all of it. */
function isMainTown(district: string, regency: string): boolean {
  return placeNames(district)[0] === placeNames(regency)[0];
}

interface Place {
  readonly districtCode: string | null;
  /** What is left to search when the place is taken out. */
  readonly words: readonly string[];
  readonly isNamed: boolean;
  readonly isOutside: boolean;
}

/** The first kecamatan that is named; further names of places are no words to search either. */
function placeIn(words: readonly string[], given: string | undefined, regency: string): Place {
  const named = findDistrict(words, regency);
  const left = named ? words.toSpliced(named.from, named.length) : words;
  const rest = named ? placeIn(left, undefined, regency).words : left;
  const code = given ?? named?.code;
  const isDistrict = code !== undefined && !isMainTown(code, regency);
  return {
    districtCode: isDistrict ? code : null,
    words: rest,
    isNamed: code !== undefined,
    isOutside: false,
  };
}

/** The name of a place outside the office's district is searched as a word. */
function readPlace(words: readonly string[], place: string | null, regency: string): Place {
  if (place === null || regencyOf(place) === regency) {
    return placeIn(words, kecamatanOf(place ?? ''), regency);
  }
  const [name = ''] = placeNames(place);
  return {
    districtCode: null,
    words: [...words, ...plainWords(name)],
    isNamed: true,
    isOutside: true,
  };
}

interface Schooling {
  readonly education: Education | null;
  /** What is left to search when the school is taken out. */
  readonly words: readonly string[];
}

/** "guru SD" teaches there: that school is no schooling. */
function readSchooling(words: readonly string[], said: Education | null): Schooling {
  if (said !== null) return { education: said, words };
  const text = words.join(' ');
  const found = words.some((word) => rootOf(word) === 'guru') ? undefined : findEducation(text);
  if (!found) return { education: null, words };
  const left = `${text.slice(0, found.start)} ${text.slice(found.end)}`;
  return { education: found.level, words: plainWords(left) };
}

/** No wish has more words or longer ones: each costs a look at the index, an unknown one a guess. */
const mostWords = 20;
const longestWord = 30;

const wishWords = (text: string): string[] =>
  plainWords(text)
    .filter(({ length }) => length <= longestWord)
    .slice(0, mostWords);

/** Reads what is wanted; `office` is the code of the office asked. Words it cannot place are searched. */
export function readWish(asked: Asked, office: string): Wanted {
  const text = wishWords(asked.words).join(' ');
  const everything = asked.everything || text.search(anythingWords) >= 0;
  const all = plainWords(text.replaceAll(anythingWords, ''));
  const trade = all.filter((word) => !apprenticeshipWords.has(word));
  const { education, words } = readSchooling(trade, asked.education);
  const place = readPlace(words, asked.place, office);
  const narrow = !asked.everything;
  return {
    kind: trade.length < all.length ? 'apprenticeship' : asked.kind,
    words: strongest(terms(place.words.join(' '))).map(toWished),
    districtCode: narrow ? place.districtCode : null,
    education: narrow ? education : null,
    level: narrow && education !== null ? educationRank(education) : null,
    placed: place.isNamed,
    anywhere: everything || place.isOutside,
  };
}

/** True when nothing was said that could be searched. */
export function isVague({ words, placed, level, anywhere }: Wanted): boolean {
  return words.length === 0 && !placed && level === null && !anywhere;
}
