import { localPhone, normalisePhone } from '../../core/phone.ts';
import { fold } from '../../language/clean.ts';
import type { AnswerKind } from '../types.ts';
import { wrong } from './words.ts';

const label =
  /^(?:(?:no|nomor|nomer|nmr|hp|wa|whatsapp|tlp|telp|telepon|telpon|sms|saya|sy|ini|adalah)\b[\s.:=#-]*)+/u;

/** A phone number that can be called; its value is E.164 (`+62812...`). */
export const phone: AnswerKind = {
  name: 'phone',
  expects: 'phone',
  parse(text) {
    const number = normalisePhone(
      fold(text)
        .replace(label, '')
        .replace(/[.,;\s]+$/u, ''),
    );
    return number === undefined
      ? wrong('phone.format')
      : { kind: 'value', value: number, shown: localPhone(number) };
  },
  show: (value) => (typeof value === 'string' ? localPhone(value) : ''),
};
