/** Words in capitals that a text of ours offers to be typed. */
export interface Capitals {
  /** `YA`, `DATA SAYA`, `K1001 BELUM`: all that stands in capitals in one row. */
  readonly words: string;
  /** Where they begin in the text. */
  readonly at: number;
  /** True behind "balas", also further on in its list: `Balas: SD, SMP atau SMA`. */
  readonly offered: boolean;
  /** True when a number is to be typed with them: `Balas STATUS lalu nomornya`. */
  readonly unfinished: boolean;
}

/** An example ends with its sentence; `S.Pd` has no end in it. */
const example = /\bcontoh:\s.*?(?=[.?!](?:\s|$)|$)/gisu;
const row = /(?<![\p{L}\p{N}])\p{Lu}[\p{Lu}\p{N}]*(?: \p{Lu}[\p{Lu}\p{N}]*)*(?![\p{L}\p{N}])/gu;
const behindOffer = /\b(?:balas|ketik)(?: salah satu| satu kata)?:?$/iu;
const listed = /^\s*(?:\([^)]*\)\s*)?(?:(?:,\s*)?atau\s*|,\s*)?$/u;
const needsNumber = / (?:lalu|dan) (?:nomor|isi|nama)/uy;

/** Blanks of the same length: places in the text stay what they are. */
const blank = (text: string): string => ' '.repeat(text.length);

/** Words typed alone say what is meant with them: `TANYA lalu pertanyaan Anda` asks for the question. */
function isUnfinished(text: string, end: number): boolean {
  needsNumber.lastIndex = end;
  return needsNumber.test(text);
}

/**
 * The rows of capitals of a text, in order, without those of examples ("contoh: SITI AMINAH").
 * In our texts capitals mean "type this word"; names and papers are capitals too, so whoever reads
 * them knows which words there are.
 */
export function capitalsIn(text: string): readonly Capitals[] {
  const plain = text.replace(example, blank);
  const found: Capitals[] = [];
  let end = 0;
  for (const { 0: words, index: at } of plain.matchAll(row)) {
    const before = plain.slice(end, at);
    const goesOn = found.at(-1)?.offered === true && listed.test(before);
    const offered = goesOn || behindOffer.test(before.trimEnd());
    end = at + words.length;
    found.push({ words, at, offered, unfinished: isUnfinished(plain, end) });
  }
  return found;
}
