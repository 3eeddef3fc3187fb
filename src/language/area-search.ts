import type { AreaPart } from './area-parts.ts';
import { areaKey, halvesOf, levelOf, namesOf, nearNamesOf, officialName } from './gazetteer.ts';
import type { Level } from './gazetteer.ts';
import { isSkillWord } from './skill-words.ts';
import { errorKeys, isOneErrorAway } from './typing-errors.ts';

/** Whose places are meant. */
export interface AreaScope {
  /** Code of the office, `35.08` or the province `35`. */
  readonly office: string;
  /** True to know regencies and provinces of the whole country. */
  readonly wide?: boolean;
  /** True when every word must belong to the place; else words before `kec` may be left out. */
  readonly whole?: boolean;
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

/** Shortest name that a typing error is forgiven in. */
const shortestMistake = 5;
const longestName = 40;

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

/** `kota lumajang`: the kecamatan that is called like its regency. */
function isMainTown(code: string): boolean {
  if (levelOf(code) !== 'districts') return false;
  return areaKey(officialName(code) ?? '') === areaKey(officialName(code.slice(0, 5)) ?? '');
}

function hasLevel(code: string, level: AreaPart['level']): boolean {
  if (!level) return true;
  if (level !== 'kabupaten' && level !== 'kota') return levelOf(code) === level;
  if (level === 'kota' && isMainTown(code)) return true;
  const isCity = /^\d\d\.[7-9]\d$/u.test(code);
  return levelOf(code) === 'regencies' && isCity === (level === 'kota');
}

/** Codes of the names one typing error away. */
function readNear(level: Level, prefix: string, key: string): readonly string[] {
  if (key.length < shortestMistake || key.length > longestName) return [];
  if (isSkillWord(key)) return []; // jahit is not Jarit
  const near = nearNamesOf(level, prefix);
  const names = new Set(errorKeys(key).flatMap((error) => near.get(error) ?? []));
  return [...names]
    .filter((name) => name.length >= shortestMistake && isOneErrorAway(name, key))
    .flatMap((name) => namesOf(level, prefix).get(name) ?? []);
}

type Reader = (level: Level, prefix: string, key: string) => readonly string[];

const readers: Readonly<Record<'exact' | 'half' | 'near', Reader>> = {
  exact: (level, prefix, key) => namesOf(level, prefix).get(key) ?? [],
  half: (level, prefix, key) => halvesOf(level, prefix).get(key) ?? [],
  near: readNear,
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
  const labelled = inOrder.filter(({ level }) => level !== undefined);
  const droppable = !scope.whole && labelled.length > 0 && labelled.length < inOrder.length;
  return droppable ? lookUp(labelled, scope) : undefined;
}
