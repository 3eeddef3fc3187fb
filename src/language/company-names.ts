import { isOneErrorAway } from './typing-errors.ts';
import { plainText } from './words.ts';

/*
 * Names of companies as people type them: with and without PT, run together, cut short, with a
 * typing error. Only equal names are the same company: swindlers take names that are nearly those of
 * licensed ones, so what is merely near is always asked back.
 */

const legalForms = new Set(
  'pt cv ud fa pd tbk persero perseroan terbatas dan p3mi pjtki pptkis'.split(' '),
);

/** Words that very many companies have: alone they tell nothing. */
const common = new Set(
  `abadi agung bersama bina cipta duta global indo indonesia inti internasional international jasa jaya
  karya kerja makmur mandiri mitra nusantara perkasa prima putra putri sejahtera sejati sentosa sukses
  sumber tama tenaga utama`.split(/\s+/),
);

const aroundBefore =
  /^(?:(?:apakah|apa|tolong|mohon|nama|perusahaan|agen|agensi|sponsor|penyalur)\b[\s:]*)+/iu;

const aroundBehind =
  /[\s,.?!]{1,8}(?:resmi|terdaftar|legal|asli|aman|penipu|penipuan|bohong|benar|apa|atau|tidak|tdk|gak|ga|nggak|bukan|belum|pak|bu|mas|mbak|kak|min|ya|kah|itu|ini|dong|gan)[\s,.?!]{0,8}$/iu;

function peel(text: string): string {
  const bare = text.replace(aroundBehind, '');
  return bare === text ? text : peel(bare);
}

/** The name alone of what was typed: `apakah PT Contoh Uji resmi pak?` is `PT Contoh Uji`. */
export function bareCompany(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  const bare = peel(line.replace(aroundBefore, '')).replace(/^[\s"'.,:-]+|[\s"'.,:?!-]+$/gu, '');
  return bare === '' ? line : bare;
}

/** The words of a name that tell it from others, folded, without its legal form. */
export function companyWords(name: string): string[] {
  const plain = plainText(name).replace(/^(?:p t|c v)(?: |$)/u, '');
  return plain.split(' ').filter((word) => word !== '' && !legalForms.has(word));
}

/** What two writings of one company's name have in common; empty when there is no name in it. */
export function companyKey(name: string): string {
  return companyWords(name).join('');
}

const weightOf = (word: string): number => (common.has(word) ? 0.5 : 1);

const weight = (words: readonly string[]): number =>
  words.reduce((sum, word) => sum + weightOf(word), 0);

/** True when the letters of `short` stand in `long` in this order. */
function isWithin(short: string, long: string): boolean {
  let at = 0;
  for (const letter of long) if (letter === short[at]) at += 1;
  return at === short.length;
}

/** `indo`, `intl`: the beginning of a word, or some of its letters without the vowels. */
function isShort(short: string, long: string): boolean {
  if (short.length < 3 || short.length >= long.length) return false;
  if (long.startsWith(short)) return true;
  const bare = /^.[^aeiou]+$/u.test(short) && short[0] === long[0];
  return bare && isWithin(short, long);
}

function isNearWord(a: string, b: string): boolean {
  if (a === b) return true;
  const mistyped = Math.min(a.length, b.length) >= 4 && isOneErrorAway(a, b);
  return mistyped || isShort(a, b) || isShort(b, a);
}

/** The words of `typed` that stand in `name` too, each word of the name once. */
function shared(typed: readonly string[], name: readonly string[]): string[] {
  const left = [...name];
  return typed.filter((word) => {
    const at = left.findIndex((other) => isNearWord(word, other));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

const initials = (words: readonly string[]): string => words.map((word) => word.charAt(0)).join('');

/** How much two names share, 0 to 1: Dice's coefficient over words, those of many companies by half. */
function nearness(typed: readonly string[], name: readonly string[]): number {
  const [a, b] = [typed.join(''), name.join('')];
  if (a.length >= 6 && isOneErrorAway(a, b)) return 0.95;
  if (typed.length === 1 && name.length >= 3 && a === initials(name)) return 0.7;
  const same = shared(typed, name);
  if (same.every((word) => common.has(word))) return 0;
  return (2 * weight(same)) / (weight(typed) + weight(name));
}

/** Less than this is another name. */
const nearEnough = 0.6;

/** The companies whose names are near what was typed, the nearest first, at most `most`. */
export function nearCompanies<Company extends { readonly name: string }>(
  typed: string,
  companies: readonly Company[],
  most: number,
): Company[] {
  const words = companyWords(typed);
  return companies
    .map((company) => ({ company, score: nearness(words, companyWords(company.name)) }))
    .filter(({ score }) => score >= nearEnough)
    .toSorted((a, b) => b.score - a.score || a.company.name.localeCompare(b.company.name))
    .slice(0, most)
    .map(({ company }) => company);
}
