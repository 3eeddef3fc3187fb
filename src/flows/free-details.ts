import type { Education } from '../core/education.ts';
import { readNumber, showNumber } from '../core/number.ts';
import { normalisePhone } from '../core/phone.ts';
import { findAreaPhrase } from '../language/area-phrases.ts';
import { findEducation } from '../language/education-words.ts';
import { isCountry } from '../language/features.ts';
import { normalise } from '../language/normalise.ts';
import { findOccupations, type Occupation } from '../language/occupation-groups.ts';
import { plainText, readWords } from '../language/words.ts';
import { date as dateAnswer } from './answers/date.ts';
import { money } from './answers/money.ts';
import { name as nameAnswer } from './answers/name.ts';
import type { AnswerContext, Parsed } from './types.ts';

/** What a free text says besides what it wants; what it does not say is left out. */
export interface FreeDetails {
  /** 16 digits; not checked. */
  readonly nik?: string;
  /** E.164. */
  readonly phone?: string;
  readonly name?: string;
  readonly education?: Education;
  /** Kemendagri code. */
  readonly area?: string;
  readonly occupations?: readonly Occupation[];
  readonly country?: string;
  readonly gender?: 'L' | 'P';
  /** Rupiah. */
  readonly wage?: number;
  readonly disability?: true;
  /** `YYYY-MM-DD`. */
  readonly date?: string;
  /** A number of the office: `K1311`. */
  readonly number?: string;
}

const nik = /(?<!\d)\d(?:[ .-]?\d){15}(?!\d)/u;
const phone = /(?<![\d+])(?:\+?62|0)[ -]?8\d(?:[ -]?\d){7,10}(?!\d)/u;
const reference = /(?<![\p{L}\p{N}])[dlka][ -]?\d{4,9}(?!\d)/iu;
const amount = /(?:\brp\.? ?)?\d+(?:[.,]\d+)* ?(?:juta|jt|ribu|rb)(?!\p{L})|\brp\.? ?\d[\d.]*/iu;
const written =
  /(?<!\d)\d{1,2}(?:[-/.]\d{1,2}[-/.]| ?(?:jan|feb|peb|mar|apr|mei|jun|jul|ag|sep|okt|nov|nop|des)\p{L}* ?)\d{2,4}(?!\d)/iu;
const named =
  /(?<!\p{L})(?:nama|nm|jeneng|jenenge|jenengku|asma|nyamana)(?:\s+(?:lengkap|saya|sy|aku|kulo|engkok|adalah|ialah))*[\s:=]+(?<name>[\p{L}.'’-]+(?:\s+[\p{L}.'’-]+){0,4})/iu;
const behindName =
  /^(?:lulusan|lulus|lls|tamatan|umur|usia|dari|asal|nik|alamat|mau|ingin|arep|kate|lahir|pendidikan|no|nomor|hp|bisa|di|tinggal|kec|desa|sd|smp|sma|smk|d3|s1|perempuan|laki|tolong|daftar|untuk|salah|yang|saya|sy)$/iu;

function firstOf(pattern: RegExp, text: string): string | undefined {
  return pattern.exec(text)?.[0];
}

/** The words behind `nama saya` until something else begins. */
function nameIn(text: string, context: AnswerContext): string | undefined {
  const words = (named.exec(text)?.groups?.['name'] ?? '').split(/\s+/u);
  const end = words.findIndex((word) => behindName.test(word));
  const own = words.slice(0, end < 0 ? words.length : end).join(' ');
  return own === '' ? undefined : valueOf(nameAnswer.parse(own, context), isText);
}

/** The details without those that are not there. */
function given(details: { [Key in keyof FreeDetails]: FreeDetails[Key] | undefined }): FreeDetails {
  return Object.fromEntries(
    Object.entries(details).filter(([, value]) => value !== undefined),
  ) as FreeDetails;
}

function shownNumber(text: string): string | undefined {
  const number = readNumber(text);
  return number && showNumber(number.letter, number.value);
}

function valueOf<T>(parsed: Parsed, isRight: (value: unknown) => value is T): T | undefined {
  return parsed.kind === 'value' && isRight(parsed.value) ? parsed.value : undefined;
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number';

function numbersIn(text: string, context: AnswerContext): FreeDetails {
  const rest = text.replace(nik, ' ');
  const day = firstOf(written, rest.replace(phone, ' ')) ?? '';
  return given({
    nik: firstOf(nik, text)?.replace(/\D/gu, ''),
    phone: normalisePhone(firstOf(phone, rest) ?? ''),
    number: shownNumber(firstOf(reference, rest) ?? ''),
    wage: valueOf(money.parse(firstOf(amount, rest) ?? '', context), isNumber),
    date: valueOf(dateAnswer.parse(day, context), isText),
  });
}

function genderIn(words: readonly string[]): 'L' | 'P' | undefined {
  const [woman, man] = [words.includes('perempuan'), words.includes('laki')];
  if (woman === man) return undefined;
  return woman ? 'P' : 'L';
}

function areaIn(text: string, office: string): string | undefined {
  const phrase = findAreaPhrase(readWords(text), { office, search: true });
  return phrase?.found.kind === 'area' ? phrase.found.code : undefined;
}

function wordsIn(text: string, words: readonly string[], office: string): FreeDetails {
  const education = findEducation(plainText(words.join(' ')));
  const occupations = findOccupations(text);
  return given({
    education: education?.sure ? education.level : undefined,
    area: areaIn(text, office),
    occupations: occupations.length > 0 ? occupations : undefined,
    country: words.find(isCountry),
    gender: genderIn(words),
    disability: words.includes('difabel') || undefined,
  });
}

/** Letters that are looked at; a sentence with details is no longer. */
const longest = 640;

/**
 * Reads what a free text tells by the way: `lowongan smk jahit pasirian`, `nama saya Siti, lulusan
 * smk`. `words` are those of `normalise`, when they are known.
 */
export function readFreeDetails(
  text: string,
  context: AnswerContext,
  words?: readonly string[],
): FreeDetails {
  const body = text.slice(0, longest);
  const name = nameIn(body, context);
  const rest = name === undefined ? body : body.replace(name, ' '); // people are called like places
  return {
    ...numbersIn(rest, context),
    ...wordsIn(rest, (rest === text ? words : undefined) ?? normalise(rest), context.office),
    ...given({ name }),
  };
}
