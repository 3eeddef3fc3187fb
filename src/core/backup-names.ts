import { isoTime } from './format.ts';

/** A backup that is whole; while it is written it has `.part` behind its name. */
const pattern = /^sapakerja-(\d{4}-\d\d-\d\d)-(\d{6})\.backup$/;

/** `sapakerja-2026-11-24-020000.backup`, by the office's clock. */
export function backupName(at: Date, zone: string): string {
  const [day = '', time = ''] = isoTime(at.getTime(), zone).split('T');
  return `sapakerja-${day}-${time.slice(0, 8).replaceAll(':', '')}.backup`;
}

/** The day that a backup is of, `2026-11-24`; undefined for the name of another file. */
export const dayOfBackup = (name: string): string | undefined => pattern.exec(name)?.[1];

/** How many are kept: so many days, so many weeks, nothing older (UU PDP article 44). */
export const keepRule = { days: 7, weeks: 5, oldest: 35 } as const;

const dayMs = 24 * 3_600_000;
const numberOf = (day: string): number => Date.parse(`${day}T00:00:00Z`) / dayMs;

/** Weeks begin on Monday; 1970-01-01 was a Thursday. */
const weekOf = (day: string): number => Math.floor((numberOf(day) + 3) / 7);

/** The first name of each of the first `most` kinds. */
function firstOfEach(
  names: readonly string[],
  kindOf: (day: string) => number,
  most: number,
): string[] {
  const firsts = new Map<number, string>();
  for (const name of names) {
    const kind = kindOf(dayOfBackup(name) ?? '');
    if (!firsts.has(kind)) firsts.set(kind, name);
  }
  return [...firsts.values()].slice(0, most);
}

/**
 * Those of these backups that are not kept any more: not the last one of one of the last 7 days or
 * 5 weeks that have one, or older than 35 days. Other files are left out. `today` as `2026-11-24`.
 */
export function expiredBackups(names: readonly string[], today: string): readonly string[] {
  const ours = names.filter((name) => dayOfBackup(name) !== undefined);
  const latest = ours.toSorted().toReversed();
  const kept = new Set([
    ...firstOfEach(latest, numberOf, keepRule.days),
    ...firstOfEach(latest, weekOf, keepRule.weeks),
  ]);
  const isTooOld = (name: string): boolean =>
    numberOf(today) - numberOf(dayOfBackup(name) ?? today) > keepRule.oldest;
  return ours.filter((name) => !kept.has(name) || isTooOld(name));
}
