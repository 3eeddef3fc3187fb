import { shownMoney } from '../core/format.ts';
import { measureSms, toGsm } from '../core/sms.ts';
import type { Candidate } from '../store/candidates.ts';
import { openPhrases } from './phrases.ts';
import { placeName } from './places.ts';
import type { Wanted } from './wish.ts';

/** A small piece of a message about vacancies. */
export const phrase = openPhrases('vacancies/phrases.yaml');

/** What three lines may take so that the reply around them stays one SMS (flows/lowongan.yaml). */
const roomForLines = 108;

/** A title of so many letters still says what the work is; a shorter one than the second nothing. */
const clearTitle = 16;
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
  readonly title: string;
  readonly place: string;
  /** Rupiah; null when it is not told. */
  readonly wage: number | null;
}

function drawLine({ order, title, place, wage }: Line): string {
  return phrase(wage === null ? 'line_without_wage' : 'line', {
    urut: String(order),
    jabatan: title,
    tempat: place,
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

const longest = <Item>(items: readonly Item[], size: (item: Item) => number): Item | undefined =>
  items.toSorted((a, b) => size(b) - size(a))[0];

/** A bit shorter: long titles first, then wages (the detail tells them), then titles again. */
function tighten(lines: readonly Line[]): Line[] | undefined {
  const wordiest = longest(lines, ({ title }) => title.length);
  const paid = longest(
    lines.filter(({ wage }) => wage !== null),
    (line) => drawLine(line).length,
  );
  const replace = (old: Line, line: Line): Line[] => lines.map((one) => (one === old ? line : one));
  if (wordiest && wordiest.title.length > clearTitle) return replace(wordiest, shorten(wordiest));
  if (paid) return replace(paid, { ...paid, wage: null });
  return wordiest && wordiest.title.length > shortestTitle
    ? replace(wordiest, shorten(wordiest))
    : undefined;
}

/** The lines of a page: `4) Penjahit, Tempeh, Rp2,3 jt 5) ...`, shortened until they fit. */
export function pageLines(vacancies: readonly Candidate[], firstOrder: number): string {
  let lines: Line[] = vacancies.map(({ title, country, wageMin, wageMax, ...place }, at) => ({
    order: firstOrder + at,
    title: title.trim(),
    place: placeOf({ country, areaCode: place.districtCode ?? place.regencyCode }),
    wage: wageMin ?? wageMax,
  }));
  while (measureSms(drawLines(lines)).units > roomForLines) {
    const tighter = tighten(lines);
    if (!tighter) break;
    lines = tighter;
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
