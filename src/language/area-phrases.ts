import { findArea, type AreaMatch } from './areas.ts';
import { levelOf, namesOf } from './gazetteer.ts';
import { isSkillWord } from './skill-words.ts';
import { compact } from './keyword-table.ts';
import type { Word } from './words.ts';

/** A place in running words: the stretch with its `di` or `kec`, and what it is. */
export interface AreaPhrase {
  readonly start: number;
  readonly end: number;
  readonly found: AreaMatch;
}

/** What the words are: a search, where most words are no places, or a person's details. */
export interface PhraseScope {
  readonly office: string;
  readonly search: boolean;
}

const prepositions = new Set(
  'di d nang ning neng daerah wilayah area sekitar dekat dkt deket cedak cedhak alamat tinggal domisili asal dari dr ke'.split(
    ' ',
  ),
);
const levelWords = new Set('desa ds kel kelurahan kec kecamatan kab kabupaten kota'.split(' '));

const longestPhrase = 6;

/** A shorter name may be another word with a typing error: tempe is not Tempeh. */
const longName = 7;

/** Shorter names of villages are often other words: Barat, Jeruk, Duren, Salak. */
const villageName = 6;
const everyday = new Set(['tanggung', 'kandangan']);

/** Kudus and Grobogan are villages here, and regencies that are meant more often. */
function isElsewhere(key: string): boolean {
  return namesOf('regencies', '').has(key);
}

function isClearName(code: string, key: string, office: string): boolean {
  if (!code.startsWith(`${office}.`)) return levelOf(code) === 'regencies';
  if (levelOf(code) !== 'villages') return true;
  return key.length >= villageName && !everyday.has(key) && !isElsewhere(key);
}

function keyOf(words: readonly Word[]): string {
  return compact(words.map(({ plain }) => plain).join(''));
}

/** In a search a bare word is a place only when it can hardly be anything else. */
function isClear(
  found: AreaMatch,
  words: readonly Word[],
  { office, search }: PhraseScope,
): boolean {
  const key = keyOf(words);
  if (words.every(({ plain }) => isSkillWord(plain))) return false;
  if (found.kind === 'area') {
    if (!found.exact && (levelOf(found.code) === 'villages' || key.length < longName)) return false;
    // A bare Lestari is a name, not the village of Nganjuk.
    return search ? isClearName(found.code, key, office) : isNear(found, key, office);
  }
  return !search && found.kind === 'options';
}

/** Behind di: not the villages of other regencies, among them Kebun and Pasar. */
function isNear(found: AreaMatch, key: string, office: string): boolean {
  if (found.kind !== 'area') return false;
  if (levelOf(found.code) !== 'villages') return true;
  return found.code.startsWith(`${office}.`) && !isElsewhere(key);
}

interface Opening {
  /** Words before the phrase: di, daerah. */
  readonly before: number;
  /** The phrase begins with kec, desa ... */
  readonly level: boolean;
}

function openingAt(words: readonly Word[], start: number): Opening {
  const plain = (index: number): string => words[index]?.plain ?? '';
  let before = 0;
  while (prepositions.has(plain(start + before))) before += 1;
  return { before, level: levelWords.has(plain(start + before)) };
}

function accepts(
  found: AreaMatch,
  words: readonly Word[],
  opening: Opening,
  scope: PhraseScope,
): boolean {
  if (opening.level) return !scope.search || found.kind === 'area';
  if (isClear(found, words, scope)) return true;
  return opening.before > 0 && (!scope.search || isNear(found, keyOf(words), scope.office));
}

function phraseAt(
  words: readonly Word[],
  start: number,
  scope: PhraseScope,
): AreaPhrase | undefined {
  const opening = openingAt(words, start);
  const first = start + opening.before;
  for (let end = Math.min(words.length, first + longestPhrase); end > first; end -= 1) {
    const phrase = words.slice(first, end);
    if (opening.level && phrase.length < 2) continue;
    const text = phrase.map(({ plain }) => plain).join(' ');
    const found = findArea(text, { office: scope.office, wide: !scope.search, whole: true });
    if (found && accepts(found, phrase, opening, scope)) return { start, end, found };
  }
  return undefined;
}

/**
 * Finds the first place in running words: `operator jahit di pasirian`. In a person's details a
 * bare name counts only at the end, because people are called like villages.
 */
export function findAreaPhrase(words: readonly Word[], scope: PhraseScope): AreaPhrase | undefined {
  for (const start of words.keys()) {
    const phrase = phraseAt(words, start, scope);
    const marked = openingAt(words, start).before > 0 || openingAt(words, start).level;
    if (phrase && (scope.search || marked || phrase.end === words.length)) return phrase;
  }
  return undefined;
}
