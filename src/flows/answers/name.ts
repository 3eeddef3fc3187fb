import { toGsm } from '../../core/sms.ts';
import { isQuestion } from '../../language/asking.ts';
import { readCorrection } from '../../language/correcting.ts';
import type { AnswerKind } from '../types.ts';
import { isYesOrNo } from './yesno.ts';
import { showText, wrong } from './words.ts';

/** Longest name in letters and signs; KTP cards hold about as many. */
const longest = 60;

const introduction =
  /^\s*(?:(?:pak|bu|mas|mbak|kak|ya)\b[\s,.]*)?(?:(?:nama|nm|atas nama|a\/n|an\.)(?:\s+(?:lengkap|panjang))?(?:\s*(?:saya|sy|aku|ku|kulo|q|adalah|ialah|yaitu|nya|ktp))*\b[\s:=.,-]*|(?:saya|sy|aku|kulo)\s+(?=\p{L}))/iu;

/** The name without `nama saya` and quotes, spaces made even, in letters that an SMS can hold. */
function bareName(text: string): string {
  const even = toGsm(text).replace(/\s+/gu, ' ');
  const named = even.replace(introduction, '');
  const bare = named.replace(/^[\s"'.,:=-]+|[\s",:=-]+$/gu, '').replace(politeness, '');
  return named === even ? bare : bare.replace(brother, '');
}

const politeness = /(?:[\s,.]+(?:pak|bu|bpk|ibu|mbak|mb|kak|min|ya))+$/iu;

/** `Mas` may end a name, but not in a sentence: `nama saya siti aminah mas`. */
const brother = /[\s,.]+mas$/iu;

/** A school that is no title: `siti smk jahit` is more than a name. */
const school = /(?<![\p{L}.])(?:sd|smp|sma|smk|stm|mts|slt[ap]|paket [abc])(?![\p{L}.])/iu;

/** Words of a sentence that no name has: `kok lama banget sih`. */
const sentence =
  /(?<![\p{L}'-])(?:tidak|tdk|gak|ga|nggak|ngga|ora|kok|sih|banget|bgt|yang|yg|sudah|udah|udh|belum|blm|bisa|mau|kenapa|lama|saya|aku|sy|dong|deh|kalau|kalo|klo|untuk|utk|karena|terus|dulu|malas|males|capek|ribet|bingung)(?![\p{L}'-])/iu;

/** Said to somebody, and nobody's name. */
const nobody = /^(?:pak|bu|bapak|ibu|mas|mbak|kak|min|admin|ass|assalamualaikum|halo|hallo|hai)$/iu;

const isSentence = (bare: string): boolean =>
  sentence.test(bare) || isQuestion(bare) || readCorrection(bare) !== undefined;

const isNoName = (bare: string): boolean =>
  nobody.test(bare) || isYesOrNo(bare) || school.test(bare) || isSentence(bare);

function problemOf(bare: string): string | undefined {
  if (/\p{N}/u.test(bare)) return 'name.digits';
  if (!/\p{L}[^\p{L}]*\p{L}/u.test(bare) || isNoName(bare)) return 'name.empty';
  if (/[^\p{Script=Latin}\p{M}\s.,'/-]/u.test(bare)) return 'name.characters';
  return bare.length > longest ? 'name.long' : undefined;
}

/** A person's name as on the KTP: one word is enough; dots, commas, apostrophes of titles stay. */
export const name: AnswerKind = {
  name: 'name',
  expects: 'name',
  parse(text) {
    const bare = bareName(text);
    const problem = problemOf(bare);
    return problem === undefined ? { kind: 'value', value: bare } : wrong(problem);
  },
  show: showText,
};
