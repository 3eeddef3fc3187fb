import { findAreaPhrase, saysPlace, type AreaPhrase } from '../language/area-phrases.ts';
import { findEducation, type EducationFound } from '../language/education-words.ts';
import { isSkillWord } from '../language/skill-words.ts';
import type { Word } from '../language/words.ts';
import { areaAnswer } from './answers/area.ts';
import type { Piece } from './form-pieces.ts';
import { fill, has, isOpen, parseAs, plain, type Run, type Sheet } from './form-sheet.ts';

/** Kinds that a whole piece is, or is not. */
const wholeKinds = ['yesno', 'money', 'number'];

/** The name of the school behind its level: `smk negeri 1 lumajang`. */
const schoolName =
  /^ (?:(?:negeri|swasta|n|pgri|muhammadiyah|maarif|islam|kristen|katolik)\b ?)*(?:\d{1,2}(?: \p{L}+)?|(?:sederajat)\b)?/u;

/** Index of the word in which a position of the plain text lies. */
function wordAt(words: readonly Word[], position: number): number {
  let passed = 0;
  return words.findIndex((word) => {
    passed += word.plain.length + 1;
    return position < passed;
  });
}

/** `18 sd 30` is "18 to 30". */
function isRange(words: readonly Word[], start: number, end: number): boolean {
  const isNumber = (index: number): boolean => /^\d+$/u.test(words[index]?.plain ?? '');
  return isNumber(start - 1) && isNumber(end);
}

/** MI and MA in running words: a school when a form's other words have none. */
function looseSchool(sheet: Sheet, words: readonly Word[]): EducationFound | undefined {
  const index = words.findIndex(({ plain: word }, at) => at > 0 && /^m[ai]$/u.test(word));
  if (index < 0 || !has(sheet, 'name')) return undefined;
  const start = plain(words.slice(0, index)).length + 1;
  const level = words[index]?.plain === 'mi' ? 'SD' : 'SMA';
  return { level, sure: true, start, end: start + 2 };
}

function schoolIn(sheet: Sheet, words: readonly Word[]): EducationFound | undefined {
  const text = plain(words);
  const found = findEducation(text);
  if (!found) return looseSchool(sheet, words);
  const named = /^ (?:negeri|n|\d)/u.test(text.slice(found.end));
  const whole = found.start === 0 && found.end === text.length;
  return found.sure || whole || named ? found : looseSchool(sheet, words);
}

/** Takes the schooling out of a piece; what stands behind it may be its subject. */
function takeEducation(sheet: Sheet, words: readonly Word[], separated: boolean): Run[] {
  const all: Run = { words, weak: false };
  const found = isOpen(sheet, 'education') ? schoolIn(sheet, words) : undefined;
  if (!found) return [all];
  const text = plain(words);
  const behind = schoolName.exec(text.slice(found.end))?.[0].trimEnd() ?? '';
  const start = wordAt(words, found.start);
  if (isRange(words, start, wordAt(words, found.end - 1) + 1)) return [all];
  const end = wordAt(words, found.end + behind.length - 1) + 1;
  fill(sheet, 'education', { kind: 'value', value: found.level });
  return [
    { words: words.slice(0, start), weak: false },
    { words: words.slice(end), weak: separated },
  ];
}

/** The place that a run names; with `villages` also by the bare name of a village. */
export function placeIn(sheet: Sheet, { words }: Run, villages: boolean): AreaPhrase | undefined {
  const search = has(sheet, 'words');
  const { context, places: known } = sheet;
  return findAreaPhrase(words, { office: context.office, search, villages, known });
}

/** Takes a place out of words that are no skill of somebody. */
export function takeArea(sheet: Sheet, run: Run, villages: boolean): Run[] {
  if (run.weak || !isOpen(sheet, 'area')) return [run];
  const phrase = placeIn(sheet, run, villages);
  if (!phrase) return [run];
  fill(sheet, 'area', areaAnswer(phrase.found));
  return [
    { ...run, words: run.words.slice(0, phrase.start) },
    { ...run, words: run.words.slice(phrase.end) },
  ];
}

/** Condro is a village and a name: names go first. */
function mayBeName(sheet: Sheet, { words }: Run): boolean {
  return isOpen(sheet, 'name') && !words.some(({ plain: word }) => isSkillWord(word));
}

/** `#Dewi Padang#`: between two signs a name may end like a place that nothing announces. */
function endsInPlace(sheet: Sheet, run: Run): boolean {
  const phrase = placeIn(sheet, run, false);
  const first = phrase && run.words[phrase.start];
  return first !== undefined && phrase !== undefined && phrase.start > 0 && !saysPlace(first);
}

function takeWhole(sheet: Sheet, { text }: Piece): boolean {
  return wholeKinds.some((kind) => {
    const parsed = isOpen(sheet, kind) ? parseAs(sheet, kind, text) : undefined;
    return parsed?.kind === 'value' && fill(sheet, kind, parsed);
  });
}

/** Takes out of a piece what can be nothing else; gives the runs of words that are left. */
export function readPiece(sheet: Sheet, piece: Piece, separated: boolean): Run[] {
  if (piece.text === '-') fill(sheet, 'skills', { kind: 'value', value: [] });
  if (takeWhole(sheet, piece)) return [];
  return takeEducation(sheet, piece.words, separated)
    .flatMap((run) => {
      const named = mayBeName(sheet, run);
      return named && separated && endsInPlace(sheet, run) ? [run] : takeArea(sheet, run, !named);
    })
    .filter(({ words }) => words.length > 0);
}
