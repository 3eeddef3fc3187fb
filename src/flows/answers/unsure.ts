import { plainText } from '../../language/words.ts';
import type { AnswerKind } from '../types.ts';
import { showText, wrong } from './words.ts';
import { yesno } from './yesno.ts';

const know = '(?:tahu|tau|taw|ngerti|ngerteh|yakin|ingat|eroh|weruh|reti|jelas|pasti|paham)';
const not =
  '(?:tidak|tdk|tak|tk|gak|ga|gk|nggak|ngga|enggak|ngak|ndak|dak|ora|ra|gatau|belum|blm|kurang|krg|lali)';
const person = '(?:saya|sy|aku|kulo|pak|bu|mas|mbak|min|ya|juga|pasti|sih)';

const unknown = new RegExp(
  `^(?:${person} )*(?:${not} ${know}|gatau|gaktau|gtau|ntah|entah|entahlah|ragu|ragu2|ragu ragu|mungkin|lewati|lewat|skip|lupa|tt|bingung)(?: ${person})*$`,
  'u',
);

/**
 * `YA`, `TIDAK`, or `TIDAK TAHU` for who cannot say: `gak tau`, `ragu`, `lewati`, a question mark. In
 * Indonesian, Javanese, Madurese and the short forms of SMS.
 */
export const unsure: AnswerKind = {
  name: 'unsure',
  expects: 'confirm',
  parse(text, context) {
    if (/^[?\s]+$/u.test(text) || unknown.test(plainText(text))) {
      return { kind: 'value', value: 'TIDAK TAHU' };
    }
    const read = yesno.parse(text, context);
    if (read.kind !== 'value') return wrong('unsure.unclear');
    return { kind: 'value', value: yesno.show(read.value) };
  },
  show: showText,
};
