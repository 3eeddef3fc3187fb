import { plainText } from '../../language/words.ts';
import { readLabel, type Label } from '../form-labels.ts';

/** A line of a numbered list, from 1, and what is right instead; empty when only the number was said. */
export interface Correction {
  readonly line: number;
  readonly text: string;
}

// "3 SMA", "3. SMA", "3) SMA", "no 3 SMA", "salah nomor 3", "yg 3 SMA"
const numbered =
  /^(?:(?:yang|yg|salah|tidak|tdk|bukan|maaf|ganti|ubah|koreksi|no|nomor|nomer|nmr)\b[\s.:]*)*(\d{1,2})(?!\d)[\s.):,=-]*(.*)$/isu;

const filler =
  /^(?:(?:yang|yg|salah|benar|bener|keliru|ganti|diganti|ubah|diubah|jadi|menjadi|harusnya|seharusnya|itu|adalah)\b[\s:,.=-]*)+/iu;

/** Behind a comma, a line break or "dan" the next number may stand: `3 SMA, 5 Pasirian`. */
const next =
  /[,;\n&]\s{0,9}(?=(?:no|nomor)?[\s.]{0,9}\d{1,2}[\s.):])|\s{1,9}dan\s{1,9}(?=(?:no|nomor)?[\s.]{0,9}\d{1,2}[\s.):])/iu;

function readOne(text: string, lines: number): Correction | undefined {
  const [, digits = '', rest = ''] = numbered.exec(text.trim()) ?? [];
  const line = Number(digits);
  if (digits === '' || line < 1 || line > lines) return undefined;
  if (/^\d{1,2}[\s.):,=]+-$/u.test(text.trim())) return { line, text: '-' };
  return { line, text: rest.replace(filler, '').trim() };
}

/** Reads which of `lines` numbered lines are wrong and what is right; none when the text says no number. */
export function readCorrections(text: string, lines: number): Correction[] {
  const read = text.split(next).map((part) => readOne(part, lines));
  const sound = read.filter((correction) => correction !== undefined);
  return sound.length === read.length ? sound : [readOne(text, lines) ?? []].flat();
}

/** A line as people name it. */
export interface NamedLine {
  /** Name of its step. */
  readonly name: string;
  /** Kind of answer that corrects it. */
  readonly kind: string;
  /** Kinds of what it shows. */
  readonly shown: readonly string[];
}

/** `pendidikan SMA`, `salah nama`, `alamatnya tempeh`: the line named, and what stands behind it. */
export function readNamed(text: string, lines: readonly NamedLine[]): Correction | undefined {
  const bare = text.trim().replace(filler, '');
  const [first = '', ...rest] = bare.split(/[\s:=]+/u);
  const index = lines.findIndex(({ name }) => name === plainText(first));
  if (index >= 0) return { line: index + 1, text: rest.join(' ').replace(filler, '').trim() };
  const label = readLabel(bare);
  return label && labelledLine(label, lines);
}

/** The line that a label names: its answer, or else something that it only shows. */
function labelledLine({ kind, rest }: Label, lines: readonly NamedLine[]): Correction | undefined {
  const asked = lines.findIndex((line) => line.kind === kind);
  if (asked >= 0) return { line: asked + 1, text: rest.replace(filler, '').trim() };
  const shown = lines.findIndex((line) => line.shown.includes(kind));
  return shown >= 0 ? { line: shown + 1, text: '' } : undefined;
}
