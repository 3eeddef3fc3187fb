import { areaName, findArea, isKnownArea } from '../language/areas.ts';
import { areaKey, namesOf } from '../language/gazetteer.ts';
import type { Cell } from './import-cells.ts';

/** `350804` as `35.08.04`. */
function dotted(text: string): string | undefined {
  if (!/^\d[\d.]*$/.test(text)) return undefined;
  const digits = text.replaceAll('.', '');
  const groups = [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4, 6), digits.slice(6)];
  return groups.filter((group) => group !== '').join('.');
}

function byName(text: string, office: string): Cell {
  const found = findArea(text, { office, wide: true });
  if (found?.kind === 'area' && found.exact) return { value: found.code };
  if (found?.kind === 'area') {
    const near = areaName(found.code);
    return { problem: `is not known: is it ${near}?`, near };
  }
  return found?.kind === 'options'
    ? { problem: `may be ${found.codes.join(' or ')}: give the code`, near: found.codes.join(', ') }
    : { problem: 'is no kecamatan or regency that is known' };
}

function readDistrict(text: string, office: string): Cell {
  const code = dotted(text);
  if (code === undefined) return byName(text, office);
  return isKnownArea(code) ? { value: code } : { problem: 'is no Kemendagri code that is known' };
}

/** Reads the columns district and village; what was read once is remembered. */
export function placeReader(
  office: string,
): (column: 'district' | 'village', text: string, within: string) => Cell {
  const known = new Map<string, Cell>();
  return (column, text, within) => {
    const key = `${column}|${text}|${within}`;
    const cell =
      known.get(key) ??
      (column === 'district' ? readDistrict(text, office) : readVillage(text, within));
    known.set(key, cell);
    return cell;
  };
}

function readVillage(text: string, district: string): Cell {
  const [code, other] = namesOf('villages', `${district}.`).get(areaKey(text)) ?? [];
  if (code === undefined) return { problem: `is no village in ${areaName(district)}` };
  return other === undefined
    ? { value: code }
    : { problem: 'is the name of several villages there' };
}
