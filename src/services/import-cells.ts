import { educationLevels } from '../core/education.ts';
import { findEducation } from '../language/education-words.ts';
import { plainText } from '../language/words.ts';
import type { ImportColumn } from './import-columns.ts';

/** What a cell means, or what is wrong with it (continues the name of the column). */
export type Cell =
  | { readonly value: unknown }
  /** `near`: what may have been meant. */
  | { readonly problem: string; readonly near?: string };

type Reader = (text: string) => Cell;

function oneOf(words: Readonly<Record<string, unknown>>, problem: string): Reader {
  return (text) => {
    const key = plainText(text);
    return Object.hasOwn(words, key) ? { value: words[key] } : { problem };
  };
}

const yes = { yes: true, y: true, ya: true, true: true, '1': true, sudah: true };
const no = { no: false, n: false, tidak: false, false: false, '0': false, belum: false };
const job = { job: 'job', lowongan: 'job', kerja: 'job', pekerjaan: 'job' };
const apprentice = { apprenticeship: 'apprenticeship', magang: 'apprenticeship' };
const woman = { p: 'P', perempuan: 'P', wanita: 'P', pr: 'P', female: 'P' };
const man = { l: 'L', 'laki laki': 'L', laki: 'L', pria: 'L', lk: 'L', male: 'L' };
const both = { 'l p': null, semua: null, 'pria wanita': null, 'laki laki perempuan': null };

/** `2400000`, `2.400.000`, `Rp 2.400.000,00` */
function wholeNumber(text: string): Cell {
  const bare = text.replace(/^rp\.?\s*/i, '').replace(/,(?:00?|-)$/, '');
  const grouped = /^\d{1,3}([., ])\d{3}(?:\1\d{3})*$/.test(bare);
  const digits = grouped ? bare.replaceAll(/[., ]/g, '') : bare;
  return /^\d{1,12}$/.test(digits)
    ? { value: Number(digits) }
    : { problem: 'is not a whole number' };
}

// The first three letters of a month, Indonesian and English, short forms as offices write them.
const months = 'jan|feb|mar|apr|mei may|jun|jul|agu ags aug|sep|okt oct|nov nop|des dec'.split('|');

/** `31 Desember 2026`; undefined when it is no such date. */
function dateInWords(text: string): string | undefined {
  const [, day = '', name = '', year = ''] =
    /^(\d{1,2})[\s./-]+([a-z]{3})[a-z]*[\s.,/-]+(\d{4})$/i.exec(text) ?? [];
  const month = months.findIndex((names) => names.split(' ').includes(name.toLowerCase())) + 1;
  if (name === '' || month === 0) return undefined;
  return `${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/**
 * A date as `YYYY-MM-DD`: `31-12-2026`, `31/12/2026`, `31 Desember 2026`. Anything else stays as it
 * is; whether the day exists is asked later.
 */
export function readDate(text: string): string {
  const [, day = '', month = '', year = ''] =
    /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(text) ?? [];
  if (year === '') return dateInWords(text) ?? text;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** `SMA`, `SMA/SMK sederajat`, `S-1` */
function education(text: string): Cell {
  const level = educationLevels.find((one) => one === text.toUpperCase());
  const value = level ?? findEducation(plainText(text))?.level;
  return value === undefined
    ? { problem: `is not one of ${educationLevels.join(' ')}` }
    : { value };
}

const list: Reader = (text) => ({
  value: text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
});

const upperCase: Reader = (text) => ({ value: text.toUpperCase() });

const readers: Readonly<Partial<Record<ImportColumn, Reader>>> = {
  kind: oneOf(
    { ...job, ...apprentice, pemagangan: 'apprenticeship' },
    'is not job or apprenticeship',
  ),
  education,
  openings: wholeNumber,
  closes_on: (text) => ({ value: readDate(text) }),
  skills: list,
  wage_min: wholeNumber,
  wage_max: wholeNumber,
  scope: upperCase,
  disability_friendly: oneOf({ ...yes, ...no }, 'is not yes or no'),
  verified: oneOf({ ...yes, ...no }, 'is not yes or no'),
  gender: oneOf({ ...woman, ...man, ...both }, 'is not L, P or L/P'),
  age_min: wholeNumber,
  age_max: wholeNumber,
};

/** What a cell of this column means; a text when the column has no form of its own. */
export function readCell(column: ImportColumn, text: string): Cell {
  return readers[column]?.(text) ?? { value: text };
}
