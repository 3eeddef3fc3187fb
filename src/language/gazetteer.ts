import { readFileSync } from 'node:fs';
import { compact } from './keyword-table.ts';
import { errorKeys } from './typing-errors.ts';

/*
 * Provinces, regencies, kecamatan and villages by Kemendagri code, from the CSV files of
 * idn-area-data (data under the Open Database License, see LICENSE.md there). Each file is read on
 * first use.
 */

export type Level = 'provinces' | 'regencies' | 'districts' | 'villages';

/** Codes by compared name, e.g. the two villages of 35.08 called `jatisari`. */
export type Index = ReadonlyMap<string, readonly string[]>;

const levels: readonly Level[] = ['provinces', 'regencies', 'districts', 'villages'];

/** Which kind of area a code of one to four groups names. */
export function levelOf(code: string): Level {
  return levels[code.split('.').length - 1] ?? 'villages';
}

/** Calls `make` once for each level and prefix. */
function remembered<T>(make: (level: Level, prefix: string) => T): typeof make {
  const made: Readonly<Record<Level, Map<string, T>>> = {
    provinces: new Map(),
    regencies: new Map(),
    districts: new Map(),
    villages: new Map(),
  };
  return (level, prefix) => {
    const known = made[level].get(prefix);
    if (known !== undefined) return known;
    const value = make(level, prefix);
    made[level].set(prefix, value);
    return value;
  };
}

/** The lines of a file that begin with `prefix`: 80,000 villages need not be split to read 8,500. */
function readLines(level: Level, prefix: string): string {
  const url = new URL(import.meta.resolve(`idn-area-data/data/${level}.csv`));
  const text = `\n${readFileSync(url, 'utf8')}`;
  const start = text.indexOf(`\n${prefix}`); // sorted by code, so they stand together
  if (start < 0) return '';
  const end = text.indexOf('\n', text.lastIndexOf(`\n${prefix}`) + 1);
  return text.slice(start + 1, end < 0 ? text.length : end);
}

const readNames = remembered((level, prefix) => {
  const names = new Map<string, string>();
  for (const line of readLines(level, prefix).split('\n')) {
    const name = line.slice(line.lastIndexOf(',') + 1).trim();
    if (/^\d/u.test(line)) names.set(line.slice(0, line.indexOf(',')), name);
  }
  return names;
});

/** Official names by code: kecamatan and villages of the province that `prefix` begins with, the others whole. */
function namesAround(level: Level, prefix: string): ReadonlyMap<string, string> {
  const isWide = level === 'provinces' || level === 'regencies';
  return readNames(level, isWide ? '' : prefix.slice(0, 3));
}

/** The name as the ministry writes it (`KABUPATEN LUMAJANG`, `Pasirian`); undefined when unknown. */
export function officialName(code: string): string | undefined {
  return namesAround(levelOf(code), code).get(code);
}

/** A name as it is compared: `Selok Awar - Awar` is `selokawarawar`, `KABUPATEN MALANG` `malang`. */
export function areaKey(name: string): string {
  return compact(name.replace(/^(?:KABUPATEN|KOTA(?: ADMINISTRASI)?)\b/u, ''));
}

function addTo(index: Map<string, string[]>, key: string, value: string): void {
  const others = index.get(key);
  if (others) others.push(value);
  else index.set(key, [value]);
}

function indexBy(level: Level, prefix: string, keyOf: (name: string) => string | undefined): Index {
  const index = new Map<string, string[]>();
  for (const [code, name] of namesAround(level, prefix)) {
    const key = code.startsWith(prefix) ? keyOf(name) : undefined;
    if (key !== undefined) addTo(index, key, code);
  }
  return index;
}

/** Areas of one level whose codes begin with `prefix` (`35.08.`), by compared name. */
export const namesOf = remembered((level, prefix): Index => indexBy(level, prefix, areaKey));

/** The same by the keys that a name shares with its typing errors (see `errorKeys`). */
export const nearNamesOf = remembered((level, prefix): Index => {
  const index = new Map<string, string[]>();
  for (const name of namesOf(level, prefix).keys()) {
    for (const key of errorKeys(name)) addTo(index, key, name);
  }
  return index;
});

/** The same by name without its last word Lor, Kidul, Kulon, Wetan or Tengah: `labruk`. */
export const halvesOf = remembered((level, prefix): Index =>
  indexBy(level, prefix, (name) => {
    const half = /^(.+) (?:Lor|Kidul|Kulon|Wetan|Tengah)$/u.exec(name)?.[1];
    return half === undefined ? undefined : areaKey(half);
  }),
);
