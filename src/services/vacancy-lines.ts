import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { shownMoney } from '../core/format.ts';
import { measureSms, toGsm } from '../core/sms.ts';
import type { Candidate } from '../store/candidates.ts';
import { placeName } from './places.ts';
import type { Wanted } from './wish.ts';

const file = new URL('../../../templates/vacancies/phrases.yaml', import.meta.url);

let phrases: Readonly<Record<string, string>> | undefined;

/**
 * A small piece of a message (templates/vacancies/phrases.yaml) with its `{placeholders}` filled.
 * @throws Error when there is no such phrase.
 */
export function phrase(name: string, values: Readonly<Record<string, string>> = {}): string {
  const known: Readonly<Record<string, string>> = phrases ?? parse(readFileSync(file, 'utf8'));
  phrases = known;
  const text = known[name];
  if (text === undefined) throw new Error(`no phrase ${name}`);
  return text.replaceAll(/\{(\w+)\}/g, (_all, key: string) => values[key] ?? '');
}

/** What three lines may take so that the reply around them stays one SMS (flows/lowongan.yaml). */
const roomForLines = 108;

/** A title shorter than this tells nothing any more. */
const shortestTitle = 8;

/** Where the work is: the country when abroad. */
export function placeOf(vacancy: {
  readonly country: string | null;
  readonly areaCode: string | null;
}): string {
  if (vacancy.country !== null) return vacancy.country;
  return vacancy.areaCode === null ? phrase('unknown_place') : placeName(vacancy.areaCode);
}

/** `Rp2,4 jt`, `Rp2,4 jt-Rp2,8 jt`, or undefined. */
export function wageOf(wageMin: number | null, wageMax: number | null): string | undefined {
  const [from, to] = [wageMin ?? wageMax, wageMax ?? wageMin];
  if (from === null || to === null) return undefined;
  if (from === to) return shownMoney(from);
  return phrase('wage', { dari: shownMoney(from), sampai: shownMoney(to) });
}

interface Line {
  readonly order: number;
  readonly vacancy: Candidate;
  readonly title: string;
}

function drawLine({ order, vacancy, title }: Line): string {
  const areaCode = vacancy.districtCode ?? vacancy.regencyCode;
  const wage = vacancy.wageMin ?? vacancy.wageMax;
  return phrase(wage === null ? 'line_without_wage' : 'line', {
    urut: String(order),
    jabatan: title,
    tempat: placeOf({ country: vacancy.country, areaCode }),
    upah: wage === null ? '' : shownMoney(wage),
  });
}

const drawLines = (lines: readonly Line[]): string => toGsm(lines.map(drawLine).join(' '));

/** A title of so many letters tells enough without its last word. */
const tellingTitle = 10;

/** Without its last word, or that word cut short: `Sopir truk`, `Operator prod.` */
function shorten(line: Line): Line {
  const title = line.title.replace(/\.$/, '');
  const start = title.search(/[\s,/(-]+[^\s,/(-]*$/);
  if (start >= tellingTitle) return { ...line, title: title.slice(0, start) };
  return { ...line, title: `${title.slice(0, -2).replace(/[\s,./(-]+$/, '')}.` };
}

function longestTitle(lines: readonly Line[]): Line | undefined {
  const [line] = lines.toSorted((a, b) => b.title.length - a.title.length);
  return line && line.title.length > shortestTitle ? line : undefined;
}

/** The lines of a page: `4) Penjahit, Tempeh, Rp2,3 jt 5) ...`, the longest titles shortened to fit. */
export function pageLines(vacancies: readonly Candidate[], firstOrder: number): string {
  let lines = vacancies.map((vacancy, at) => ({
    order: firstOrder + at,
    vacancy,
    title: vacancy.title.trim(),
  }));
  while (measureSms(drawLines(lines)).units > roomForLines) {
    const long = longestTitle(lines);
    if (!long) break;
    lines = lines.map((line) => (line === long ? shorten(line) : line));
  }
  return drawLines(lines);
}

/** What was looked for, as told when there is none: `jahit utk SD di Pasirian`. */
export function soughtOf({ words, districtCode, education }: Wanted): string {
  const parts = [
    words.map(({ word }) => word).join(' '),
    education === null ? '' : phrase('sought_school', { sekolah: education }),
    districtCode === null ? '' : phrase('sought_place', { tempat: placeName(districtCode) }),
  ].filter((part) => part !== '');
  return parts.length > 0 ? parts.join(' ') : phrase('sought_anything');
}

/** Where the others are that SEMUA would show. */
export function elsewhereOf({ districtCode, education }: Wanted): string {
  if (districtCode !== null) return phrase('other_district');
  return phrase(education === null ? 'other_regency' : 'other_school');
}
