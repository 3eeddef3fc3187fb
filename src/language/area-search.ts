import type { AreaPart } from './area-parts.ts';
import {
  horizonOf,
  mayErr,
  mayName,
  shortestMistake,
  type AreaScope,
  type Horizon,
  type Tier,
} from './area-horizon.ts';
import { areaKey, halvesOf, levelOf, namesOf, nearNamesOf, officialName } from './gazetteer.ts';
import type { Level } from './gazetteer.ts';
import { errorKeys, isOneErrorAway } from './typing-errors.ts';

interface Found {
  readonly codes: readonly string[];
  readonly exact: boolean;
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
  if (!mayErr(key)) return [];
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

/** A tier and how its names are read. */
type Try = readonly [Tier, keyof typeof readers];

/** Exact names of the nearest two tiers first, then what is nearly one of theirs, then the others. */
function triesIn([near, ...far]: readonly Tier[]): Try[] {
  const first = [near, far[0]].flatMap((tier) => tier ?? []);
  const lenient = first.filter((tier) => tier.lenient);
  return [
    ...first.map((tier): Try => [tier, 'exact']),
    ...lenient.flatMap((tier): Try[] => [
      [tier, 'half'],
      [tier, 'near'],
    ]),
    ...far.slice(1).map((tier): Try => [tier, 'exact']),
  ];
}

function findIn(parts: readonly AreaPart[], horizon: Horizon): Found | undefined {
  const [part] = parts;
  if (!part || !mayName(part, horizon)) return undefined;
  for (const [tier, how] of triesIn(horizon.tiers)) {
    const codes = readTier(parts, tier, readers[how]);
    if (codes.length > 0) return { codes, exact: how !== 'near' };
  }
  return undefined;
}

/**
 * Finds the places that the parts name together; an unlabelled part that names none is left out
 * when others remain (`krajan kec tempeh`). Undefined when there is none.
 */
export function lookUp(parts: readonly AreaPart[], scope: AreaScope): Found | undefined {
  const inOrder = parts.toSorted((a, b) => rank.indexOf(a.level) - rank.indexOf(b.level));
  const found = findIn(inOrder, horizonOf(scope));
  if (found) return found;
  const labelled = inOrder.filter(({ level }) => level !== undefined);
  const droppable = !scope.whole && labelled.length > 0 && labelled.length < inOrder.length;
  return droppable ? lookUp(labelled, scope) : undefined;
}
