import { shortNames } from './area-parts.ts';
import { findArea, type AreaMatch } from './areas.ts';
import { levelOf, namesOf, nearNamesOf, officialName } from './gazetteer.ts';
import { compact } from './keyword-table.ts';
import { isSkillWord } from './skill-words.ts';
import { errorKeys } from './typing-errors.ts';
import { plainText, type Word } from './words.ts';

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
  /** In a person's details: whether a bare name may be a village. Condro and Gesang are people too. */
  readonly villages?: boolean;
  /** What was looked for among these words before, by what it was. */
  readonly known?: Map<string, AreaMatch | undefined>;
}

const prepositions = new Set(
  'di d nang ning neng daerah wilayah area sekitar dekat dkt deket cedak cedhak alamat tinggal domisili asal dari dr ke'.split(
    ' ',
  ),
);
const levelWords = new Set('desa ds kel kelurahan kec kecamatan kab kabupaten kota'.split(' '));

const longestPhrase = 6;

/** Words that a place is looked for in: a search or form has no more. */
const longestText = 40;

/** A shorter name may be another word with a typing error: tempe is not Tempeh. */
const longName = 7;

const longestName = 40;

/** Shorter names of villages are often other words: Barat, Jeruk, Duren, Salak. */
const villageName = 6;
const everyday = new Set(['tanggung', 'kandangan']);

function keyOf(words: readonly Word[]): string {
  return compact(words.map(({ plain }) => plain).join(''));
}

/** Kudus and Grobogan are villages here, and regencies that are meant more often. */
function isElsewhere(key: string): boolean {
  return namesOf('regencies', '').has(key);
}

function isClearName(code: string, key: string, office: string): boolean {
  if (!code.startsWith(`${office}.`)) return levelOf(code) === 'regencies';
  if (levelOf(code) !== 'villages') return true;
  return key.length >= villageName && !everyday.has(key) && !isElsewhere(key);
}

function isVillage(found: AreaMatch): boolean {
  if (found.kind === 'many') return true;
  const codes = found.kind === 'area' ? [found.code] : found.codes;
  return codes.some((code) => levelOf(code) === 'villages');
}

/** In a person's details a bare word is a place of the office's region, or larger than a village. */
function isOwnPlace(found: AreaMatch, { office, villages = false }: PhraseScope): boolean {
  if (!isVillage(found)) return true;
  if (!villages || found.kind === 'many') return false;
  const codes = found.kind === 'area' ? [found.code] : found.codes;
  return codes.every((code) => code.startsWith(`${office}.`));
}

/** In a search a bare word is a place only when it can hardly be anything else. */
function isClear(found: AreaMatch, words: readonly Word[], scope: PhraseScope): boolean {
  const key = keyOf(words);
  if (words.every(({ plain }) => isSkillWord(plain))) return false;
  const exact = found.kind === 'many' || found.exact;
  if (!exact && (isVillage(found) || key.length < longName)) return false;
  if (!scope.search) return isOwnPlace(found, scope);
  return found.kind === 'area' && isClearName(found.code, key, scope.office);
}

/** Behind di: not the villages of other regencies, among them Kebun and Pasar. */
function isNear(found: AreaMatch, key: string, office: string): boolean {
  if (found.kind !== 'area') return false;
  if (levelOf(found.code) !== 'villages') return true;
  return found.code.startsWith(`${office}.`) && !isElsewhere(key);
}

/** True for a word that says that a place follows: di, kec. */
export function saysPlace({ plain }: Word): boolean {
  return prepositions.has(plain) || levelWords.has(plain);
}

/** How a phrase begins. */
interface Opening {
  /** Index of its first word behind di, daerah. */
  readonly first: number;
  /** Something says that a place follows: di, kec. */
  readonly marked: boolean;
  /** The phrase begins with kec, desa ... */
  readonly level: boolean;
}

function openingAt(words: readonly Word[], start: number): Opening {
  const plain = (index: number): string => words[index]?.plain ?? '';
  let first = start;
  while (prepositions.has(plain(first))) first += 1;
  const level = levelWords.has(plain(first));
  return { first, marked: level || first > start, level };
}

function accepts(
  found: AreaMatch,
  words: readonly Word[],
  opening: Opening,
  scope: PhraseScope,
): boolean {
  if (opening.level) return !scope.search || found.kind === 'area';
  if (isClear(found, words, scope)) return true;
  return opening.marked && (!scope.search || isNear(found, keyOf(words), scope.office));
}

/** First words, and whole names without spaces, in the office's regency and of the province's regencies. */
const knownStarts = new Map<string, ReadonlySet<string>>();

function startsOf(office: string): ReadonlySet<string> {
  const known = knownStarts.get(office);
  if (known) return known;
  const codes = [
    ...namesOf('districts', `${office}.`).values(),
    ...namesOf('villages', `${office}.`).values(),
    ...namesOf('regencies', `${office.slice(0, 2)}.`).values(),
  ].flat();
  const names = codes.map((code) => plainText(officialName(code) ?? ''));
  const starts = names.map((name) => name.replace(/^(?:kabupaten|kota) /u, '').split(' ')[0] ?? '');
  const made = new Set([...starts, ...names.map((name) => compact(name)), ...shortNames.keys()]);
  knownStarts.set(office, made);
  return made;
}

/** False when no name begins like this, at most with one typing error: most words of a search. */
function mayBegin(words: readonly Word[], first: number, office: string): boolean {
  const word = words[first]?.plain ?? '';
  const two = `${word}${words[first + 1]?.plain ?? ''}`;
  if (startsOf(office).has(word) || startsOf(office).has(two)) return true;
  const near = nearNamesOf('districts', `${office}.`);
  return errorKeys(word.slice(0, longestName)).some((key) => near.has(key));
}

/** Where a phrase may end: in a person's details a bare name stands last, people are called like villages. */
function endsOf(words: readonly Word[], opening: Opening, scope: PhraseScope): number[] {
  const { first, marked, level } = opening;
  const last = Math.min(words.length, first + longestPhrase);
  if (!marked && !scope.search) return last === words.length ? [last] : [];
  if (!marked && !mayBegin(words, first, scope.office)) return [];
  const shortest = first + (level ? 2 : 1);
  return Array.from({ length: Math.max(0, last - shortest + 1) }, (_, index) => last - index);
}

function placeCalled(text: string, { office, search, known }: PhraseScope): AreaMatch | undefined {
  if (known?.has(text)) return known.get(text);
  const found = findArea(text, { office, wide: !search, whole: true });
  known?.set(text, found);
  return found;
}

function phraseAt(
  words: readonly Word[],
  start: number,
  scope: PhraseScope,
): AreaPhrase | undefined {
  const opening = openingAt(words, start);
  for (const end of endsOf(words, opening, scope)) {
    const phrase = words.slice(opening.first, end);
    const text = phrase.map(({ plain }) => plain).join(' ');
    const found = placeCalled(text, scope);
    if (found && accepts(found, phrase, opening, scope)) return { start, end, found };
  }
  return undefined;
}

/**
 * Finds the first place in running words: `operator jahit di pasirian`. In a person's details a
 * bare name counts only at the end, because people are called like villages.
 */
export function findAreaPhrase(words: readonly Word[], scope: PhraseScope): AreaPhrase | undefined {
  if (words.length > longestText) return undefined;
  for (const start of words.keys()) {
    const phrase = phraseAt(words, start, scope);
    if (phrase) return phrase;
  }
  return undefined;
}
