import { areaTitle, findArea, type AreaMatch } from '../../language/areas.ts';
import type { AnswerKind, Parsed } from '../types.ts';
import { wrong } from './words.ts';

/** What a place found, or not, is as an answer. */
export function areaAnswer(found: AreaMatch | undefined): Parsed {
  switch (found?.kind) {
    case 'area':
      return { kind: 'value', value: found.code, shown: areaTitle(found.code) };
    case 'options':
      return {
        kind: 'options',
        problem: 'area.which',
        options: found.codes.map((code) => ({ label: areaTitle(code), value: code })),
      };
    case 'many':
      return wrong('area.many');
    case undefined:
      return wrong('area.unknown');
  }
}

/** A village, kecamatan, regency or province; its value is the Kemendagri code (`35.08.04`). */
export const area: AnswerKind = {
  name: 'area',
  expects: 'area',
  parse: (text, { office }) => areaAnswer(findArea(text, { office, wide: true })),
  show: (value) => (typeof value === 'string' ? areaTitle(value) : ''),
};
