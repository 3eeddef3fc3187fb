import type { AreaPart } from './area-parts.ts';
import { halvesOf, namesOf, nearNamesOf, type Level } from './gazetteer.ts';
import { isSkillWord } from './skill-words.ts';
import { errorKeys } from './typing-errors.ts';

/** Whose places are meant. */
export interface AreaScope {
  /** Code of the office, `35.08` or the province `35`. */
  readonly office: string;
  /** True to know regencies and provinces of the whole country. */
  readonly wide?: boolean;
  /** True when every word must belong to the place; else words before `kec` may be left out. */
  readonly whole?: boolean;
}

/** Where a name is looked for at once, nearest first. */
export interface Tier {
  readonly levels: readonly Level[];
  readonly prefix: string;
  /** One typing error is forgiven: few names, so that hardly two are alike. */
  readonly lenient: boolean;
}

/** Shortest name that a typing error is forgiven in. */
export const shortestMistake = 5;
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

/** Where names are looked for, and what tells at once that words name no place there. */
export interface Horizon {
  readonly tiers: readonly Tier[];
  /** Names as they are compared, whole and without their last word. */
  readonly names: ReadonlySet<string>;
  /** Keys that the names of lenient tiers share with their typing errors. */
  readonly slips: ReadonlySet<string>;
}

const horizons = new Map<string, Horizon>();

/** The names of a scope, read once. */
export function horizonOf(scope: AreaScope): Horizon {
  const key = scope.wide ? `${scope.office} wide` : scope.office;
  const known = horizons.get(key);
  if (known) return known;
  const made = lookAround(tiersOf(scope));
  horizons.set(key, made);
  return made;
}

function lookAround(tiers: readonly Tier[]): Horizon {
  const names = new Set<string>();
  const slips = new Set<string>();
  for (const { levels, prefix, lenient } of tiers) {
    for (const level of levels) {
      for (const name of namesOf(level, prefix).keys()) names.add(name);
      if (!lenient) continue;
      for (const half of halvesOf(level, prefix).keys()) names.add(half);
      for (const slip of nearNamesOf(level, prefix).keys()) slips.add(slip);
    }
  }
  return { tiers, names, slips };
}

/** False when neither the words nor any of the first or last among them are a name, nor nearly. */
export function mayName({ words }: AreaPart, { names, slips }: Horizon): boolean {
  return words.some((_, cut) => {
    const keys = [words.slice(cut).join(''), words.slice(0, cut).join('')];
    return keys.some(
      (key) => names.has(key) || (mayErr(key) && errorKeys(key).some((slip) => slips.has(slip))),
    );
  });
}

/** True for what may be a name with a typing error: jahit is not Jarit. */
export function mayErr(key: string): boolean {
  return key.length >= shortestMistake && key.length <= longestName && !isSkillWord(key);
}
