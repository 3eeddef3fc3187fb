import { normalise } from './normalise.ts';

/** Words that begin a question, wherever they stand first. */
const first = new Set(
  'apa apakah berapa kapan bagaimana mengapa kenapa siapa mana dimana'.split(' '),
);

/** Words of a question in any place, beside others that are asked about. */
const anywhere = new Set('berapa kapan bagaimana mengapa kenapa dimana apakah'.split(' '));

/** What is asked about in `bayar tidak`, `boleh tidak`, `wajib tidak`. */
const choices = new Set('bayar gratis boleh bisa harus wajib perlu ada jadi'.split(' '));

/** Said to somebody at the end of a sentence. */
const polite = new Set('bapak ibu mas mbak min ya dong sih kah kak'.split(' '));

function bare(words: readonly string[]): readonly string[] {
  const last = words.findLastIndex((word) => !polite.has(word));
  return words.slice(
    words.findIndex((word) => !polite.has(word)),
    last + 1,
  );
}

/** `ini bayar ga pak`. */
function isChoice(words: readonly string[]): boolean {
  return words.at(-1) === 'tidak' && words.some((word) => choices.has(word));
}

/**
 * True for a text that asks something, in the ways people write: `syaratnya apa saja ya`,
 * `ini bayar ga pak`, `brp lama jadinya`. A single word is none. `said` are its words as they are
 * meant, when they are known.
 */
export function isQuestion(text: string, said: readonly string[] = normalise(text)): boolean {
  const words = bare(said.flatMap((word) => word.split(/[- ]/u)));
  if (words.length < 2) return false;
  if (/\?\s*$/u.test(text) || isChoice(words)) return true;
  const asks = words.some((word) => anywhere.has(word)) || words.slice(-3).includes('apa');
  return first.has(words[0] ?? '') || asks;
}
