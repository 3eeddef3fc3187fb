import { educationRank, isEducation } from '../core/education.ts';
import { kecamatanOf, regencyOf } from '../language/areas.ts';
import { plainWords, roots } from '../language/stems.ts';
import { errorKeys } from '../language/typing-errors.ts';
import type { Db, Store } from '../store/store.ts';
import type { Vacancy } from '../store/vacancies.ts';
import { vacanciesById } from '../store/vacancy-lists.ts';
import {
  highestLevel,
  indexVacancies,
  takeUnindexed,
  unindexVacancies,
  type IndexEntry,
} from '../store/vacancy-index.ts';
import { addNews } from '../store/vacancy-news.ts';
import { keepWords, type KeyedWord } from '../store/vacancy-words.ts';
import { placeNames } from './places.ts';

/** What else than the title a vacancy is found by: description, employer, place, country. */
function otherTexts(vacancy: Vacancy): string[] {
  const { skills, employer, country, description, areaCode, disabilityFriendly } = vacancy;
  const places = areaCode === null ? [] : placeNames(areaCode);
  const open = disabilityFriendly ? ['difabel'] : []; // the root that people's words for it have
  return [...skills, employer, ...places, country ?? '', description ?? '', ...open];
}

function toEntry(vacancy: Vacancy): IndexEntry {
  const { id, areaCode, education, verifiedAt, createdAt } = vacancy;
  const titleRoots = roots(vacancy.title);
  const others = roots(otherTexts(vacancy).join('; '));
  return {
    ...vacancy,
    vacancyId: id,
    regencyCode: regencyOf(areaCode ?? '') ?? null,
    districtCode: kecamatanOf(areaCode ?? '') ?? null,
    level: isEducation(education) ? educationRank(education) : highestLevel,
    verifiedAt: verifiedAt ?? createdAt,
    titleRoots,
    otherRoots: others.filter((root) => !titleRoots.includes(root)),
  };
}

/** Words that are looked for when a word was mistyped; not those of descriptions: too many guesses. */
function wordsOf({ title, skills, employer, country, areaCode }: Vacancy): string[] {
  const places = areaCode === null ? [] : placeNames(areaCode);
  return plainWords([title, ...skills, employer, country ?? '', ...places].join(' '));
}

/** Words that a caller publishing many vacancies has already kept: they are not written again. */
export type KnownWords = Set<string>;

function newWords(vacancies: readonly Vacancy[], known: KnownWords): KeyedWord[] {
  const words = [...new Set(vacancies.flatMap(wordsOf))].filter((word) => !known.has(word));
  for (const word of words) known.add(word);
  return words
    .map((word) => ({ word, keys: errorKeys(word) }))
    .filter(({ keys }) => keys.length > 0);
}

const publishedOf = (vacancies: readonly Vacancy[]): Vacancy[] =>
  vacancies.filter(({ status }) => status === 'verified');

/** Makes vacancies findable and tells nobody: they were published before. At most 500 at once. */
export async function putIntoSearch(
  db: Db,
  vacancies: readonly Vacancy[],
  known: KnownWords,
): Promise<void> {
  const published = publishedOf(vacancies);
  const others = vacancies.filter(({ status }) => status !== 'verified');
  if (others.length > 0)
    await unindexVacancies(
      db,
      others.map(({ id }) => id),
    );
  await indexVacancies(db, published.map(toEntry));
  await keepWords(db, newWords(published, known));
}

/**
 * Makes vacancies findable, at most 500 at once, in the transaction that wrote them; those not
 * verified are taken out. Also after a change: what was there is replaced. Who waits for such a one
 * is looked for later (gateway/alert-match.ts).
 */
export async function publishVacancies(
  db: Db,
  vacancies: readonly Vacancy[],
  known: KnownWords = new Set(),
): Promise<void> {
  await putIntoSearch(db, vacancies, known);
  await addNews(
    db,
    publishedOf(vacancies).map(({ id }) => id),
  );
}

const aTime = 500;

/** Puts again what was put into the search in an older form: at start, each 500 in their own transaction. */
export async function indexAgain(store: Store): Promise<void> {
  for (let left = aTime; left >= aTime;) {
    left = await store.transaction(async (db) => {
      const ids = await takeUnindexed(db, aTime);
      if (ids.length > 0) await putIntoSearch(db, await vacanciesById(db, ids), new Set());
      return ids.length;
    });
  }
}
