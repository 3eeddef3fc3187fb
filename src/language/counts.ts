import { plainText } from './words.ts';

const ones = 'nol satu dua tiga empat lima enam tujuh delapan sembilan'.split(' ');

const ordinals = 'pertama kedua ketiga keempat kelima keenam'.split(' ');

function tens(ten: number, word: string): (readonly [string, number])[] {
  return ones.map((one, unit) => [
    unit === 0 ? `${word} puluh` : `${word} puluh ${one}`,
    10 * ten + unit,
  ]);
}

/** 0 to 99 as they are said. */
const spoken: ReadonlyMap<string, number> = new Map([
  ...ones.map((word, value) => [word, value] as const),
  ...ordinals.map((word, index) => [word, index + 1] as const),
  ...ones.slice(2).map((word, index) => [`${word} belas`, 12 + index] as const),
  ...ones.slice(2).flatMap((word, index) => tens(index + 2, word)),
  ['kesatu', 1],
  ['sepuluh', 10],
  ['sebelas', 11],
]);

const filler = /^(?:(?:no|nomor|nmr|nomer|angka|pilih|pilihan|yang|yg|ke|sy|saya)\b ?)+/u;
const politeness = / ?\b(?:saja|aja|pak|bu|mas|mbak|mb|kak|ya|yg itu)$/u;

/**
 * Reads a whole number to nine digits, in digits or words to 99: `3`, `3)`, `no. 3`, `tiga`,
 * `dua belas`, `1.500`. Undefined for anything else.
 */
export function readCount(text: string): number | undefined {
  if (/^\s*-\s*\d/u.test(text)) return undefined; // a number below zero, not a list
  const digits = text.normalize('NFKC').replace(/(?<=\d)[.](?=\d{3}\b)/gu, '');
  const plain = plainText(digits).replace(filler, '').replace(politeness, '');
  return /^\d{1,9}$/u.test(plain) ? Number(plain) : spoken.get(plain);
}
