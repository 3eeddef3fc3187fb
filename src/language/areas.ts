import { readParts } from './area-parts.ts';
import type { AreaScope } from './area-horizon.ts';
import { lookUp } from './area-search.ts';
import { levelOf, namesOf, officialName } from './gazetteer.ts';

/** What a text says about a place. */
export type AreaMatch =
  /** `exact` is false after one typing error. */
  | { readonly kind: 'area'; readonly code: string; readonly exact: boolean }
  /** A name of two to four places. */
  | { readonly kind: 'options'; readonly codes: readonly string[]; readonly exact: boolean }
  /** A name of more places than can be listed: the kecamatan is needed as well. */
  | { readonly kind: 'many' };

const mostOptions = 4;

function titleCase(name: string): string {
  return name.toLowerCase().replace(/(?<=^|[\s(-])\p{L}/gu, (letter) => letter.toUpperCase());
}

/**
 * The name of an area: `Pasirian`, `Kab. Lumajang`, `Kota Malang`, `Jawa Timur`; the code itself
 * when it is unknown.
 */
export function areaName(code: string): string {
  const name = officialName(code);
  if (name === undefined) return code;
  if (code.length > 5) return name.replaceAll(' - ', '-');
  return titleCase(name.replace(/^KABUPATEN/u, 'Kab.').replace(/^KOTA ADMINISTRASI/u, 'Kota'));
}

/** The name as read back: `Kec. Pasirian`, `Jatisari, Kec. Tempeh`, `Kab. Jember`. */
export function areaTitle(code: string): string {
  const kecamatan = kecamatanOf(code);
  if (kecamatan === undefined) return areaName(code);
  const title = `Kec. ${areaName(kecamatan)}`;
  return code === kecamatan ? title : `${areaName(code)}, ${title}`;
}

/** The kecamatan that an area is or lies in; undefined for a regency or province. */
export function kecamatanOf(code: string): string | undefined {
  return code.length < 8 ? undefined : code.slice(0, 8);
}

/** The regency or city that an area is or lies in; undefined for a province. */
export function regencyOf(code: string): string | undefined {
  return code.length < 5 ? undefined : code.slice(0, 5);
}

/** True for a code of a province, regency, kecamatan or village that exists (2025). */
export function isKnownArea(code: string): boolean {
  return /^\d\d(?:\.\d\d(?:\.\d\d(?:\.\d{4})?)?)?$/u.test(code) && officialName(code) !== undefined;
}

/** Codes of the kecamatan of a regency, in order. */
export function kecamatanIn(regency: string): readonly string[] {
  return [...namesOf('districts', `${regency}.`).values()].flat().toSorted();
}

/** Padang is a kecamatan and a village of it: the kecamatan is meant. */
function widest(codes: readonly string[]): string[] {
  return codes.filter(
    (code) => levelOf(code) !== 'villages' || !codes.includes(kecamatanOf(code) ?? ''),
  );
}

/** Codes of the regencies and cities of a province, in order. */
export function regenciesIn(province: string): readonly string[] {
  return [...namesOf('regencies', `${province}.`).values()].flat().toSorted();
}

/**
 * Finds the place that a whole text names: `pasirian`, `ds jatisari tempeh`, `selokawarawar`,
 * `kab malang`. Places of the office's regency go before all others of the province; with `wide`
 * regencies and provinces elsewhere are known too. Undefined when it names no place.
 */
export function findArea(text: string, scope: AreaScope): AreaMatch | undefined {
  const found = lookUp(readParts(text), scope);
  if (!found) return undefined;
  const codes = widest(found.codes);
  const [code] = codes;
  if (code !== undefined && codes.length === 1) return { kind: 'area', code, exact: found.exact };
  if (codes.length > mostOptions) return { kind: 'many' };
  return { kind: 'options', codes, exact: found.exact };
}
