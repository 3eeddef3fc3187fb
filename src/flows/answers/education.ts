import { findEducation } from '../../language/education-words.ts';
import { plainText } from '../../language/words.ts';
import type { AnswerKind } from '../types.ts';
import { showText, wrong } from './words.ts';

const introduction = /^(?:(?:saya|sy|aku|pak|bu|mas|mbak|hanya|cuma|cm|terakhir|yaitu) )+/u;
const nothing =
  /^(?:(?:tidak|tdk|gak|ga|nggak|belum|blm|ora|ndak) (?:ada|punya|onok)|tidak|tdk|gak|nggak|kosong|nihil)$/u;

/** `SMP bukan SMA` */
const denied = /\b(?:bukan|bkn|dudu) \S+/gu;

/** `smkk`, `smaa`: the letter typed twice. */
function squeeze(plain: string): string {
  return plain.replace(/(\p{L})\1+/gu, '$1');
}

/** The highest schooling, one of `educationLevels`: SMK, lulusan MA, Paket C, D III, tidak sekolah. */
export const education: AnswerKind = {
  name: 'education',
  expects: 'education',
  parse(text) {
    const plain = plainText(text).replace(denied, '').trim().replace(introduction, '');
    if (nothing.test(plain)) return { kind: 'value', value: 'TIDAK SEKOLAH' };
    const found = findEducation(plain) ?? findEducation(squeeze(plain));
    return found ? { kind: 'value', value: found.level } : wrong('education.unknown');
  },
  show: showText,
};
