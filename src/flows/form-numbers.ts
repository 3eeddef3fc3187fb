import { cut } from './form-pieces.ts';
import { fill, has, isOpen, parseAs, type Sheet } from './form-sheet.ts';
import type { Parsed } from './types.ts';

/** How a number may stand in a text, the surest first. */
const shapes: Readonly<Record<string, readonly RegExp[]>> = {
  nik: [
    /(?<![\p{L}\d])\d{16}(?!\d)/gu,
    /(?<!\d)\d(?:[ ._-]{0,2}\d){15}(?!\d)/gu,
    /(?<![\p{L}\d])(?=(?:\p{L}*\d){9})[\doOiIlLsSbB]{14,18}(?![\p{L}\d])/gu,
    // Too short or too long; what begins with 0, 62 or + is a phone number.
    /(?<![\d+])(?!0|62\s?8)\d{12,20}(?!\d)/gu,
    /(?<![\d+])(?!0|62\s?8)\d(?:[ .-]?\d){12,19}(?!\d)/gu,
  ],
  phone: [/(?<![\p{L}\d+])(?:\+|0|62|8)[\d .()-]{7,18}\d(?!\d)/gu],
  date: [
    /(?<!\d)\d{1,2}\s?[-/. ]\s?(?:\d{1,2}|\p{L}{3,9})\s?[-/. ]\s?(?:\d{4}|\d{2})(?!\d)/gu,
    /(?<!\d)\d{4}-\d{1,2}-\d{1,2}(?!\d)/gu,
  ],
};

const digitsAround: readonly string[] = ['nik', 'phone', 'date'];

/** `12 jan 99` in a name or address is hardly a date that was meant. */
function isTold({ parsed }: Reading): boolean {
  return parsed.kind === 'wrong' && /^nik\.|^date\.impossible$/u.test(parsed.problem);
}

interface Reading {
  readonly number: string;
  readonly parsed: Parsed;
}

/** A number of this kind in the text: a right one, or else the surest of the wrong ones. */
function findNumber(sheet: Sheet, kind: string, text: string): Reading | undefined {
  const candidates = (shapes[kind] ?? []).flatMap((shape) => text.match(shape) ?? []);
  const readings = candidates.flatMap((number) => {
    const parsed = parseAs(sheet, kind, number);
    return parsed ? [{ number, parsed }] : [];
  });
  return readings.find(({ parsed }) => parsed.kind !== 'wrong') ?? readings.find(isTold);
}

function takeNumber(sheet: Sheet, kind: string, text: string): string {
  const found = isOpen(sheet, kind) ? findNumber(sheet, kind, text) : undefined;
  return found && fill(sheet, kind, found.parsed) ? text.replace(found.number, cut) : text;
}

const hard = /[#;*|\n]/u;

/** `LUMAJANG, 12-01-1999` between two signs: where somebody was born is not where she lives. */
const birthplace = new RegExp(`(?<=^|[#;*|\\n])[^#;*|\\n\\d]*,\\s*(?=${cut})`, 'gu');

/** What stands before a number that nobody asked for. */
const labels: Readonly<Record<string, RegExp>> = {
  phone: /(?<!\p{L})(?:no(?:mor|mer)?[ .]*)?(?:hp|wa|whatsapp|telp|tlp|telepon)[ .:=]*$/iu,
  date: /(?<!\p{L})(?:ttl|(?:(?:tgl|tanggal)[ .]*)?lahir|tgl|tanggal)[ .:=]*$/iu,
};

/** A phone number or birth date that nobody asked for is no skill and no name. */
function dropNumber(sheet: Sheet, kind: string, text: string): string {
  const found = has(sheet, kind) ? undefined : findNumber(sheet, kind, text);
  if (found?.parsed.kind !== 'value') return text;
  const at = text.indexOf(found.number);
  const before = text.slice(0, at).replace(labels[kind] ?? '', '');
  const left = `${before}${cut}${text.slice(at + found.number.length)}`;
  return kind === 'date' && hard.test(text) ? left.replace(birthplace, '') : left;
}

/**
 * Takes NIK, phone and date out of the text, because their own separators look like the form's; in
 * a person's details also those that no field takes.
 */
export function takeNumbers(sheet: Sheet, text: string): string {
  const left = digitsAround.reduce((rest, kind) => takeNumber(sheet, kind, rest), text);
  if (!has(sheet, 'nik')) return left;
  return ['phone', 'date'].reduce((rest, kind) => dropNumber(sheet, kind, rest), left);
}
