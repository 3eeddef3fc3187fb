import { fold } from './clean.ts';
import { areaKey, halvesOf, levelOf, namesOf, officialName } from './gazetteer.ts';
import type { Index, Level } from './gazetteer.ts';
import { isSkillWord } from './skill-words.ts';
import { isOneErrorAway } from './typing-errors.ts';

/** Whose places are meant. */
export interface AreaScope {
  /** Code of the office, `35.08` or the province `35`. */
  readonly office: string;
  /** True to know regencies and provinces of the whole country. */
  readonly wide?: boolean;
  /** True when every word must belong to the place; else words before `kec` may be left out. */
  readonly whole?: boolean;
}

/** A name, and the level that the word before it said: `kec tempeh`. */
export interface AreaPart {
  readonly level: Level | 'kabupaten' | 'kota' | undefined;
  readonly words: readonly string[];
}

interface Found {
  readonly codes: readonly string[];
  readonly exact: boolean;
}

/** Where a name is looked for at once, nearest first. */
interface Tier {
  readonly levels: readonly Level[];
  readonly prefix: string;
  /** One typing error is forgiven: few names, so that hardly two are alike. */
  readonly lenient: boolean;
}

const levelWords: Readonly<Record<string, AreaPart['level']>> = {
  desa: 'villages',
  ds: 'villages',
  kel: 'villages',
  kelurahan: 'villages',
  kec: 'districts',
  kecamatan: 'districts',
  kab: 'kabupaten',
  kabupaten: 'kabupaten',
  kota: 'kota',
  prov: 'provinces',
  provinsi: 'provinces',
};

const filler =
  /^(?:(?:di|d|dari|dr|ke|daerah|wilayah|sekitar|saya|sy|tinggal|alamat|rumah|rmh|asal|domisili)\b\s*)+/u;

/** What an address says besides: RT 02 RW 05, Dusun Krajan, Jl. Veteran 53. */
const addressParts = /\b(?:rt|rw)\W*\d+|\b(?:dusun|dsn|dukuh|jl|jln|jalan|no)\b\W*[\p{L}\d]+/gu;

/** Shortest name that a typing error is forgiven in. */
const shortestMistake = 5;

/** Splits a text at the words desa, kec, kab, kota: `jatisari kec. tempeh` has two parts. */
export function readParts(text: string): AreaPart[] {
  const words = fold(text)
    .replace(addressParts, ' ')
    .replace(/(\p{L}+)2\b/gu, '$1$1') // awar2
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(filler, '')
    .split(' ');
  const parts: { level: AreaPart['level']; words: string[] }[] = [{ level: undefined, words: [] }];
  for (const word of words) {
    const level = Object.hasOwn(levelWords, word) ? levelWords[word] : undefined;
    const last = parts.at(-1);
    if (level) parts.push({ level, words: [] });
    else if (word) last?.words.push(word);
  }
  return labelBehind(parts).filter((part) => part.words.length > 0);
}

/** `malang kota`: a label with no name behind it belongs to the name before it. */
function labelBehind(parts: readonly AreaPart[]): AreaPart[] {
  return parts.map((part, index) => {
    const next = parts[index + 1];
    return next?.words.length === 0 && !part.level ? { ...part, level: next.level } : part;
  });
}

function tiersOf({ office, wide = false }: AreaScope): Tier[] {
  const province = `${office.slice(0, 2)}.`;
  const near: Tier = { levels: ['districts', 'villages'], prefix: `${office}.`, lenient: true };
  return [
    ...(office.includes('.') ? [near] : []),
    { levels: ['regencies'], prefix: province, lenient: true },
    { levels: ['districts'], prefix: province, lenient: false },
    { levels: ['villages'], prefix: province, lenient: false },
    ...(wide ? [{ levels: ['regencies', 'provinces'] as const, prefix: '', lenient: false }] : []),
  ];
}

function hasLevel(code: string, level: AreaPart['level']): boolean {
  if (!level) return true;
  if (level !== 'kabupaten' && level !== 'kota') return levelOf(code) === level;
  const isCity = /^\d\d\.[7-9]\d$/u.test(code);
  return levelOf(code) === 'regencies' && isCity === (level === 'kota');
}

