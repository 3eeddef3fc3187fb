import { readCount } from '../../language/counts.ts';
import { plainText } from '../../language/words.ts';
import { pick } from '../answers/choice.ts';
import type { AnswerKind, Option } from '../types.ts';

/** `belum pak`: said to us, and means nothing. */
const addressed = /(?: (?:pak|bu|bpk|ibu|mas|mbak|mb|mba|kak|min|ya|kok|sih))+$/u;

/** What yes and no are written like is known to the yes/no kind of answer. */
function yesOrNo(text: string, yesno: AnswerKind | undefined): string | undefined {
  const parsed = yesno?.parse(text, { now: new Date(0), office: '' });
  return parsed?.kind === 'value' ? plainText(yesno?.show(parsed.value) ?? '') : undefined;
}

/**
 * The word of `words` that the text says, in any case: a number also as `no. 1` or `satu`, YA and
 * TIDAK also in their other spellings.
 */
export function pickWord(
  words: readonly string[],
  text: string,
  yesno: AnswerKind | undefined,
): string | undefined {
  const count = readCount(text);
  const plain = plainText(text);
  const spellings = [plain, plain.replace(addressed, ''), count === undefined ? '' : String(count)];
  const meant = spellings.filter(Boolean);
  const exact = words.find((word) => meant.includes(plainText(word)));
  if (exact !== undefined) return exact;
  const answer = yesOrNo(text, yesno);
  return answer === undefined ? undefined : words.find((word) => plainText(word) === answer);
}

const pointing = /^(?:(?:yang|yg|di|ke|itu|desa|ds|kecamatan|kec)\b[\s.]*)+/iu;

/** The option meant by its number or words, also behind `yg di kec.` */
export function pickOption(options: readonly Option[], text: string): Option | undefined {
  return pick(options, text) ?? pick(options, text.trim().replace(pointing, ''));
}

/** `1) Kec. Tempeh 2) Kec. Kedungjajang` */
export function listOptions(options: readonly Option[]): string {
  return options.map(({ label }, index) => `${index + 1}) ${label}`).join(' ');
}
