import type { Values } from '../core/json.ts';
import { findEducation } from '../language/education-words.ts';
import { readWords } from '../language/words.ts';
import { placeIn, readPiece } from './form-fields.ts';
import { takeNumbers } from './form-numbers.ts';
import { splitForm, type Piece } from './form-pieces.ts';
import {
  fill,
  has,
  isOpen,
  openSheet,
  parseAs,
  plain,
  type Run,
  type Sheet,
  type WrongField,
} from './form-sheet.ts';
import { ofSeveralPersons } from './answers/nik.ts';
import { shareWords } from './form-words.ts';
import type { AnswerContext } from './types.ts';

/** Letters of the longest form, four SMS; what stands behind is left over. */
const longest = 640;

/** What one message says of several fields. */
export interface Form {
  readonly values: Values;
  /** Fields that were given but not rightly: unlikely and ambiguous ones as well. */
  readonly wrong: readonly WrongField[];
  /** Words that no field takes. */
  readonly rest: string;
}

/** Kinds that are no words of any other field. */
const numbers = new Set(['nik', 'phone', 'date', 'money']);

/** What the office's paper form asks for besides, and a NIK or the counter tells. */
const otherDetail =
  /^(?:l|p|lk|pr|laki|laki laki|pria|perempuan|wanita|islam|kristen|protestan|katolik|katholik|hindu|buddha|budha|konghucu|(?:belum |sudah )?(?:kawin|menikah|nikah)|lajang|janda|duda|(?:umur |usia )?\d\d (?:th|thn|tahun))$/u;

/** False for what no field takes: a labelled phone number, or L and ISLAM between two signs. */
function mayBeAsked(sheet: Sheet, { label = '', words }: Piece): boolean {
  if (label === '' && has(sheet, 'nik') && otherDetail.test(plain(words))) return false;
  return !numbers.has(label) || has(sheet, label);
}

/** `nama saya siti lulusan smk`, `alamat pasirian smk`: the label says only how it begins. */
function saysMore(sheet: Sheet, kind: string, { text, words }: Piece): boolean {
  if (kind === 'name') return findEducation(plain(words))?.sure === true;
  if (kind !== 'area' || parseAs(sheet, kind, text)?.kind !== 'wrong') return false;
  return (
    placeIn(sheet, { words, weak: false }, true) !== undefined ||
    findEducation(plain(words))?.sure === true
  );
}

/** Reads a labelled piece as what its label says; false when nothing takes it. */
function readLabelled(sheet: Sheet, piece: Piece): boolean {
  const { label = '', text } = piece;
  const field = label.startsWith('=') ? label.slice(1) : undefined;
  const kind = field === undefined ? label : (sheet.takes[field] ?? '');
  if (saysMore(sheet, kind, piece)) return false;
  const parsed = parseAs(sheet, kind, text);
  return parsed !== undefined && fill(sheet, kind, parsed, field);
}

/** True for one word of letters, or one of digits: it says one thing at most, and so is no form. */
export function isOneWord(text: string): boolean {
  return /^(?:\p{L}+|\d+)$/u.test(text);
}

/**
 * Reads a message that gives several fields at once, in any order and with any separator or none:
 * `3508105201990001#SITI AMINAH#SMK#JAHIT`, `siti aminah smk jahit 3508...`,
 * `nama: siti, nik: 3508...`, `jahit pasirian smk`. `takes` names the fields and their kinds of
 * answer. Words without a place of their own go to the field of kind `words` or `skills`.
 */
export function readForm(
  text: string,
  takes: Readonly<Record<string, string>>,
  context: AnswerContext,
): Form {
  const sheet = openSheet(takes, context);
  const several = isOpen(sheet, 'nik') ? ofSeveralPersons(text) : undefined;
  if (several && fill(sheet, 'nik', several)) return { values: {}, wrong: sheet.wrong, rest: '' };
  const body = takeNumbers(sheet, text.slice(0, longest).normalize('NFKC'));
  const { pieces, separated } = splitForm(body, takes);
  const asked = pieces.filter((piece) => mayBeAsked(sheet, piece));
  const plainPieces = asked.filter((piece) => !piece.label || !readLabelled(sheet, piece));
  const runs: Run[] = plainPieces.flatMap((piece) => readPiece(sheet, piece, separated));
  const rest = `${shareWords(sheet, runs)} ${text.slice(longest)}`.trim();
  return { values: sheet.values, wrong: sheet.wrong, rest };
}

const registration: Readonly<Record<string, string>> = {
  nik: 'nik',
  nama: 'name',
  pendidikan: 'education',
  keterampilan: 'skills',
  tempat: 'area',
};

/** More words than these that no field takes make a question of a form. */
const mostRest = 2;

/** What a person says around the details: `saya mau daftar, nama saya ...`. */
const around = new Set(
  `saya sy aku aq ini mau mw mo ingin pengen minta mohon tolong tlg bisa bs daftar daftarkan mendaftar
  ndaftar ndaftarno dftr ak1 kartu kuning kerja anak adik kakak istri suami pak bu bpk ibu mas mbak mb
  kak min ya dengan dgn dg untuk utk data datanya berikut permisi halo hallo assalamualaikum ass terima
  kasih makasih trims suwun`.split(/\s+/),
);

const nikLength = 16;

/** How many words are left that are neither a detail nor said around them. */
function countRest(rest: string): number {
  return readWords(rest).filter(({ plain: word }) => !around.has(word)).length;
}

/**
 * True for a message that is a registration without the word DAFTAR: a NIK that is right or nearly,
 * and two more fields; at most `most` words are neither a field nor said around them.
 */
export function looksLikeForm(
  text: string,
  context: AnswerContext,
  takes: Readonly<Record<string, string>> = registration,
  most: number = mostRest,
): boolean {
  // Most messages are short; a form takes a while to read.
  if (text.length < nikLength || isOneWord(text)) return false;
  if (text.replace(/\P{Nd}/gu, '').length < nikLength) return false;
  const { values, wrong, rest } = readForm(text, takes, context);
  if (countRest(rest) > most) return false;
  const doubtful = wrong.filter(({ parsed }) => parsed.kind !== 'wrong').map(({ field }) => field);
  const given = new Set([...Object.keys(values), ...doubtful]);
  return [...given].some((field) => takes[field] === 'nik') && given.size >= 3;
}
