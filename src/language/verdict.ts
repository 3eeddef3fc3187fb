import { plainText } from './words.ts';

/** What a text says to an answer that ended with "Sudah jelas? Balas YA atau BELUM." */
export interface Verdict {
  readonly isClear: boolean;
  /** True when the text says more than that: it is to be read by the officer. */
  readonly saysMore: boolean;
}

// `jelasss`, `okeee`: repeated letters mean nothing here.
const squeeze = (word: string): string => word.replace(/(\p{L})\1+/gu, '$1');

const wordSet = (words: string): ReadonlySet<string> => new Set(words.split(' ').map(squeeze));

const yesWords = wordSet(
  'ya y iya yo iyo iyoh iye yoi yes yup ok oke okey okay inggih enggih nggih njih ngge enggi engghi ' +
    'siap sip baik betul benar bener',
);
const clearWords = wordSet(
  'jelas jls paham faham phm pham ngerti mengerti mngerti mudeng puas cukup terjawab terbantu beres ' +
    'selesai jelasnya',
);
const doneWords = wordSet('sudah sdh udah udh dah wis wes uwis mpun sampun mare');
const notYet = wordSet('belum blm blom blum belom durung dereng urung ghita');
const notWords = wordSet(
  'tidak tdk gak ga gk nggak ngga enggak engga kagak ndak dak ora kurang krg kurg tak bukan',
);
const confused = wordSet('bingung bngung binun');
const degrees = wordSet(
  'begitu terlalu sepenuhnya seberapa sangat banget bgt sekali juga jg masih msih msh tetap semua semuanya smua',
);
const filler = wordSet(
  'pak bu bpk ibu bapak mas mbak mb mbk kak min admin petugas saya sy aku aq kami saja aja kok sih deh dong ' +
    'kan lah nih tuh itu ini atas utk untuk dengan dgn dg jawaban jawabannya infonya info informasinya ' +
    'penjelasan penjelasannya bantuan bantuannya terima kasih terimakasih trima trims makasih mksih mksh ' +
    'suwun matur nuwun sakalangkong alhamdulillah alhamdulilah maaf mohon banyak semua dan jadi',
);

/** Words after which more is meant than a YA: another question, a condition, a wish. */
const goesOn =
  /\b(?:tapi|tp|tetapi|cuma|cm|hanya|kalau|kalo|klo|kl|terus|trus|berapa|brp|kapan|kpn|bagaimana|bgmn|gimana|gmn|dimana|dmn|mana|apa|apakah|ap|kenapa|knp|bisa|bs|boleh|minta|tolong|tlg|mau|mw|ingin|tanya|lagi|lg|harus|hrs)\b/u;

const known = [
  yesWords,
  clearWords,
  doneWords,
  notYet,
  notWords,
  confused,
  degrees,
  filler,
] as const;

const isKnown = (word: string): boolean => known.some((set) => set.has(word));
const isNot = (word: string): boolean => notYet.has(word) || notWords.has(word);

/** True when the word before, but for degrees (`belum begitu paham`), takes it back. */
function isDenied(words: readonly string[], at: number): boolean {
  const before = words.slice(0, at).findLast((word) => !degrees.has(word));
  return before !== undefined && isNot(before);
}

/** What words say that mean nothing else: YA, `sdh jelas pak`, `blm paham`. */
function readPlain(words: readonly string[]): boolean | undefined {
  const clear = words.flatMap((word, at) => (clearWords.has(word) ? [at] : []));
  if (clear.length > 0) return !clear.some((at) => isDenied(words, at));
  if (words.some((word) => isNot(word) || confused.has(word))) return false;
  return words.some((word) => yesWords.has(word) || doneWords.has(word)) ? true : undefined;
}

/** Words in front that only lead to what is said: `maaf pak saya masih`. */
const leads = (word: string): boolean => filler.has(word) || degrees.has(word);

/** True for a sentence that begins with a no: `belum paham soal ...`, `BELUM, biayanya ...`. */
function beginsUnclear(text: string, [first = '', ...after]: readonly string[]): boolean {
  if (confused.has(first)) return true;
  const next = after.find((word) => !degrees.has(word)) ?? '';
  return isNot(first) && (clearWords.has(next) || /^\P{L}*\p{L}+\s*[,.:;#!-]/u.test(text));
}

/** True for a sentence that begins with `sudah jelas` and asks for nothing. */
function beginsClear(text: string, [first = '', second = '']: readonly string[]): boolean {
  if (goesOn.test(plainText(text))) return false;
  return doneWords.has(first) ? clearWords.has(second) : clearWords.has(first) && leads(second);
}

/** What a longer sentence says at its beginning. */
function readBeginning(text: string, words: readonly string[]): boolean | undefined {
  const said = words.slice(words.findIndex((word) => !leads(word)));
  if (beginsUnclear(text, said)) return false;
  return beginsClear(text, said) ? true : undefined;
}

/**
 * Reads YA, BELUM, PUAS and sentences that clearly say so (`iya sudah jelas pak`, `belum paham`), in
 * Indonesian, Javanese and the short forms of SMS. Undefined for everything else: it is a text for
 * the officer. Precision before recall, because a wrong YA closes a question.
 */
export function readVerdict(text: string): Verdict | undefined {
  const words = plainText(text).split(' ').map(squeeze);
  const saysMore = !words.every(isKnown);
  const isClear = saysMore ? readBeginning(text, words) : readPlain(words);
  const asks = isClear === true && text.includes('?');
  return isClear === undefined || asks ? undefined : { isClear, saysMore };
}
