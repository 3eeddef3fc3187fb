import { fold, isPlain } from './clean.ts';

/** A word as written, and as it is compared (folded, letters and digits only). */
export interface Word {
  readonly raw: string;
  readonly plain: string;
}

/** Folded words, one space between them: what patterns of phrases are matched against. */
export function plainText(text: string): string {
  if (isPlain(text)) return text.toLowerCase();
  return fold(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The words of a text in order; what holds no letter or digit belongs to the word before it. */
export function readWords(text: string): Word[] {
  return text
    .split(/\s+/u)
    .map((raw) => ({ raw, plain: plainText(raw) }))
    .filter(({ plain }) => plain !== '');
}
