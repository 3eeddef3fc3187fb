import { toGsm } from '../../core/sms.ts';
import type { AnswerKind } from '../types.ts';
import { isYesOrNo } from './yesno.ts';
import { showText, wrong } from './words.ts';

/** Longest name in letters and signs; KTP cards hold about as many. */
const longest = 60;

const introduction =
  /^\s*(?:(?:pak|bu|mas|mbak|kak|ya)\b[\s,.]*)?(?:(?:nama|nm|atas nama|a\/n|an\.)(?:\s+(?:lengkap|panjang))?(?:\s*(?:saya|sy|aku|ku|kulo|q|adalah|ialah|yaitu|nya|ktp))*\b[\s:=.,-]*|(?:saya|sy|aku|kulo)\s+(?=\p{L}))/iu;

/** The name without `nama saya` and quotes, spaces made even, in letters that an SMS can hold. */
function bareName(text: string): string {
  return toGsm(text)
    .replace(/\s+/gu, ' ')
    .replace(introduction, '')
    .replace(/^[\s"'.,:=-]+|[\s",:=-]+$/gu, '')
    .replace(politeness, '');
}

const politeness = /(?:[\s,.]+(?:pak|bu|bpk|ibu|mbak|mb|kak|min|ya))+$/iu;

/** A school that is no title: `siti smk jahit` is more than a name. */
const school = /(?<![\p{L}.])(?:sd|smp|sma|smk|stm|mts|slt[ap]|paket [abc])(?![\p{L}.])/iu;

/** Said to somebody, and nobody's name. */
const nobody = /^(?:pak|bu|bapak|ibu|mas|mbak|kak|min|admin|ass|assalamualaikum|halo|hallo|hai)$/iu;

function problemOf(bare: string): string | undefined {
  if (/\p{N}/u.test(bare)) return 'name.digits';
  if (!/\p{L}[^\p{L}]*\p{L}/u.test(bare) || nobody.test(bare)) return 'name.empty';
  if (isYesOrNo(bare) || school.test(bare)) return 'name.empty';
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
