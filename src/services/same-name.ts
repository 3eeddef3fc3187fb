import { isOneErrorAway } from '../language/typing-errors.ts';

/*
 * Spelling of Indonesian names varies between papers: old and new orthography (Djoko, Joko), doubled
 * and silent letters (Siti Aminah, Sitti Amina), Arabic sounds (Fatimah, Fathimah), a first name
 * shortened (Moh., M.), titles, names written together or apart.
 */

const titles = new Set(
  'h hj haji hajah kh kyai nyai ust ustad ustadz dr dra drs drg ir prof bpk bapak ibu pak bu sdr sdri tn ny nn'.split(
    ' ',
  ),
);

/** Degrees as written after a comma (S.Pd, S.E, M.M., A.Md) are dropped with it. */
const degrees = /,.*$|\b(?:s\.\s?\p{L}+|m\.\s?(?:pd|si|kom|m|h|t|kes|ag)|a\.\s?md)\b.*$/giu;

const muhammad = /^m(?:[ou]c?h?d?|[ou]c?hamm?[ae][dt]|uh?amm?ad)$/;

const sounds: readonly (readonly [RegExp, string])[] = [
  [/dj/g, 'j'],
  [/tj/g, 'c'],
  [/oe/g, 'u'],
  [/sj|sy|sh/g, 's'],
  [/kh|ch|q/g, 'k'],
  [/dz|dh/g, 'd'],
  [/th|ts/g, 't'],
  [/[vp]h?|ph/g, 'f'],
  [/z/g, 's'],
  [/x/g, 'ks'],
  [/ie|iy|y/g, 'i'],
  [/w/g, 'u'],
  [/h$/g, ''],
  [/(.)\1+/g, '$1'],
];

function fold(word: string): string {
  if (muhammad.test(word)) return 'muhamad';
  if (word === 'st') return 'siti';
  return sounds.reduce((text, [sound, letter]) => text.replace(sound, letter), word);
}

/** The words of a name, folded as above, titles and degrees left out: `Djoko Soesilo` is `joko susilo`. */
export function foldName(name: string): readonly string[] {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').replace(degrees, '').toLowerCase();
  const all = plain.replace(/['`’]/g, '').match(/\p{L}+/gu) ?? [];
  const own = all.filter((word) => !titles.has(word));
  return (own.length > 0 ? own : all).map(fold);
}

/** One slip in a word of four letters; never in the first letter (Budi is not Rudi). */
function alike(a: string, b: string): boolean {
  if (a === b) return true;
  if (a[0] !== b[0]) return false;
  if (a.length === 1 || b.length === 1) return true; // an initial
  return Math.max(a.length, b.length) >= 4 && isOneErrorAway(a, b);
}

function allFound(few: readonly string[], many: readonly string[]): boolean {
  const left = [...many];
  return few.every((word) => {
    const exact = left.indexOf(word);
    const found = exact >= 0 ? exact : left.findIndex((other) => alike(word, other));
    if (found >= 0) left.splice(found, 1);
    return found >= 0;
  });
}

/**
 * True when two writings may be one person's name: spelling, case, titles, word order, initials,
 * a name left out or written together do not count. Only for persons with the same NIK.
 */
export function sameName(one: string, other: string): boolean {
  const [a, b] = [foldName(one), foldName(other)];
  if (a.length === 0 || b.length === 0) return false;
  const [few, many] = a.length <= b.length ? [a, b] : [b, a];
  return allFound(few, many) || alike(fold(a.join('')), fold(b.join('')));
}
