import { localDate } from '../../core/format.ts';
import { maskNik, readNik, type NikProblem } from '../../core/nik.ts';
import { isKnownArea } from '../../language/areas.ts';
import { fold } from '../../language/clean.ts';
import type { AnswerContext, AnswerKind, Parsed } from '../types.ts';
import { wrong } from './words.ts';

const label =
  /^(?:(?:no|nomor|nomer|nmr|nik|nikku|niknya|ktp|e-?ktp|ini|saya|sy|aku|adalah|ya|pak|bu|angka)\b[\s.:=#,-]*)+/u;
const politeness = /[\s.,-]*\b(?:pak|bu|mas|mbak|kak|ya|makasih|terima kasih)\W*$/u;

/** Letters typed for digits that look like them. */
const confused: Readonly<Record<string, string>> = {
  o: '0',
  i: '1',
  l: '1',
  s: '5',
  b: '8',
  z: '2',
};

/** What is left of an answer when the words around the number and its separators go. */
function compactNik(text: string): string {
  const folded = fold(text).replace(/[^\p{L}\p{N}]+$/u, '');
  return folded
    .replace(label, '')
    .replace(politeness, '')
    .replace(/[\s.,:;_/|*#()-]+/gu, '');
}

/** A NIK but for letters that look like digits; told, never put right silently. */
function confusedLetter(compact: string): Parsed | undefined {
  const letter = /[a-z]/u.exec(compact)?.[0];
  const digits = compact.replace(/\D/gu, '').length;
  if (!letter || digits < 8 || !/^[\doilsbz]+$/u.test(compact)) return undefined;
  return wrong('nik.letter', { huruf: letter.toUpperCase(), angka: confused[letter] ?? '' });
}

const problems: Readonly<Record<NikProblem['problem'], (value: string) => Parsed>> = {
  digits: () => wrong('nik.digits'),
  length: (value) => wrong('nik.length', { jumlah: value }),
  same: () => wrong('nik.same'),
  province: (value) => wrong('nik.province', { kode: value }),
  month: (value) => wrong('nik.month', { bulan: value }),
  date: (value) => wrong('nik.date', { tanggal: value }),
  example: () => wrong('nik.example'),
  young: (value) => wrong('nik.young', { umur: value }),
};

/** A kecamatan that the office's own regency does not have is more likely a typing error. */
function isUnlikely(area: string, { office }: AnswerContext): boolean {
  return office.includes('.') && area.startsWith(`${office}.`) && !isKnownArea(area);
}

/** Two numbers of 16 digits in one message: whose data are whose cannot be told. */
export function ofSeveralPersons(text: string): Parsed | undefined {
  const numbers = text.normalize('NFKC').match(/(?<!\d)\d{16}(?!\d)/gu);
  return new Set(numbers).size > 1 ? wrong('nik.several') : undefined;
}

function parse(text: string, context: AnswerContext): Parsed {
  const several = ofSeveralPersons(text);
  if (several) return several;
  const compact = compactNik(text);
  if (!/\d/u.test(compact)) return wrong('nik.none');
  const letter = confusedLetter(compact);
  if (letter) return letter;
  const read = readNik(compact, localDate(context.now));
  if (read.kind === 'problem') return problems[read.problem](read.value);
  return isUnlikely(read.area, context)
    ? {
        kind: 'doubt',
        problem: 'nik.area',
        value: read.nik,
        values: { kode: read.area.replaceAll('.', '') },
      }
    : { kind: 'value', value: read.nik, shown: maskNik(read.nik) };
}

/** The 16 digits of a NIK, as people space them; its value is the digits, shown masked. */
export const nik: AnswerKind = {
  name: 'nik',
  expects: 'nik',
  parse,
  show: (value) => (typeof value === 'string' ? maskNik(value) : ''),
};
