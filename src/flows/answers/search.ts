import { readNumber } from '../../core/number.ts';
import { terms } from '../../language/stems.ts';
import type { AnswerKind } from '../types.ts';
import { words, wrong } from './words.ts';

/** Politeness and short answers: nothing that is looked for. */
const chatter = new Set(
  `ya iya yo inggih tidak belum sudah ok oke okey siap baik terima kasih makasih trims suwun matur
  halo hai hallo permisi selamat pagi siang sore malam maaf betul benar mohon lanjut`.split(/\s+/),
);

/**
 * Words to search for, beside the listed ones of a question: `answer: { words: {...}, search: cari }`.
 * Yes, no, thanks and numbers alone are none; a number of the office (L 1012) is.
 */
export const search: AnswerKind = {
  ...words,
  name: 'search',
  parse(text, context) {
    if (readNumber(text)) return words.parse(text, context); // L 1012
    const sought = terms(text).filter(({ word }) => !chatter.has(word));
    return sought.length > 0 ? words.parse(text, context) : wrong('words.empty');
  },
};
