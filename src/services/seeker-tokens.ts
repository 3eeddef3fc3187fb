import { localDate } from '../core/format.ts';
import { roots } from '../language/stems.ts';
import type { SeekerFilter } from '../store/registered-seekers.ts';
import type { SeekerEntry, Unindexed } from '../store/seeker-index.ts';
import type { SeekerStatus } from '../store/seekers.ts';
import type { TokenGroups } from '../store/token-index.ts';
import { foldName } from './same-name.ts';

/*
 * What a job seeker is found by, as tokens of a-z and 0-9. Two signs before each say of what it is:
 * `n0` a word of the name, `p0` its first two or three letters, `k0` a skill's root, `x0` a filter.
 */

/** Letters of other alphabets stand as their numbers. */
const plain = (text: string): string =>
  text.replaceAll(/[^a-z0-9]/gu, (sign) => `x${(sign.codePointAt(0) ?? 0).toString(16)}`);

/** A folded word of a name. */
export const nameToken = (word: string): string => `n0${plain(word)}`;

/** Longer beginnings are looked up among the words: they are few. */
export const longestStart = 3;

/** Two or three letters with which a word of a name begins. */
export const startToken = (start: string): string => `p0${plain(start)}`;

const startsOf = (word: string): string[] =>
  [2, longestStart].filter((length) => word.length >= length).map((n) => word.slice(0, n));

const officeToken = (code: string): string => `x0o${code.replaceAll('.', '')}`;
const areaToken = (code: string): string => `x0a${code.replaceAll('.', '')}`;
const educationToken = (education: string): string => `x0e${plain(education.toLowerCase())}`;
const statusToken = (status: SeekerStatus): string => `x0s${status}`;
const cardlessToken = (status: SeekerStatus): string => `x0n${status}`;
const holderToken = 'x0c';
/** Of `2026-11` or `2026-11-23`: the month in which a card ends. */
const cardEndToken = (date: string): string => `x0c${date.slice(0, 7).replace('-', '')}`;

/** Of `2026`, `2026-11` or `2026-11-23`: the year, month or day of a registration. */
const timeToken = (time: string): string => `x0d${time.replaceAll('-', '')}`;

/** The place with all it lies in: `35.08.04` also as `35.08` and `35`. */
const areasOf = (code: string): string[] =>
  code.split('.').map((_, at, parts) => parts.slice(0, at + 1).join('.'));

const skillTokens = (text: string): string[] => roots(text).map((root) => `k0${plain(root)}`);

function stageTokens({ status, cardEndsOn }: Unindexed): string[] {
  const stage =
    cardEndsOn === null ? [cardlessToken(status)] : [holderToken, cardEndToken(cardEndsOn)];
  return [statusToken(status), ...stage];
}

/** A seeker as the search keeps one. */
export function toSeekerEntry(seeker: Unindexed): SeekerEntry {
  const { id, name, officeCode, areaCode, education, skills, registeredAt, cardEndsOn } = seeker;
  const words = [...new Set(foldName(name))];
  const day = localDate(new Date(registeredAt));
  const tokens = [
    ...words.map(nameToken),
    ...words.flatMap(startsOf).map(startToken),
    ...skillTokens(skills.join('; ')),
    officeToken(officeCode),
    ...areasOf(areaCode ?? '')
      .filter(Boolean)
      .map(areaToken),
    educationToken(education),
    ...stageTokens(seeker),
    ...[day.slice(0, 4), day.slice(0, 7), day].map(timeToken),
  ];
  return { id, registeredAt, cardEndsOn, words, tokens: [...new Set(tokens)] };
}

const dayInMs = 86_400_000;

/** Before this nobody registered here. */
const firstYear = 2020;
const lastYear = 2099;

const two = (number: number): string => String(number).padStart(2, '0');

/** Days from one to another of the same month. */
const daysOf = (month: string, from: number, to: number): string[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => `${month}-${two(from + at)}`);

const monthsOf = (year: string, from: number, to: number): string[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => `${year}-${two(from + at)}`);

/** The years, months and days that make up the days from one to another, both included. */
export function timesBetween(from: string, to: string): readonly string[] {
  const [yearA, monthA, dayA] = [from.slice(0, 4), from.slice(0, 7), Number(from.slice(8))];
  const [yearB, monthB, dayB] = [to.slice(0, 4), to.slice(0, 7), Number(to.slice(8))];
  if (to < from) return [];
  if (monthA === monthB) return daysOf(monthA, dayA, dayB);
  const edges = [...daysOf(monthA, dayA, 31), ...daysOf(monthB, 1, dayB)];
  const [first, last] = [Number(monthA.slice(5)) + 1, Number(monthB.slice(5)) - 1];
  if (yearA === yearB) return [...edges, ...monthsOf(yearA, first, last)];
  const between = Number(yearB) - Number(yearA) - 1;
  const years = Array.from({ length: between }, (_, at) => String(Number(yearA) + 1 + at));
  return [...edges, ...monthsOf(yearA, first, 12), ...monthsOf(yearB, 1, last), ...years];
}

/** A day more on each side: the days of tokens are those of Jakarta, the office's may begin at another hour. */
function registeredBetween(from: number | undefined, to: number | undefined): TokenGroups {
  if (from === undefined && to === undefined) return [];
  const first = from === undefined ? `${firstYear}-01-01` : localDate(new Date(from - dayInMs));
  const last = to === undefined ? `${lastYear}-12-31` : localDate(new Date(to + dayInMs));
  return [timesBetween(first, last).map(timeToken)];
}

/** Cards are ended within a day of their last: none that is over is much older. */
function endedBefore(today: string): readonly string[] {
  const longAgo = localDate(new Date(Date.parse(today) - 731 * dayInMs));
  const months = timesBetween(`${longAgo.slice(0, 7)}-01`, `${today.slice(0, 7)}-31`);
  const years = months.filter((time) => time.length === 4);
  const all = years.flatMap((year) => monthsOf(year, 1, 12)).concat(months);
  return [...new Set(all.filter((time) => time.length > 4).map((time) => time.slice(0, 7)))];
}

const stages: Readonly<
  Record<NonNullable<SeekerFilter['stage']>, (today: string) => readonly string[]>
> = {
  registered: () => [cardlessToken('registered')],
  verified: () => [cardlessToken('verified')],
  card: () => [holderToken],
  ended: (today) => endedBefore(today).map(cardEndToken),
};

/** The filters that are given, as tokens. */
export function filterGroups(filter: Omit<SeekerFilter, 'limit'>): TokenGroups {
  const { office, area, education, status, stage, today = '', skills, from, to } = filter;
  const single = [
    ...(office === undefined ? [] : [officeToken(office)]),
    ...(area === undefined ? [] : [areaToken(area)]),
    ...(education === undefined ? [] : [educationToken(education)]),
    ...(status === undefined ? [] : [statusToken(status)]),
    ...(skills === undefined ? [] : skillTokens(skills)),
  ];
  return [
    ...single.map((token) => [token]),
    ...(stage === undefined ? [] : [stages[stage](today)]),
    ...registeredBetween(from, to),
  ];
}
