import { isKnownQuestionWord } from './question-terms.ts';
import { isSpelt, plainWords, rootOf } from './stems.ts';

/** What can be one person's: e-mail, links, long numbers, numbers of ours. */
const particulars =
  /\S+@\S+|https?:\/\/\S+|\b[DLKA][\s.-]?\d{4,8}\b|\+?\d[\d\s.-]{5,}\d|\b\d{6,}\b/giu;

const titles =
  /(?<=\b(?:[Pp]ak|[Bb]u|[Bb]pk|[Ii]bu|[Bb]apak|[Mm]as|[Mm]bak|[Mm]b|[Kk]ak|[Ss]audar[ai]|[Nn]ama|[Pp]etugas)\s)\p{Lu}[\p{L}'.]*(?:\s\p{Lu}[\p{L}'.]*)*/gu;

function withoutNames(text: string, names: readonly string[]): string {
  const words = new Set(
    names.flatMap((name) => plainWords(name)).filter((word) => word.length > 2),
  );
  return text.replace(/[\p{L}']+/gu, (word) => (words.has(plainWords(word)[0] ?? '') ? '' : word));
}

const tidy = (text: string): string =>
  text
    .replace(/\s+([,.;:!?])/gu, '$1')
    .replace(/([,;:])(?:\s*[,;:])+/gu, '$1')
    .replace(/\s{2,}/gu, ' ')
    .replace(/^[\s,.;:!?-]+/u, '')
    .trim();

/**
 * An officer's text without what is one person's: numbers, addresses, the names given and those
 * behind Pak, Bu, nama. A person still has to read it before others do.
 */
export function withoutPerson(text: string, names: readonly string[]): string {
  return tidy(withoutNames(text.replace(particulars, '').replace(titles, ''), names));
}

/**
 * What is asked in a person's words, in words of the dictionary and of questions alone: what stands
 * in neither may be a name or a place. Lower case; empty when nothing is left.
 */
export function questionWithoutPerson(text: string, names: readonly string[]): string {
  const own = new Set(names.flatMap((name) => plainWords(name)));
  const words = plainWords(text.replace(particulars, ' '));
  return words
    .filter((word) => !own.has(word) && !/^\d{3,}$/u.test(word))
    .filter((word) => isKnownQuestionWord(word) || isSpelt(word) || isSpelt(rootOf(word)))
    .join(' ');
}
