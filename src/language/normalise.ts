import { lexicon, longestSpelling, mended, type Lexicon } from './lexicon.ts';
import { remembering } from './remembering.ts';
import { isSpelt, plainWords } from './stems.ts';

const digitLetters: Readonly<Record<string, string>> = {
  0: 'o',
  1: 'i',
  3: 'e',
  4: 'a',
  5: 's',
  6: 'g',
  7: 't',
  8: 'b',
  9: 'g',
};

/** Numbers stand for what they are: their digits say nothing of the service. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [/^\d{16}$/u, '#nik'],
  [/^(?:62|0)8\d{7,12}$/u, '#telepon'],
  [/^[dlka]\d{4,}$/u, '#nomor'],
  [/^(?:rp)?\d+(?:jt|juta|rb|ribu|k)$|^rp\d*$|^\d{5,9}$/u, '#uang'],
  [/^\d+$/u, '#angka'],
];

function kindOf(word: string): string | undefined {
  return kinds.find(([pattern]) => pattern.test(word))?.[1];
}

function look({ spellings, known }: Lexicon, word: string): string | undefined {
  return spellings.get(word) ?? (known.has(word) ? word : undefined);
}

/** `orang2`, `l0wongan`, `lowongaaan`, `sayaaa`. */
function respelt(word: string): string[] {
  const letters = word.replace(/\d/gu, (digit) => digitLetters[digit] ?? digit);
  const forms = [
    word.replace(/2$/u, ''),
    letters,
    ...[word, letters].flatMap((form) => [
      form.replace(/(.)\1{2,}/gu, '$1'),
      form.replace(/(.)\1+/gu, '$1'),
    ]),
  ];
  return forms.filter((form) => form !== word);
}

const suffixes = /(?:nya|ne|ipun|ku|mu|kah|lah|an|kan|in|i|e|na|agi|a)$/u;
const prefixes = /^(?:di|ke|se|me|ng|ny|m|n|a|e)(?=..)/u;

/** The word in its Javanese, Madurese or plain Indonesian form: `syarate`, `ndaftar`, `adaftar`. */
function stripped(word: string): string[] {
  const short = word.replace(suffixes, '');
  const forms = [short, word.replace(prefixes, ''), short.replace(prefixes, '')];
  return forms.filter((form) => form.length > 2 && form !== word);
}

/** What a single word of letters means; the word itself when nothing is known of it. */
function mean(lex: Lexicon, word: string): string {
  const found = (forms: readonly string[]): string | undefined =>
    forms.map((form) => look(lex, form)).find((known) => known !== undefined);
  const sure = look(lex, word) ?? found(respelt(word)) ?? found(stripped(word));
  if (sure !== undefined) return sure;
  if (isSpelt(word)) return word;
  return mended(lex, word) ?? word;
}

const meanOnce = remembering((word) => kindOf(word) ?? mean(lexicon(), word));

/** What a word means; a very long one by its beginning. */
const meanWord = (word: string): string => meanOnce(word.slice(0, 40));

/** A spelling of several words at this place, the longest first. */
function phraseAt(
  { spellings }: Lexicon,
  words: readonly string[],
  at: number,
): { readonly meant: string; readonly length: number } | undefined {
  for (let length = Math.min(longestSpelling, words.length - at); length > 1; length -= 1) {
    const meant = spellings.get(words.slice(at, at + length).join('-'));
    if (meant !== undefined) return { meant, length };
  }
  return undefined;
}

function joinPhrases(
  lex: Lexicon,
  words: readonly string[],
  single: (word: string) => string,
): string[] {
  const meant: string[] = [];
  for (let at = 0; at < words.length;) {
    const phrase = phraseAt(lex, words, at);
    meant.push(phrase?.meant ?? single(words[at] as string));
    at += phrase?.length ?? 1;
  }
  return meant;
}

/** More words than these are no message to an office. */
const longest = 120;

/**
 * The words that a text means, in plain Indonesian: shorthand, phonetic spellings, repeated letters,
 * digits for letters, typing errors, East Javanese and Madurese words are replaced; SMA, KK and the
 * like stay. Numbers become their kind (`#nik`, `#uang`). At most 120 words are looked at.
 */
export function normalise(text: string): string[] {
  const lex = lexicon();
  const words = plainWords(text).slice(0, longest);
  // Once as typed, once more as meant: `kartu kunig` is a phrase only when its typing error is mended.
  return joinPhrases(lex, joinPhrases(lex, words, meanWord), (word) => word);
}
