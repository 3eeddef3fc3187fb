import { readWords, type Word } from '../language/words.ts';
import { labelPattern } from './form-labels.ts';

/** A part of a form between two separators, or behind a label. */
export interface Piece {
  /** Kind of answer, or field, that the label before it names. */
  readonly label: string | undefined;
  readonly text: string;
  readonly words: readonly Word[];
}

/** The pieces of a form; `separated` when signs stand between them, not only spaces. */
export interface Pieces {
  readonly pieces: readonly Piece[];
  readonly separated: boolean;
}

/** Stands where a number was taken out: separates whatever else does. */
export const cut = '\u0001';

interface Chunk {
  readonly label: string | undefined;
  readonly text: string;
}

/** Splits at labels; a label is the name of a kind, or `=field`. */
function splitLabels(text: string, takes: Readonly<Record<string, string>>): Chunk[] {
  const matches = [...text.matchAll(labelPattern(takes))];
  const labelled = matches.map((match, index) => {
    const [name = ''] = Object.entries(match.groups ?? {}).find(([, value]) => value) ?? [];
    const end = matches[index + 1]?.index ?? text.length;
    const label = name === 'address' ? 'area' : name.replace(/^field_/u, '=');
    return { label, text: text.slice(match.index + match[0].length, end) };
  });
  return [{ label: undefined, text: text.slice(0, matches[0]?.index ?? text.length) }, ...labelled];
}

// A spaced hyphen is a separator, the one of Alun-Alun is not.
const hard = /[#;*|\n]|\s-+\s/u;

const besideCut = new RegExp(`${cut}\\s*([./:=_+\\\\-])|([./:=_+\\\\-])\\s*${cut}`, 'u');
const hardOrCut = new RegExp(`${hard.source}|${cut}`, 'u');
const commaOrCut = new RegExp(`,|${cut}`, 'u');
const onlyCut = new RegExp(cut, 'u');
/** `siti.smk.jahit` where nobody's name, with its titles, is asked for. */
const signOrCut = new RegExp(`(?<=\\p{L})[./](?=\\p{L})|${cut}`, 'u');

/** The sign that stands beside the NIK: `3508...0001.SITI.SMK`. */
function signBeside(text: string): string {
  const [, behind, before] = besideCut.exec(text) ?? [];
  return (behind ?? before ?? '').replace(/[-\\]/u, String.raw`\$&`);
}

/** The separator that this form uses, the strongest that it has. */
function separatorOf(text: string, takes: Readonly<Record<string, string>>): RegExp {
  if (hard.test(text)) return hardOrCut;
  if (text.includes(',')) return commaOrCut;
  const sign = signBeside(text);
  if (sign !== '') return new RegExp(`[${sign}]|${cut}`, 'u');
  return Object.values(takes).includes('name') ? onlyCut : signOrCut;
}

/** `Siti Aminah, S.Pd`: a title behind a comma belongs to the name. */
const title = /,(?=\s*(?:[sma]|dr)\.\s?\p{L}{1,4}\b)/giu;

/** How a piece begins that is no skill: a school or a place. */
const notSkills =
  /^(?:lulusan|tamatan|pendidikan|sd|smp|sma|smk|d[1-4]|s[1-3]|desa|ds|kec|kel)\b/iu;

function toPiece(label: string | undefined, raw: string): Piece {
  const text = raw.replaceAll(cut, ' ').replaceAll('\u0002', ',').trim();
  return { label, text, words: readWords(text) };
}

/** Commas stand between skills, and before what is no skill: `jahit, masak, alamat pasirian`. */
function splitSkills(text: string): Piece[] {
  const parts = text.split(',');
  const last = parts.findIndex((part) => notSkills.test(part.trim()));
  const end = last < 0 ? parts.length : last;
  return [
    toPiece('skills', parts.slice(0, end).join(',')),
    ...parts.slice(end).map((part) => toPiece(undefined, part)),
  ];
}

function splitChunk({ label, text }: Chunk, separator: RegExp): Piece[] {
  const parts = text.split(separator);
  if (label === undefined) return parts.map((part) => toPiece(undefined, part));
  if (label === 'skills' && !hard.test(text)) return splitSkills(text);
  const first = parts.findIndex((part) => part.trim() !== '');
  return parts.map((part, index) => toPiece(index === first ? label : undefined, part));
}

/** Splits a form into pieces by labels and by the separator it uses; empty pieces are left out. */
export function splitForm(text: string, takes: Readonly<Record<string, string>>): Pieces {
  const body = text.replace(title, '\u0002');
  const separator = separatorOf(body, takes);
  const pieces = splitLabels(body, takes)
    .flatMap((chunk) => splitChunk(chunk, separator))
    .filter((piece) => piece.words.length > 0 || piece.text === '-');
  return { pieces, separated: separator.test(body.replaceAll(cut, ' ')) };
}
