import { areaName, findArea, kecamatanIn, kecamatanOf, regencyOf } from '../language/areas.ts';
import { areaKey, namesOf } from '../language/gazetteer.ts';
import { isOneErrorAway } from '../language/typing-errors.ts';
import { isSpelt } from '../language/stems.ts';

/** A place as a list tells it: its kecamatan, `Kota Surabaya`, `Kab. Malang`. */
export function placeName(code: string): string {
  return areaName(kecamatanOf(code) ?? regencyOf(code) ?? code);
}

/** The kecamatan of a regency with their names, by name. */
export function kecamatanNames(
  regency: string,
): readonly (readonly [code: string, name: string])[] {
  const named = kecamatanIn(regency).map((code) => [code, areaName(code)] as const);
  return named.toSorted(([, a], [, b]) => a.localeCompare(b));
}

/** Names of a place and of what it lies in, the smallest first: what the search finds it by. */
export function placeNames(code: string): string[] {
  const codes = [code, kecamatanOf(code), regencyOf(code)];
  const names = codes.flatMap((one) => (one === undefined ? [] : [areaName(one)]));
  return [...new Set(names)].map((name) => name.replace(/^(?:Kab\.|Kota) /, ''));
}

/** Most words of the name of a place, e.g. Selok Awar Awar. */
const longestName = 3;
const shortestMistake = 6;

/** A kecamatan that words name, by itself or by one of its villages, and which words those are. */
export interface NamedDistrict {
  readonly code: string;
  readonly from: number;
  readonly length: number;
}

function districtsNamed(name: string, regency: string): readonly string[] {
  const villages = namesOf('villages', `${regency}.`).get(name) ?? [];
  return (
    namesOf('districts', `${regency}.`).get(name) ?? [
      ...new Set(villages.map((code) => code.slice(0, 8))),
    ]
  );
}

/** `pasrian`: a word that is no other, one typing error from a kecamatan. */
function mistypedDistrict(words: readonly string[], regency: string): NamedDistrict | undefined {
  const districts = kecamatanIn(regency).map((code) => ({ code, key: areaKey(areaName(code)) }));
  for (const [from, word] of words.entries()) {
    if (word.length < shortestMistake || isSpelt(word)) continue;
    const found = districts.find(({ key }) => isOneErrorAway(key, word));
    if (found) return { code: found.code, from, length: 1 };
  }
  return undefined;
}

/**
 * Finds the first kecamatan of a regency that folded words name; a village that two kecamatan have
 * names neither. Longer names go first: Tempeh Lor is not Tempeh.
 */
export function findDistrict(words: readonly string[], regency: string): NamedDistrict | undefined {
  for (let length = longestName; length > 0; length -= 1) {
    for (let from = 0; from + length <= words.length; from += 1) {
      const name = words.slice(from, from + length).join('');
      const [code, other] = districtsNamed(name, regency);
      if (code !== undefined && other === undefined) return { code, from, length };
    }
  }
  return mistypedDistrict(words, regency);
}

function placesNamed(text: string, office: string): readonly string[] {
  const found = findArea(text, { office });
  if (found?.kind === 'area') return [found.code];
  return found?.kind === 'options' ? found.codes : [];
}

/**
 * The village that is named, in a kecamatan, regency or province: its code. Undefined when there is
 * none, or more than one. A village goes before a kecamatan of its name.
 */
export function findVillage(text: string, within: string): string | undefined {
  const regency = regencyOf(within) ?? within;
  const villages = namesOf('villages', `${regency}.`).get(areaKey(text)) ?? [];
  const isThere = (code: string): boolean => code.startsWith(within);
  const [village, another] = villages.filter(isThere);
  if (village !== undefined) return another === undefined ? village : undefined;
  const [code, other] = placesNamed(text, regency).filter(isThere);
  return other === undefined ? code : undefined;
}