function nearNames(index: Index, key: string): string[] {
  if (key.length < shortestMistake || isSkillWord(key)) return []; // jahit is not Jarit
  return [...index]
    .filter(([name]) => name.length >= shortestMistake && isOneErrorAway(name, key))
    .flatMap(([, codes]) => codes);
}

type Reader = (level: Level, prefix: string, key: string) => readonly string[];

const readers: Readonly<Record<'exact' | 'half' | 'near', Reader>> = {
  exact: (level, prefix, key) => namesOf(level, prefix).get(key) ?? [],
  half: (level, prefix, key) => halvesOf(level, prefix).get(key) ?? [],
  near: (level, prefix, key) => nearNames(namesOf(level, prefix), key),
};

function candidates(words: readonly string[], tier: Tier, read: Reader): readonly string[] {
  const key = words.join('');
  return tier.levels.flatMap((level) => read(level, tier.prefix, key));
}

function ancestorsOf(code: string): string[] {
  const groups = code.split('.');
  return groups.slice(1).map((_, index) => groups.slice(0, groups.length - 1 - index).join('.'));
}

/** True when `words` name the kecamatan, regency or province of `code`, or several of them in order. */
function liesIn(code: string, words: readonly string[]): boolean {
  let left = words.join('');
  for (const ancestor of ancestorsOf(code)) {
    const key = areaKey(officialName(ancestor) ?? '');
    if (key && left.startsWith(key)) left = left.slice(key.length);
  }
  return left === '' || left === 'jatim';
}

/** `jatisari tempeh`, `tempeh jatisari`: a name, and around it the names of what it lies in. */
function splitNames(words: readonly string[], tier: Tier, read: Reader): readonly string[] {
  for (let cut = words.length - 1; cut > 0; cut -= 1) {
    const [head, tail] = [words.slice(0, cut), words.slice(cut)];
    const inTail = candidates(head, tier, read).filter((code) => liesIn(code, tail));
    if (inTail.length > 0) return inTail;
    const inHead = candidates(tail, tier, read).filter((code) => liesIn(code, head));
    if (inHead.length > 0) return inHead;
  }
  return [];
}

/** The places that one part names, among those that the other parts allow. */
function readTier(parts: readonly AreaPart[], tier: Tier, read: Reader): readonly string[] {
  const [part, ...around] = parts;
  if (!part) return [];
  const whole = candidates(part.words, tier, read);
  const found = whole.length > 0 ? whole : splitNames(part.words, tier, read);
  return found.filter(
    (code) => hasLevel(code, part.level) && around.every(({ words }) => liesIn(code, words)),
  );
}

const rank: readonly AreaPart['level'][] = [
  'villages',
  undefined,
  'districts',
  'kabupaten',
  'kota',
  'regencies',
  'provinces',
];

/**
 * Finds the places that the parts name together; an unlabelled part that names none is left out
 * when others remain (`krajan kec tempeh`). Undefined when there is none.
 */
export function lookUp(parts: readonly AreaPart[], scope: AreaScope): Found | undefined {
  const inOrder = parts.toSorted((a, b) => rank.indexOf(a.level) - rank.indexOf(b.level));
  const [near, ...far] = tiersOf(scope);
  const lenient = (tier: Tier): readonly (readonly [Tier, keyof typeof readers])[] =>
    tier.lenient
      ? [
          [tier, 'half'],
          [tier, 'near'],
        ]
      : [];
  const tries: readonly (readonly [Tier, keyof typeof readers])[] = [
    ...[near, far[0]].flatMap((tier) => (tier ? [[tier, 'exact'] as const] : [])),
    ...[near, far[0]].flatMap((tier) => (tier ? lenient(tier) : [])),
    ...far.slice(1).map((tier) => [tier, 'exact'] as const),
  ];
  for (const [tier, how] of tries) {
    const codes = readTier(inOrder, tier, readers[how]);
    if (codes.length > 0) return { codes, exact: how !== 'near' };
  }
  const [first, ...others] = inOrder;
  const droppable = !scope.whole && first && !first.level && others.length > 0;
  return droppable ? lookUp(others, scope) : undefined;
}
