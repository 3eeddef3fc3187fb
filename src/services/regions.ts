import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const data = join(dirname(createRequire(import.meta.url).resolve('idn-area-data')), '../data');

function readNames(file: string): ReadonlyMap<string, string> {
  const lines = readFileSync(join(data, file), 'utf8').split(/\r?\n/).slice(1);
  const rows = lines.filter((line) => line !== '').map((line) => line.replaceAll('"', ''));
  return new Map(
    rows.map((row) => [row.slice(0, row.indexOf(',')), row.slice(row.lastIndexOf(',') + 1)]),
  );
}

const files = ['provinces.csv', 'regencies.csv', 'districts.csv', 'villages.csv'];
const levels = new Map<number, ReadonlyMap<string, string>>();

function namesOf(level: number): ReadonlyMap<string, string> {
  const known = levels.get(level) ?? readNames(files[level - 1] ?? '');
  levels.set(level, known);
  return known;
}

const inWords = (name: string): string =>
  name.toLowerCase().replace(/(^|[\s-])\p{L}/gu, (letter) => letter.toUpperCase());

/** Name of the region with this Kemendagri code: `35.08` gives `Kabupaten Lumajang`. */
export function regionName(code: string): string | undefined {
  const level = code.split('.').length;
  const name = namesOf(level).get(code);
  return level <= 2 && name !== undefined ? inWords(name) : name;
}

/** The regencies and cities of a province, by code. */
export function regenciesOf(province: string): readonly string[] {
  return [...namesOf(2).keys()].filter((code) => code.startsWith(`${province}.`));
}
