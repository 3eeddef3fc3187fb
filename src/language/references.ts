/** A number people type: D seeker, L vacancy, K consultation, A complaint; from 1001. */
export interface Reference {
  readonly letter: string;
  readonly number: number;
  /** What follows it, without leading separators. */
  readonly rest: string;
}

const lowest = 1_001;

// Digits, or the letters mistaken for 0 and 1; D1-D4 and S1-S3 are schools, so four at least.
const written =
  /^\s*(?:no(?:mor|mer)?\b)?[\s.#:]*([dlka])[\s.#:-]*([0-9oil]{4,9})(?![\p{L}\p{N}])/iu;

function digitsOf(text: string): number | undefined {
  const digits = text.replace(/o/giu, '0').replace(/[il]/giu, '1');
  const sure = text.replace(/\D/gu, '').length;
  const number = Number(digits);
  return sure >= 2 && number >= lowest ? number : undefined;
}

/**
 * Reads the number that a text begins with: `l1012`, `L 1012`, `L-1012`, `no. L1O12`; undefined
 * when there is none.
 */
export function readReference(text: string): Reference | undefined {
  const found = written.exec(text.normalize('NFKC'));
  const number = digitsOf(found?.[2] ?? '');
  if (!found || number === undefined) return undefined;
  const letter = (found[1] ?? '').toUpperCase();
  const rest = text.normalize('NFKC').slice(found[0].length);
  return { letter, number, rest: rest.replace(/^[\s#,;*/.:=-]+/u, '') };
}
