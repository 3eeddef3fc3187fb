import { plainText } from '../../language/words.ts';
import type { AnswerKind } from '../types.ts';
import { wrong } from './words.ts';

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(' ').map(squeeze));
}

/** `yaa`, `okeee`: repeated letters mean nothing here. */
function squeeze(word: string): string {
  return word.replace(/(\p{L})\1+/gu, '$1');
}

const yesWords = wordSet(
  'ya y iya yo iyo iyoh iye yoi ye yes yup ok oke oce okey okay enggih inggih nggih njih ngge enggi engghi ' +
    'betul btul btl benar bener bnr leres setuju siap sip boleh bisa mau sudah sdh udah udh',
);
// Alone these say nothing; "sudah benar" does.
const halfYes = wordSet('sudah sdh udah udh');
const noWords = wordSet(
  'tidak tdk t gak ga g gk nggak ngga enggak engga ngak kagak ndak dak gada ora ra orak mboten boten bunten ' +
    'bukan bkn jangan jgn no nope salah slh keliru emoh moh belum blm belom durung tak ogah batal',
);
const filler = wordSet(
  'pak bu bpk ibu mas mbak mb mbk kak min admin sih dong deh lah kok kan saja aja semua smua semuanya sudah sdh ' +
    'udah udh saya sy itu ini makasih mksh terima kasih trims suwun nuwun data datanya kak gan bos mau kabari',
);

const nothingWrong =
  /^(?:tidak|tdk|gak|ga|gk|nggak|enggak|ndak|ora)(?: (?:ada|onok|enek))?(?: (?:yang|yg|sing))? (?:salah|keliru)$/u;

const thumbs: readonly (readonly [RegExp, boolean])[] = [
  [/^[\p{Extended_Pictographic}\s]*[👍👌✅✔🙆][\p{Extended_Pictographic}\s]*$/u, true],
  [/^[\p{Extended_Pictographic}\s]*[👎❌✖🙅][\p{Extended_Pictographic}\s]*$/u, false],
];

function readThumb(text: string): boolean | undefined {
  const bare = text.replace(/\p{Emoji_Modifier}/gu, '');
  return thumbs.find(([pattern]) => pattern.test(bare))?.[1];
}

function readAnswer(text: string): boolean | undefined {
  const plain = plainText(text);
  if (nothingWrong.test(plain)) return true;
  const words = plain.split(' ').map(squeeze);
  const known = words.every((word) => yesWords.has(word) || noWords.has(word) || filler.has(word));
  if (!known) return undefined;
  if (words.some((word) => noWords.has(word))) return false;
  return words.some((word) => yesWords.has(word) && !halfYes.has(word)) ? true : undefined;
}

/** True when the text is a plain yes or no, and so is no name and no skill. */
export function isYesOrNo(text: string): boolean {
  return readAnswer(text) !== undefined;
}

/** Yes (true) or no (false), in Indonesian, Javanese, Madurese and the short forms of SMS. */
export const yesno: AnswerKind = {
  name: 'yesno',
  expects: 'confirm',
  parse(text) {
    const value = readThumb(text) ?? readAnswer(text);
    return value === undefined ? wrong('yesno.unclear') : { kind: 'value', value };
  },
  show: (value) => (value === true ? 'YA' : 'TIDAK'),
};
