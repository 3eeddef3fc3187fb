import { cut } from './form-pieces.ts';
import { fill, isOpen, parseAs, type Sheet } from './form-sheet.ts';
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

/** Takes NIK, phone and date out of the text, because their own separators look like the form's. */
export function takeNumbers(sheet: Sheet, text: string): string {
  return digitsAround.reduce((left, kind) => takeNumber(sheet, kind, left), text);
}
